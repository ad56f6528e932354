// The pages of the instructions say what the machine does: numbers, bytes and programs are checked against it.
import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { exitReason } from '../catalog/exit-reasons.ts';
import { vmInstructionErrorNumbers } from '../catalog/vm-instruction-errors.ts';
import { loadProgram, openSession, type SessionLike } from '../vmx/program/index.ts';

interface FrontMatter {
  readonly titulo: string;
  readonly ordem: number;
  readonly falhas: readonly { readonly erro?: number; readonly quando: string }[];
  readonly saida: number;
}

const folder = new URL('../../content/instrucoes/', import.meta.url);
const pages = readdirSync(folder)
  .sort()
  .map((file) => {
    const text = readFileSync(new URL(file, folder), 'utf8');
    const [, front = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
    const program = /<VmxLab titulo="[^"]*"[^>]*>\s*```vmx\n([\s\S]*?)```/.exec(body)?.[1] ?? '';
    return { file, data: parse(front) as FrontMatter, program };
  });

function run(source: string): SessionLike {
  const loaded = loadProgram(source);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  const session = openSession(loaded.program);
  session.run({ kind: 'end' });
  return session;
}

it('are the ten, in order', () => {
  expect(pages.map(({ data }) => data.titulo).sort()).toEqual(
    'VMCALL VMCLEAR VMLAUNCH VMPTRLD VMPTRST VMREAD VMRESUME VMWRITE VMXOFF VMXON'.split(' '),
  );
  expect(pages.map(({ data }) => data.ordem)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

describe.each(pages)('$file', ({ data, program }) => {
  const lines = program.split('\n');

  it('names errors and the exit reason that exist', () => {
    const known = vmInstructionErrorNumbers();
    for (const { erro } of data.falhas) if (erro !== undefined) expect(known).toContain(erro);
    expect(exitReason(data.saida).name).toBe(data.titulo);
  });

  it('leaves non-root for that reason when a guest executes it', () => {
    const operands: Readonly<Record<string, string>> = { VMREAD: ' RAX, RBX', VMWRITE: ' RAX, RBX' };
    const memory = /^VM(XON|CLEAR|PTRLD|PTRST)$/.test(data.titulo) ? ' [RSP]' : '';
    const guest = `${data.titulo}${operands[data.titulo] ?? memory}`;
    const session = run(
      `VMXON\nVMCLEAR A\nVMPTRLD A\nVMLAUNCH\nVMREAD EXIT_REASON\nVMXOFF\nconvidado A:\n    ${guest}\n`,
    );
    const read = session.reports
      .find(({ line }) => line === 5)
      ?.events.map(({ event }) => (event.kind === 'field-read' ? event.value : null));
    expect(read).toContain(BigInt(data.saida));
  });

  it('has a program that executes it and does what its comments say', () => {
    expect(program).toMatch(new RegExp(`^\\s*${data.titulo}\\b`, 'm'));
    const { reports } = run(program);
    lines.forEach((text, index) => {
      const comment = /;(.*)$/.exec(text)?.[1] ?? '';
      const report = reports.filter(({ line }) => line === index + 1).at(-1);
      if (/CF = 1|falha: (?:não há|CF)/.test(comment))
        expect(report?.outcome.code, text).toBe('vmfail-invalid');
      if (/ZF = 1|falha: este/.test(comment)) expect(report?.outcome.code, text).toBe('vmfail-valid');
      if (!/^\s*VMREAD\b/.test(text) || report?.outcome.code !== 'vmsucceed') return;
      const [, digits, hexadecimal] = /(\d+)(H?)\b/.exec(comment) ?? [];
      if (digits === undefined) return;
      const read = report.events.flatMap(({ event }) => (event.kind === 'field-read' ? [event.value] : []));
      expect(read, text).toContain(BigInt(hexadecimal ? `0x${digits}` : digits));
    });
  });
});
