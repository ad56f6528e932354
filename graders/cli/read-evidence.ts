// Reads files of evidence from disk, piece by piece; whatever goes wrong is a reading that was rejected.
import { closeSync, fstatSync, lstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { NamedReading } from '../evidence/agreement.ts';
import { evidence } from '../evidence/read-evidence.ts';
import { rejection, type Reading } from '../evidence/reading.ts';

/** Read in pieces of this size: memory does not grow with the file. */
const CHUNK = 1 << 18;
/** More files than any hand-in has. */
const MAX_FILES = 100;

/** Reads one file of evidence. Whatever goes wrong is a reading that was rejected, never an exception. */
export function readEvidenceFile(path: string): Reading {
  let descriptor: number | null = null;
  try {
    // A pipe or a device would block or never end, so it is not even opened.
    const about = statSync(path);
    if (about.isDirectory()) return rejection('Isto é uma pasta. Passe os arquivos de dentro dela, um a um.');
    if (!about.isFile()) return rejection('Isto não é um arquivo comum; só arquivos são lidos.');
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

/** Every file of a folder, read; links, hidden files and the instructions (LEIA-ME) are left out. */
export function readEvidenceFolder(folder: string): NamedReading[] {
  let names: string[];
  try {
    names = readdirSync(folder).sort();
  } catch {
    return [];
  }
  return names
    .filter((name) => !name.startsWith('.') && !/^LEIA-ME\b/i.test(name))
    .slice(0, MAX_FILES)
    .map((name) => {
      const path = join(folder, name);
      return {
        name,
        reading: lstatSync(path).isSymbolicLink()
          ? rejection('Isto é um atalho, que não é seguido. Ponha o próprio arquivo na pasta.')
          : readEvidenceFile(path),
      };
    });
}
