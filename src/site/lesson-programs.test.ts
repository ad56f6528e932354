// The programs in the lessons do what the lessons say: each comment with a number or an exception is checked.
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadProgram, openSession, type SessionLike } from '../vmx/program/index.ts';

const folder = new URL('../../content/licoes/', import.meta.url);

const programs = readdirSync(folder)
  .filter((file) => file.endsWith('.mdx'))
  .sort()
  .flatMap((file) =>
    [
      ...readFileSync(new URL(file, folder), 'utf8').matchAll(
        /<VmxLab titulo="([^"]*)"[^>]*>\s*```vmx\n([\s\S]*?)```/g,
      ),
    ].map(([, title = '', source = '']) => ({ file, title, source })),
  );

/** Runs a program to its end. Throws when it cannot be read. */
function run(source: string): SessionLike {
  const loaded = loadProgram(source);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  const session = openSession(loaded.program);
  session.run({ kind: 'end' });
  return session;
}

/** Line by line, what VMREAD showed when it ran well (the last time, if the line ran again). */
function valuesRead(session: SessionLike): Map<number, bigint> {
  const values = new Map<number, bigint>();
  for (const { line, text, outcome, events } of session.reports) {
    if (line === null || !text.startsWith('VMREAD') || outcome.code !== 'vmsucceed') continue;
    for (const { event } of events) if (event.kind === 'field-read') values.set(line, event.value);
  }
  return values;
}

/** Lines whose comment says what VMREAD will show: its first number. Not those that speak of a failure or a wish. */
function promises(source: string): { line: number; value: bigint }[] {
  return source.split('\n').flatMap((text, index) => {
    const [, comment = ''] = /^\s*VMREAD\s+\w+\s*;(.*)$/.exec(text) ?? [];
    const [, digits, hexadecimal] = /(\d+)(H?)\b/.exec(comment) ?? [];
    if (digits === undefined || /falha|deve ser/.test(comment)) return [];
    return [{ line: index + 1, value: BigInt(hexadecimal ? `0x${digits}` : digits) }];
  });
}

const exceptions: Readonly<Record<string, number>> = { '#UD': 6, '#GP': 13 };

describe.each(programs)('$file: $title', ({ source }) => {
  const session = run(source);
  const lines = source.split('\n');

  it('ends, and by an exception only on a line that says which', () => {
    const { end } = session.view;
    expect(end).not.toBeNull();
    if (end?.reason === 'finished') return;
    expect(end?.reason).toBe('unhandled-exception');
    const named = /; (#[A-Z]{2})/.exec(lines[(end?.line ?? 0) - 1] ?? '')?.[1] ?? '';
    expect(end?.vector).toBe(exceptions[named]);
  });

  it('reads the numbers that its comments give', () => {
    const values = valuesRead(session);
    for (const { line, value } of promises(source)) expect(values.get(line), lines[line - 1]).toBe(value);
  });
});

it('the comments promise enough for the test above to mean something', () => {
  expect(programs.flatMap(({ source }) => promises(source)).length).toBeGreaterThan(12);
});

it('lesson 1: the guests take turns', () => {
  const first = programs.find(({ file }) => file.startsWith('01-'));
  expect(run(first?.source ?? '').view.output).toBe('ABAB');
});

it('lesson 9: the four faults, mended, make the program do what it says', () => {
  const broken = programs.find(({ file }) => file.startsWith('09-'))?.source ?? '';
  const mended = broken
    .replace('VMPTRLD A', 'VMCLEAR A\nVMPTRLD A')
    .replace('VMRESUME', 'VMLAUNCH')
    .replace('VMRESUME', 'AVANCA\nVMRESUME')
    .replace('VMXOFF', 'VMCLEAR A\nVMXOFF');
  const reasons = (source: string) => [...valuesRead(run(source)).values()];
  expect(reasons(broken)).not.toEqual([10n, 18n]);
  expect(reasons(mended)).toEqual([10n, 18n]);
});
