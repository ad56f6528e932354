// What a step came to, from its events: the most telling thing, as a code.
import type { Outcome, Place, StepEvent } from './session-types.ts';

/** `before`/`after`: where the processor was; `mnemonic`: first word of the line or instruction. */
export function outcomeOf(
  events: readonly StepEvent[],
  before: Place,
  mnemonic: string,
  options: { readonly prepared: boolean },
): Outcome {
  const shown = events.filter(({ folded }) => !folded).map(({ event }) => event);
  const all = events.map(({ event }) => event);
  const end = all.find((event) => event.kind === 'end');
  if (end?.kind === 'end')
    return { code: 'ended', reason: end.reason, vector: end.vector, errorCode: end.errorCode };
  if (options.prepared) return { code: 'prepared' };
  const exit = all.find((event) => event.kind === 'exit');
  if (exit?.kind === 'exit') return { code: 'exited', reason: exit.reason, guest: before.guest, mnemonic };
  const failure = all.find((event) => event.kind === 'entry-failure');
  if (failure?.kind === 'entry-failure')
    return { code: 'entry-failed', instruction: failure.instruction, reason: failure.reason };
  const entry = shown.find((event) => event.kind === 'entry');
  if (entry?.kind === 'entry') return { code: 'entered', instruction: entry.instruction, guest: null };
  const last = shown.findLast((event) => event.kind === 'vmfail' || event.kind === 'vmsucceed');
  if (last?.kind === 'vmfail') {
    return last.error === null
      ? { code: 'vmfail-invalid', instruction: last.instruction }
      : { code: 'vmfail-valid', instruction: last.instruction, error: last.error };
  }
  const exception = shown.find((event) => event.kind === 'exception');
  if (exception?.kind === 'exception') return { code: 'exception', vector: exception.vector };
  if (before.mode === 'non-root') return { code: 'guest-ran', mnemonic, guest: before.guest };
  if (last?.kind === 'vmsucceed' && mnemonic === last.instruction)
    return { code: 'vmsucceed', instruction: last.instruction };
  return { code: 'ran', mnemonic };
}
