// Reads files of evidence from disk, piece by piece; whatever goes wrong is a reading that was rejected.
import { closeSync, fstatSync, lstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
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

/** A machine's `Logs` inside its own folder is one level down; nobody needs more than a few. */
const MAX_DEPTH = 4;

/**
 * Every file of a folder and of the folders in it, read; hidden files and the instructions (LEIA-ME) are left out.
 * A link is never followed, so that nothing outside the folder is read; what was not read is said, one entry each.
 */
export function readEvidenceFolder(folder: string): NamedReading[] {
  let about;
  try {
    about = lstatSync(folder);
  } catch {
    return [];
  }
  const own = basename(folder);
  if (about.isSymbolicLink()) {
    return [refused(own, 'Isto é um atalho, que não é seguido. Faça a pasta e ponha os arquivos nela.')];
  }
  if (!about.isDirectory()) {
    return [
      refused(
        own,
        'Aqui há um arquivo com o nome da pasta. Apague-o, faça a pasta e ponha os arquivos nela.',
      ),
    ];
  }
  const read: NamedReading[] = [];
  let left = 0;
  const visit = (inside: string, prefix: string, depth: number): void => {
    const names = namesIn(inside);
    if (names === null) {
      read.push(refused(prefix.slice(0, -1), 'Sem permissão para ler esta pasta.'));
      return;
    }
    if (names.length === 0 && prefix !== '') {
      read.push(
        refused(prefix.slice(0, -1), 'Isto é uma pasta, e está vazia. Ponha nela os arquivos pedidos.'),
      );
    }
    for (const name of names) {
      if (read.length >= MAX_FILES) {
        left += 1;
        continue;
      }
      const path = join(inside, name);
      const shown = `${prefix}${name}`;
      const entry = kindOf(path);
      if (entry === 'link') {
        read.push(refused(shown, 'Isto é um atalho, que não é seguido. Ponha o próprio arquivo na pasta.'));
      } else if (entry === 'folder' && depth < MAX_DEPTH) visit(path, `${shown}/`, depth + 1);
      else if (entry === 'folder') {
        read.push(
          refused(
            shown,
            'Há pastas demais umas dentro das outras. Ponha os arquivos mais perto da primeira.',
          ),
        );
      } else read.push({ name: shown, reading: readEvidenceFile(path) });
    }
  };
  visit(folder, '', 0);
  if (left > 0) {
    read.push(
      refused(
        own,
        `Há arquivos demais: os ${MAX_FILES} primeiros foram lidos, ${left} não. Deixe só os pedidos.`,
      ),
    );
  }
  return read;
}

function refused(name: string, reason: string): NamedReading {
  return { name, reading: rejection(reason) };
}

function namesIn(folder: string): readonly string[] | null {
  try {
    return readdirSync(folder)
      .sort()
      .filter((name) => !name.startsWith('.') && !/^LEIA-ME\b/i.test(name));
  } catch {
    return null;
  }
}

function kindOf(path: string): 'link' | 'folder' | 'file' {
  try {
    const about = lstatSync(path);
    return about.isSymbolicLink() ? 'link' : about.isDirectory() ? 'folder' : 'file';
  } catch {
    return 'file';
  }
}
