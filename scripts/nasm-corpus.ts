// Compares this assembler with NASM over the generated corpus: npm run corpus [-- --seed N] [--lines N] [--fixture].
// Every line that both take must give the same bytes; a line only this assembler takes is an error. Needs `nasm`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { assemble } from '../src/vmx/assembler/assemble.ts';
import { VMX_INC } from '../src/vmx/assembler/vmx-inc.ts';
import { loadProgram } from '../src/vmx/program/index.ts';
import { corpusLines, corpusProgram } from './nasm-corpus-lines.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '2005' },
    forms: { type: 'string', default: '1' },
    show: { type: 'string', default: '30' },
    fixture: { type: 'boolean', default: false },
  },
});

if (spawnSync('nasm', ['-v']).status !== 0) {
  console.log('NASM não está instalado: nada a comparar.');
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'corpus-'));

/** Which of the lines NASM takes, by trying them together and dropping those it complains about. */
function nasmTakes(lines: readonly string[]): boolean[] {
  const source = join(folder, 'a.asm');
  const takes = lines.map(() => true);
  for (let round = 0; round < 6; round++) {
    const kept = lines.map((line, i) => (takes[i] === true ? line : ''));
    writeFileSync(source, corpusProgram(kept));
    const result = spawnSync('nasm', ['-w-all', '-f', 'bin', source, '-o', join(folder, 'a.bin')], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const offset = corpusProgram([]).split('before').length + 6;
    let dropped = 0;
    for (const [, at] of result.stderr.matchAll(/a\.asm:(\d+): error/g)) {
      const index = Math.floor((Number(at) - offset) / 2);
      if (takes[index] === true) {
        takes[index] = false;
        dropped++;
      }
    }
    if (dropped === 0) break;
  }
  return takes;
}

function nasmBytes(program: string): Uint8Array {
  const source = join(folder, 'b.asm');
  const binary = join(folder, 'b.bin');
  writeFileSync(source, program);
  const result = spawnSync('nasm', ['-w-all', '-f', 'bin', `-I${folder}/`, source, '-o', binary], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (result.status !== 0) throw new Error(result.stderr.slice(0, 2000));
  return readFileSync(binary);
}

/** Slots of the binary, one a line. */
function slots(bytes: Uint8Array, count: number): Buffer[] {
  const start = Math.ceil(301 / 32) * 32;
  return Array.from({ length: count }, (_, i) =>
    Buffer.from(bytes.slice(start + 32 * i, start + 32 * (i + 1))),
  );
}

/** The bytes before the filling, told from it by another filling. */
function unfilled(slot: Buffer, other: Buffer): string {
  const end = slot.findIndex((byte, i) => byte === 0xcc && other[i] !== 0xcc);
  return slot.subarray(0, end < 0 ? slot.length : end).toString('hex');
}

const all = corpusLines(Number(values.seed), Number(values.forms));
const CHUNK = 8_000;
let accepted = 0;
let nasmAccepted = 0;
let equal = 0;
const onlyHere: string[] = [];
const onlyNasm = new Map<string, string[]>();
const different: string[] = [];
const taken: string[] = [];
for (let at = 0; at < all.length; at += CHUNK) {
  const lines = all.slice(at, at + CHUNK);
  const theirs = nasmTakes(lines);
  const ours = lines.map((line) => assemble(corpusProgram([line])));
  const both: string[] = [];
  lines.forEach((line, i) => {
    const mine = ours[i]?.ok === true;
    if (theirs[i] === true) nasmAccepted++;
    if (mine && theirs[i] === true) both.push(line);
    else if (mine) onlyHere.push(line);
    else if (theirs[i] === true) {
      const result = ours[i];
      const code = result?.ok === false ? (result.errors[0]?.code ?? '') : '';
      onlyNasm.set(code, [...(onlyNasm.get(code) ?? []), line]);
    }
  });
  accepted += both.length;
  const program = corpusProgram(both);
  const expected = slots(nasmBytes(program), both.length);
  const result = assemble(program);
  const got = result.ok ? slots(result.program.bytes, both.length) : [];
  if (!result.ok) console.log(result.errors.slice(0, 5));
  both.forEach((line, i) => {
    const [theirs, mine] = [expected[i]?.toString('hex') ?? '', got[i]?.toString('hex') ?? ''];
    if (theirs === mine) equal++;
    else different.push(`${line}   NASM ${theirs}   aqui ${mine}`);
    taken.push(line);
  });
}
// Every program of the exercises, and what the short ones expand to, as whole programs with vmx.inc.
const exercises = fileURLToPath(new URL('../exercises', import.meta.url));
let programs = 0;
for (const name of readdirSync(exercises, { recursive: true, encoding: 'utf8' })) {
  if (!/\.(?:vmx|asm)$/.test(name)) continue;
  const loaded = loadProgram(readFileSync(join(exercises, name), 'utf8'), { file: name });
  if (!loaded.ok) continue;
  programs++;
  writeFileSync(join(folder, 'vmx.inc'), VMX_INC);
  if (Buffer.compare(nasmBytes(loaded.program.assembly), loaded.program.bytes) !== 0) different.push(name);
}
const show = Number(values.show);
for (const text of different.slice(0, show)) console.log(`diferente: ${text}`);
for (const text of onlyHere.slice(0, show)) console.log(`só aqui: ${text}`);
for (const [code, lines] of onlyNasm)
  console.log(`só NASM (${code}): ${lines.length}: ${lines.slice(0, show).join(' | ')}`);
console.log(
  JSON.stringify({
    programs,
    lines: all.length,
    nasm: nasmAccepted,
    both: accepted,
    equal,
    different: different.length,
    onlyHere: onlyHere.length,
  }),
);
if (values.fixture) {
  const step = Math.max(1, Math.floor(taken.length / 4_000));
  const kept = taken.filter((_, i) => i % step === 0);
  // Recorded from one program of just these lines: some bytes depend on where the last labels are.
  const program = corpusProgram(kept);
  const bytes = slots(nasmBytes(program), kept.length);
  const others = slots(nasmBytes(program.replaceAll('db 0xcc', 'db 0x33')), kept.length);
  writeFileSync(
    fileURLToPath(new URL('../src/vmx/assembler/fixtures/nasm-corpus.txt', import.meta.url)),
    kept
      .map((line, i) => `${unfilled(bytes[i] ?? Buffer.alloc(0), others[i] ?? Buffer.alloc(0))}\t${line}\n`)
      .join(''),
  );
}
rmSync(folder, { recursive: true });
process.exitCode = different.length + onlyHere.length > 0 ? 1 : 0;
