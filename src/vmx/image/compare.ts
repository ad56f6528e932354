// Compares what the simulator says an image prints with what another implementation of VMX printed from that image.
import type { MachineEvent } from '../index.ts';
import { DIFFERENCES } from './differences.ts';
import type { Difference } from './differences.ts';
import { transcript } from './transcript.ts';

/** A line and what happened between the line before it and it. */
export interface ExpectedLine {
  readonly text: string;
  readonly events: readonly MachineEvent[];
  /** The program has read a clock or the processor's name: values it tells from here on belong to the machine. */
  readonly readMachine: boolean;
}

export interface Expectation {
  /** Complete lines; what the program printed without ending its line is left to the next. */
  readonly lines: readonly ExpectedLine[];
  /** False: the program stops the machine or never ends, so that nothing follows the last line. */
  readonly ends: boolean;
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
  let readMachine = false;
  /** Step of an instruction that reads the machine, until it is known whether it left or faulted instead. */
  let reader: number | null = null;
  const told: ExpectedLine[] = [];
  const result = transcript(program, {
    ...(budget === undefined ? {} : { budget }),
    sink: (event) => {
      if (event.kind === 'instruction') {
        // Announced before it runs: only what follows tells whether it did.
        readMachine ||= reader !== null;
        reader = MACHINE_READERS.has(event.mnemonic.toLowerCase()) ? event.step : null;
        return;
      }
      if ((event.kind === 'exit' || event.kind === 'exception') && event.step === reader) reader = null;
      events.push(event);
    },
    onLine: (text) => {
      told.push({ text, events, readMachine });
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
      lines.push({ ...line, text });
      next++;
    } else
      lines.push({
        text,
        events: told[next]?.events ?? events,
        readMachine: told[next]?.readMachine ?? readMachine,
      });
  }
  return { lines, ends: result.tellsItsEnd };
}

/**
 * Lines of an output; the last one may be unfinished. Carriage returns, what belongs to the machine and what the stub
 * says when it is loaded are dropped.
 */
export function linesOf(bytes: Uint8Array): string[] {
  const lines = new TextDecoder().decode(bytes).replaceAll('\r', '').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.filter((line) => !line.startsWith('máquina:') && line !== 'Vanderpool: carregando.');
}

/** A line without the values that belong to the machine once the program has read it. */
const withoutValues = (line: string): string =>
  line.replace(/^estado: r(?!flags).*/, 'estado:').replace(/ valor=\S+$/, '');

function same(expected: ExpectedLine | undefined, actual: string | null): boolean {
  if (expected === undefined || actual === null) return false;
  if (!expected.readMachine) return expected.text === actual;
  return withoutValues(expected.text) === withoutValues(actual);
}

/** `actual`: the output of one program. */
export function compare(expected: Expectation, actual: Uint8Array): Comparison {
  const wanted = expected.lines;
  const found = linesOf(actual);
  // Without an end the other machine may have gone further when it was stopped.
  const count = expected.ends ? Math.max(wanted.length, found.length) : wanted.length;
  for (let i = 0; i < count; i++) {
    const line = wanted[i];
    const text = found[i] ?? null;
    if (same(line, text)) continue;
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
