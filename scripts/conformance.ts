// npm run conformance [-- --seed N --count N --keep FOLDER]
// Boots programs from images in Bochs and compares what the images print with what the simulator says they print: every
// program of exercises/vmx (reference and other right solutions, known-wrong ones), programs of scripts/conformance, and generated ones.
// Last line: {"programs":N,"equal":N,"listed":N,"skipped":false}. Exit: 0 all agree or nothing could be run, 1 otherwise.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildImage } from '../src/vmx/image/index.ts';
import { compare, expectation, linesOf } from '../src/vmx/image/compare.ts';
import type { Comparison, Expectation } from '../src/vmx/image/compare.ts';
import { loadProgram } from '../src/vmx/program/index.ts';
import { missing, runBochs } from './conformance-bochs.ts';
import { generatePrograms } from './conformance-generator.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Programs in one image: what one start of the emulator costs is shared. */
const IN_ONE_IMAGE = 24;
const AT_ONCE = 2;
const PATIENCE = 20_000;

interface Candidate {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly expected: Expectation;
}

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '2005' },
    count: { type: 'string', default: '140' },
    keep: { type: 'string' },
  },
});

function finish(programs: number, equal: number, listed: number, skipped: boolean, code: number): never {
  console.log(JSON.stringify({ programs, equal, listed, skipped }));
  process.exit(code);
}

const why = missing();
if (why !== null) {
  console.log(`Conformidade com o Bochs não conferida: ${why}.`);
  finish(0, 0, 0, true, 0);
}

function candidate(name: string, file: string, source: string): Candidate | null {
  const loaded = loadProgram(source, { file });
  if (!loaded.ok) return null;
  const { bytes } = loaded.program;
  return { name, bytes, expected: expectation(bytes) };
}

/** Programs of a folder and of the folders in it. */
function programsIn(folder: string): Candidate[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(?:vmx|asm)$/.test(file),
  );
  return files.sort().flatMap((file) => {
    const path = join(folder, file);
    const found = candidate(relative(root, path), path, readFileSync(path, 'utf8'));
    // Some known-wrong programs are wrong before they run.
    if (found === null) console.log(`${relative(root, path)}: não monta, não há o que rodar`);
    return found ?? [];
  });
}

const labs = programsIn(join(root, 'exercises/vmx')).filter(({ name }) =>
  /\/(?:solucao|certas|erradas)\//.test(name),
);
const written = programsIn(join(root, 'scripts/conformance'));
const generated = generatePrograms(Number(values.seed), Number(values.count)).flatMap(
  ({ name, file, source }) => {
    const found = candidate(name, file, source);
    if (found === null) console.log(`${name}: o programa gerado não monta`);
    return found ?? [];
  },
);
const all = [...labs, ...written, ...generated];
console.log(
  `${all.length} programas: ${labs.length} de exercises/vmx, ${written.length} escritos à mão, ${generated.length} gerados (semente ${values.seed}).`,
);

/** Programs that do not end stand last in an image: nothing follows them. */
function images(programs: readonly Candidate[]): Candidate[][] {
  const ending = programs.filter(({ expected }) => expected.ends);
  const lasting = programs.filter(({ expected }) => !expected.ends);
  const count = Math.max(Math.ceil(ending.length / IN_ONE_IMAGE), lasting.length, 1);
  const each = Math.ceil(ending.length / count);
  return Array.from({ length: count }, (_, i) => [
    ...ending.slice(i * each, (i + 1) * each),
    ...lasting.slice(i, i + 1),
  ]).filter((group) => group.length > 0);
}

const HEADER = /^programa (\d+): .*\n/gm;
const LAST = 'Vanderpool: fim da imagem';

/** The output of each program of an image, by its place in it. */
function sections(output: Buffer): Map<number, Buffer> {
  const text = output.toString('latin1').replaceAll('\r', '').replace(`\n${LAST}\n`, '\n');
  const found = new Map<number, Buffer>();
  const headers = [...text.matchAll(HEADER)];
  for (const [i, header] of headers.entries()) {
    const body = text.slice(header.index + header[0].length, headers[i + 1]?.index);
    found.set(Number(header[1]) - 1, Buffer.from(body, 'latin1'));
  }
  return found;
}

const verdicts = new Map<Candidate, Comparison>();
const failures: string[] = [];
let started = 0;

