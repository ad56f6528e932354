// What the tools that take programs on the command line have in common: options, sources, problems, results.
// Exit: 1 errors in a program, 2 could not work.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { diagnosticLine } from '../src/catalog/assembler-messages.ts';
import type { LoadResult } from '../src/vmx/program/index.ts';
import { loadProgram } from '../src/vmx/program/index.ts';

/** Ends with a message for whoever typed the command. */
export function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** Options and file names of the command line; what is not understood, and --help, show the usage and end. */
export function readOptions<T extends Options>(
  usage: string,
  options: T,
): {
  readonly values: ReturnType<typeof parseArgs<{ options: T; allowPositionals: true }>>['values'];
  readonly files: readonly string[];
} {
  if (process.argv.slice(2).some((word) => word === '-h' || word === '--help')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (positionals.length > 0) return { values, files: positionals };
  } catch {
    // Said below.
  }
  return fail(usage);
}

export interface SourceFile {
  readonly source: string;
  readonly loaded: LoadResult;
}

/** Reads and assembles a program; its errors and warnings go to standard error, as FILE:LINE:COL: message. */
export function loadFile(file: string): SourceFile {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch {
    fail(`${file}: não consegui ler o arquivo. Confira o nome e a pasta.`);
  }
  const loaded = loadProgram(source, { file });
  const diagnostics = loaded.ok ? loaded.program.warnings : [...loaded.errors, ...loaded.warnings];
  for (const diagnostic of diagnostics) console.error(diagnosticLine(diagnostic));
  return { source, loaded };
}

/** Writes the result, or ends with the reason. */
export function writeResult(target: string, bytes: Uint8Array): void {
  try {
    writeFileSync(target, bytes);
  } catch {
    fail(`${target}: não consegui gravar. Confira a pasta e as permissões.`);
  }
}
