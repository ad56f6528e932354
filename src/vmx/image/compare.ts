// Compares what the simulator says an image prints with what another implementation of VMX printed from that image.
import type { MachineEvent } from '../index.ts';
import { DIFFERENCES } from './differences.ts';
import type { Difference } from './differences.ts';
import { transcript } from './transcript.ts';

/** A line and what happened between the line before it and it. */
export interface ExpectedLine {
  readonly text: string;
  readonly events: readonly MachineEvent[];
}

export interface Expectation {
  /** Complete lines; what the program printed without ending its line is left to the next. */
  readonly lines: readonly ExpectedLine[];
  /** False: the program stops the machine or never ends, so that nothing follows the last line. */
  readonly ends: boolean;
  /** The program read a clock or the processor's name: its registers at the end belong to the machine. */
  readonly readsMachine: boolean;
}

export type Comparison =
  | { readonly verdict: 'equal' }
  | { readonly verdict: 'listed'; readonly difference: Difference; readonly line: number }
  | {
      readonly verdict: 'different';
      /** 1-based line of the transcript. */
      readonly line: number;
      readonly expected: string;
      readonly actual: string;
    };

/** Instructions whose result belongs to the machine. */
const MACHINE_READERS = new Set(['rdtsc', 'rdtscp', 'rdpmc', 'cpuid', 'in', 'ins', 'insb', 'insw', 'insd']);

/** Runs a program on the simulator; keeps, for each line, the events that say why it is so. */
export function expectation(program: Uint8Array, budget?: number): Expectation {
  let events: MachineEvent[] = [];
  let readsMachine = false;
  const told: ExpectedLine[] = [];
  const result = transcript(program, {
    ...(budget === undefined ? {} : { budget }),
    sink: (event) => {
      if (event.kind === 'instruction') readsMachine ||= MACHINE_READERS.has(event.mnemonic.toLowerCase());
      else events.push(event);
    },
    onLine: (text) => {
      told.push({ text, events });
      // The lines of the final state share the events of the end.
      if (!text.startsWith('estado:') && !text.startsWith('fim:')) events = [];
    },
  });
  const lines: ExpectedLine[] = [];
  let next = 0;
  for (const text of linesOf(result.bytes)) {
    const line = told[next];
    // The program's own text may stand before a line of the stub.
    if (line !== undefined && text.endsWith(line.text)) {
      lines.push({ text, events: line.events });
      next++;
    } else lines.push({ text, events: told[next]?.events ?? events });
  }
  return { lines, ends: result.tellsItsEnd, readsMachine };
}

/** Lines of an output; the last one may be unfinished. Carriage returns and what belongs to the machine are dropped. */
export function linesOf(bytes: Uint8Array): string[] {
  const lines = new TextDecoder().decode(bytes).replaceAll('\r', '').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.filter((line) => !line.startsWith('máquina:'));
}

const isRegisters = (line: string): boolean => /^estado: r(?!flags)\w+=/.test(line);

/** `actual`: the output of one program. */
export function compare(expected: Expectation, actual: Uint8Array): Comparison {
  const dropsRegisters = (line: string): boolean => expected.readsMachine && isRegisters(line);
  const wanted = expected.lines.filter(({ text }) => !dropsRegisters(text));
  const found = linesOf(actual).filter((text) => !dropsRegisters(text));
  // Without an end the other machine may have gone further when it was stopped.
  const count = expected.ends ? Math.max(wanted.length, found.length) : wanted.length;
  for (let i = 0; i < count; i++) {
    const line = wanted[i];
    const text = found[i] ?? null;
    if (line !== undefined && line.text === text) continue;
    const seen = wanted.slice(0, i + 1);
    const difference = DIFFERENCES.find((one) => one.applies(line?.text ?? null, text, seen));
    if (difference !== undefined) return { verdict: 'listed', difference, line: i + 1 };
    return {
      verdict: 'different',
      line: i + 1,
      expected: line?.text ?? '(nada mais)',
      actual: text ?? '(nada mais)',
    };
  }
  return { verdict: 'equal' };
}