/** Boots a group; programs after one that did not come back are handed back. */
async function boot(group: readonly Candidate[]): Promise<Candidate[]> {
  const number = started++;
  const built = buildImage(group, { resetBetween: true, leaveEmulator: true });
  if (!built.ok) throw new Error(built.code);
  if (values.keep !== undefined) writeFileSync(join(values.keep, `image-${number}.img`), built.image);
  const last = group.at(-1);
  const run = await runBochs(built.image, {
    boot: number % 2 === 0 ? 'floppy' : 'disk',
    serial: number === 0,
    patience: PATIENCE,
    complete: (output) => {
      const body = sections(output).get(group.length - 1);
      return body !== undefined && last !== undefined && linesOf(body).length >= last.expected.lines.length;
    },
  });
  if (values.keep !== undefined) writeFileSync(join(values.keep, `output-${number}.txt`), run.output);
  const told = sections(run.output);
  if (number === 0) checkSerial(run.output, run.serial);
  for (const [i, program] of group.entries()) {
    const body = told.get(i);
    // A program without a section was not reached: the one before it never came back.
    if (body === undefined) {
      if (i === 0) {
        verdicts.set(program, {
          verdict: 'different',
          line: 0,
          expected: 'partida',
          actual: 'a imagem não deu partida',
        });
        return group.slice(1);
      }
      return group.slice(i);
    }
    verdicts.set(program, compare(program.expected, body));
  }
  return [];
}

/** COM1 says the same as port 0xE9, save what programs wrote to one of them alone. */
function checkSerial(output: Buffer, serial: Buffer | null): void {
  const stubLines = (bytes: Buffer): string[] =>
    linesOf(bytes).flatMap((line) => /(?:registro \d+|fim|estado|programa \d+): .*$/.exec(line)?.[0] ?? []);
  const [e9, com1] = [stubLines(output), stubLines(serial ?? Buffer.alloc(0))];
  const at = e9.findIndex((line, i) => line !== com1[i]);
  if (e9.length === 0 || at >= 0)
    failures.push(`COM1 difere da porta 0xE9 na linha ${at + 1}: ${com1[at] ?? '(nada)'}`);
}

/** A processor without VT-x, or without 64-bit mode: a message, not a hang. */
async function checkRefusal(model: string, message: string): Promise<void> {
  const built = buildImage([{ name: 'nada', bytes: Uint8Array.of(0xcd, 0x60) }], { leaveEmulator: true });
  if (!built.ok) throw new Error(built.code);
  const run = await runBochs(built.image, { boot: 'floppy', model, patience: PATIENCE });
  if (!run.output.toString().includes(message)) failures.push(`${model}: faltou a mensagem "${message}"`);
}

if (values.keep !== undefined) mkdirSync(values.keep, { recursive: true });
const begin = Date.now();
const waiting = images(all);
async function worker(): Promise<void> {
  for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
    const rest = await boot(group);
    if (rest.length > 0) waiting.push(rest);
  }
}
await Promise.all([
  ...Array.from({ length: AT_ONCE }, worker),
  checkRefusal('p4_prescott_celeron_336', 'nao oferece a VT-x').then(() =>
    checkRefusal('p3_katmai', 'nao tem o modo de 64 bits'),
  ),
]);

let equal = 0;
const listed = new Map<string, string[]>();
for (const program of all) {
  const verdict = verdicts.get(program);
  if (verdict?.verdict === 'equal') equal++;
  else if (verdict?.verdict === 'listed')
    listed.set(verdict.difference.id, [...(listed.get(verdict.difference.id) ?? []), program.name]);
  else
    console.log(`${program.name}: diferente na linha ${verdict?.line ?? 0}
    simulador: ${verdict?.expected ?? '?'}
    Bochs:     ${verdict?.actual ?? 'não rodou'}`);
}
for (const [id, names] of listed)
  console.log(`${id}: ${names.length} (${names.slice(0, 3).join(', ')}${names.length > 3 ? ', ...' : ''})`);
for (const failure of failures) console.log(failure);
const count = [...listed.values()].reduce((sum, names) => sum + names.length, 0);
console.log(`${started} partidas do Bochs em ${((Date.now() - begin) / 1000).toFixed(0)} s.`);
finish(all.length, equal, count, false, equal + count === all.length && failures.length === 0 ? 0 : 1);
