// Opens a session: the machine on its ground, the program loaded, nothing run yet.
import { Machine } from '../machine.ts';
import { Session } from './session.ts';
import type { Program, SessionOptions } from './session-types.ts';

/** A session over a fresh machine. `budget` bounds the machine steps of the whole run (1,000,000 when left out). */
export function openSession(program: Program, options: SessionOptions = {}): Session {
  const machine = new Machine(options.profile === undefined ? {} : { profile: options.profile });
  return new Session(program, machine, options);
}
