// How much of what the language promises is accepted, and with NASM's bytes: npm run acceptance [-- --seed N --times N].
// Lines are made from the list of instructions of the language; of those that NASM takes, all should be taken here, and
// none that NASM refuses. Last line: one JSON object. Needs `nasm`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { assemble } from '../src/vmx/assembler/assemble.ts';
import { PROMISED_FRAME, promisedLines, promisedProgram } from './promised-lines.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    times: { type: 'string', default: '1' },
    show: { type: 'string', default: '20' },
  },
});

if (spawnSync('nasm', ['-v']).status !== 0) {
  console.log('NASM não está instalado: nada a comparar.');
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'acceptance-'));
const IN_ONE_PROGRAM = 4_000;

/** The bytes of a program, or the numbers of the lines NASM complains about. */
function nasm(program: string): Uint8Array | number[] {
  const [source, binary] = [join(folder, 'a.asm'), join(folder, 'a.bin')];
  writeFileSync(source, program);
  const result = spawnSync('nasm', ['-w-all', '-f', 'bin', source, '-o', binary], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (result.status === 0) return readFileSync(binary);
  const wrong = [...result.stderr.matchAll(/a\.asm:(\d+): error/g)].map(([, line]) => Number(line));
  if (wrong.length === 0) throw new Error(result.stderr.slice(0, 1000));
  return wrong;
}

function ours(program: string): Uint8Array | number[] {
  const result = assemble(program);
  return result.ok ? result.program.bytes : result.errors.map(({ line }) => line);
}

/** Which lines an assembler takes: those it complains of are left out until it is content. */
function taken(lines: readonly string[], assembler: typeof ours): boolean[] {
  const kept = lines.map(() => true);
  for (;;) {
    const result = assembler(promisedProgram(lines.map((line, i) => (kept[i] === true ? line : ''))));
    if (!Array.isArray(result)) return kept;
    for (const line of result) kept[Math.floor((line - PROMISED_FRAME.lines - 1) / 2)] = false;
  }
}

function slot(bytes: Uint8Array, index: number): string {
  const start = PROMISED_FRAME.bytes + PROMISED_FRAME.slot * index;
  return Buffer.from(bytes.subarray(start, start + PROMISED_FRAME.slot)).toString('hex');
}

const all = promisedLines(Number(values.seed), Number(values.times));
const count = { lines: all.length, nasm: 0, both: 0, equal: 0, onlyHere: 0 };
const remarks: string[] = [];
for (let at = 0; at < all.length; at += IN_ONE_PROGRAM) {
  const lines = all.slice(at, at + IN_ONE_PROGRAM);
  const [theirs, mine] = [taken(lines, nasm), taken(lines, ours)];
  const both = lines.filter((_, i) => theirs[i] === true && mine[i] === true);
  lines.forEach((line, i) => {
    if (theirs[i] === true) count.nasm++;
    if (theirs[i] === true && mine[i] !== true) remarks.push(`só NASM: ${line}`);
    if (theirs[i] !== true && mine[i] === true) count.onlyHere++;
    if (theirs[i] !== true && mine[i] === true) remarks.push(`só aqui: ${line}`);
  });
  count.both += both.length;
  const program = promisedProgram(both);
  const [expected, got] = [nasm(program), ours(program)];
  if (Array.isArray(expected) || Array.isArray(got))
    throw new Error('what both take alone must be taken together');
  both.forEach((line, i) => {
    const [a, b] = [slot(expected, i), slot(got, i)];
    if (a === b) count.equal++;
    else remarks.push(`diferente: ${line}\n  NASM ${a}\n  aqui ${b}`);
  });
}
rmSync(folder, { recursive: true });
for (const remark of remarks.slice(0, Number(values.show))) console.log(remark);
const accepted = Math.floor((10_000 * count.both) / Math.max(1, count.nasm)) / 100;
console.log(JSON.stringify({ ...count, accepted }));
process.exitCode = accepted < 97 || count.equal < count.both || count.onlyHere > 0 ? 1 : 0;
