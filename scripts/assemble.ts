// npm run assemble -- FILE.asm [-o FILE.bin] [--listing] [--expand]
// Assembles a program (.asm, or .vmx through its expansion): flat binary, listing, or the text after every macro.
// Errors on standard error as FILE:LINE:COL: message. Exit: 0 done, 1 errors in the program, 2 could not work.
import { assemble, expandSource } from '../src/vmx/assembler/assemble.ts';
import type { ListingEntry } from '../src/vmx/assembler/assemble.ts';
import { expandNotation, notationOf } from '../src/vmx/program/index.ts';
import { fail, loadFile, readOptions, writeResult } from './program-files.ts';

const USAGE = `Uso: npm run assemble -- ARQUIVO.asm [-o ARQUIVO.bin] [--listing] [--expand]

  -o ARQUIVO   onde gravar o binário (sem -o, --listing e --expand: ao lado do fonte, com .bin)
  --listing    mostra endereço, bytes e texto de cada linha
  --expand     mostra o programa com as macros escritas por extenso; de um .vmx, o assembly em que ele se torna`;

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

const { values, files } = readOptions(USAGE, {
  output: { type: 'string', short: 'o' },
  listing: { type: 'boolean', default: false },
  expand: { type: 'boolean', default: false },
});
const { output, listing, expand } = values;
const [file = ''] = files;
if (files.length > 1) fail(USAGE);

const { source, loaded } = loadFile(file);
if (!loaded.ok) process.exit(1);
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
  writeResult(target, loaded.program.bytes);
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
