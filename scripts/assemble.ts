// npm run assemble -- FILE.asm [-o FILE.bin] [--listing] [--expand]
// Assembles a program (.asm, or .vmx through its expansion): flat binary, listing, or the text after every macro.
// Errors on standard error as FILE:LINE:COL: message. Exit: 0 done, 1 errors in the program, 2 could not work.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { diagnosticLine } from '../src/catalog/assembler-messages.ts';
import { assemble, expandSource } from '../src/vmx/assembler/assemble.ts';
import type { ListingEntry } from '../src/vmx/assembler/assemble.ts';
import type { Diagnostic } from '../src/vmx/assembler/diagnostic.ts';
import { expandNotation, loadProgram, notationOf } from '../src/vmx/program/index.ts';

const USAGE = `Uso: npm run assemble -- ARQUIVO.asm [-o ARQUIVO.bin] [--listing] [--expand]

  -o ARQUIVO   onde gravar o binário (sem -o, --listing e --expand: ao lado do fonte, com .bin)
  --listing    mostra endereço, bytes e texto de cada linha
  --expand     mostra o programa com as macros escritas por extenso; de um .vmx, o assembly em que ele se torna`;

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

function reportAll(diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics) console.error(diagnosticLine(diagnostic));
}

const HEX_BYTES = 10;

function listingLine(entry: ListingEntry): string {
  const hex = (bytes: Uint8Array): string =>
    [...bytes].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join('');
  const shown = hex(entry.bytes.slice(0, HEX_BYTES)) + (entry.bytes.length > HEX_BYTES ? '-' : '');
  const address =
    entry.bytes.length === 0 ? ' '.repeat(8) : entry.address.toString(16).padStart(8, '0').toUpperCase();
  const depth = entry.depth === 0 ? '   ' : `<${entry.depth}>`;
  const rest: string[] = [];
  for (let at = HEX_BYTES; at < entry.bytes.length && rest.length < 3; at += HEX_BYTES) {
    const last = at + HEX_BYTES >= entry.bytes.length;
    const more = rest.length === 2 && !last;
    rest.push(
      `${' '.repeat(6)} ${(entry.address + at).toString(16).padStart(8, '0').toUpperCase()} ${more ? `... ${entry.bytes.length} bytes` : hex(entry.bytes.slice(at, at + HEX_BYTES)) + (last ? '' : '-')}`,
    );
  }
  return [
    `${String(entry.line).padStart(6)} ${address} ${shown.padEnd(2 * HEX_BYTES + 1)} ${depth} ${entry.text}`,
    ...rest,
  ].join('\n');
}

function options(): { file: string; output: string | undefined; listing: boolean; expand: boolean } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        output: { type: 'string', short: 'o' },
        listing: { type: 'boolean', default: false },
        expand: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      console.log(USAGE);
      process.exit(0);
    }
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) fail(USAGE);
    return { file, output: values.output, listing: values.listing, expand: values.expand };
  } catch {
    return fail(USAGE);
  }
}

const { file, output, listing, expand } = options();
let source: string;
try {
  source = readFileSync(file, 'utf8');
} catch {
  fail(`${file}: não consegui ler o arquivo. Confira o nome e a pasta.`);
}

const loaded = loadProgram(source, { file });
if (!loaded.ok) {
  reportAll([...loaded.errors, ...loaded.warnings]);
  process.exit(1);
}
reportAll(loaded.program.warnings);
if (expand) {
  const text =
    notationOf(file) === 'vmx' ? expandNotation(source, file).text : expandSource(source, file).text;
  process.stdout.write(text ?? '');
}
if (listing) {
  const result = assemble(loaded.program.assembly, file);
  if (result.ok) printListing(result.program.listing);
}
if (output !== undefined || (!expand && !listing)) {
  const target = output ?? `${file.replace(/\.[^./\\]*$/, '')}.bin`;
  try {
    writeFileSync(target, loaded.program.bytes);
  } catch {
    fail(`${target}: não consegui gravar. Confira a pasta e as permissões.`);
  }
  console.error(
    `${target}: ${loaded.program.bytes.length} bytes, para carregar em 0x${loaded.program.origin.toString(16)}`,
  );
}

/** Every line of the program; of vmx.inc only where its data and routines are, or they would bury it. */
function printListing(listing: readonly ListingEntry[]): void {
  const lines = loaded.ok ? loaded.program.assembly.split(/\r\n|\n|\r/) : [];
  const isInclude = (entry: ListingEntry): boolean => /^\s*%include\b/i.test(lines[entry.line - 1] ?? '');
  for (const entry of listing) if (!isInclude(entry)) console.log(listingLine(entry));
  const included = listing.filter((entry) => isInclude(entry) && entry.bytes.length > 0);
  const first = included[0];
  if (first === undefined) return;
  const size = included.reduce((sum, entry) => sum + entry.bytes.length, 0);
  console.log(
    `       ${first.address.toString(16).padStart(8, '0').toUpperCase()} vmx.inc: dados e rotinas, ${size} bytes`,
  );
}
