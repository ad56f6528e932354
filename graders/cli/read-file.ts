// Reads one file that was handed in; whatever goes wrong becomes a message in Portuguese, never an exception.
import { readFileSync, statSync } from 'node:fs';
import { decodeText, MAX_TEXT_BYTES, tooLarge, type DecodedText } from '../engine/text-file.ts';
import { decodeWorkFile, MAX_WORK_BYTES, notExported } from '../engine/work-file.ts';
import { shown } from './exercises-on-disk.ts';

/** The text of a file handed in, or the error to show; also where there is no file. */
export function readHandedIn(path: string): DecodedText {
  return readWith(path, MAX_TEXT_BYTES, decodeText, tooLarge);
}

/** The text of a file of exported work, or the error to show. */
export function readExported(path: string): DecodedText {
  return readWith(path, MAX_WORK_BYTES, decodeWorkFile, notExported);
}

function readWith(
  path: string,
  limit: number,
  decode: typeof decodeText,
  refuse: typeof tooLarge,
): DecodedText {
  const file = shown(path);
  const fail = (message: string): DecodedText => ({ ok: false, error: { file, line: null, message } });
  try {
    const about = statSync(path);
    if (about.isDirectory()) return fail('Aqui há uma pasta; esperava um arquivo de texto com este nome.');
    if (about.size > limit) return refuse(file, about.size, limit);
    return decode(file, readFileSync(path), limit);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') {
      return fail('O arquivo não existe. Copie o que está na pasta “partida” do exercício e comece por ele.');
    }
    return fail(`O arquivo não pôde ser lido (${code ?? 'motivo desconhecido'}). Confira as permissões.`);
  }
}
