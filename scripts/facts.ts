// Prints the facts of each file of evidence, one JSON object a line: `npm run -s facts -- FILE...`.
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { factsLine } from '../graders/evidence/facts-line.ts';
import { evidence } from '../graders/evidence/read-evidence.ts';
import { rejection, type Reading } from '../graders/evidence/reading.ts';

/** Read in pieces of this size: memory does not grow with the file. */
const CHUNK = 1 << 18;

function readFile(path: string): Reading {
  let descriptor: number | null = null;
  try {
    // A pipe or a device would block or never end, so it is not even opened.
    if (statSync(path).isDirectory()) {
      return rejection('Isto é uma pasta. Passe os arquivos de dentro dela, um a um.');
    }
    if (!statSync(path).isFile()) return rejection('Isto não é um arquivo comum; só arquivos são lidos.');
    descriptor = openSync(path, 'r');
    if (!fstatSync(descriptor).isFile())
      return rejection('Isto não é um arquivo comum; só arquivos são lidos.');
    const buffer = new Uint8Array(CHUNK);
    let state = evidence.begin();
    for (;;) {
      const length = readSync(descriptor, buffer, 0, CHUNK, null);
      if (length === 0) break;
      state = evidence.push(state, buffer.subarray(0, length));
    }
    return evidence.end(state);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return rejection('O arquivo não existe. Confira o nome e a pasta.');
    if (code === 'EACCES' || code === 'EPERM') return rejection('Sem permissão para ler o arquivo.');
    return rejection(`O arquivo não pôde ser lido (${code ?? 'motivo desconhecido'}).`);
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

const files = process.argv.slice(2);
if (files.length === 0) {
  process.stderr.write('Uso: npm run -s facts -- ARQUIVO [ARQUIVO...]\n');
  process.exitCode = 2;
}
for (const file of files) process.stdout.write(`${factsLine(file, readFile(file))}\n`);
