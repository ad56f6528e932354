// Reads one file that was handed in; whatever goes wrong becomes a message in Portuguese, never an exception.
import { readFileSync, statSync } from 'node:fs';
import { decodeText, MAX_TEXT_BYTES, tooLarge, type DecodedText } from '../engine/text-file.ts';
import { shown } from './exercises-on-disk.ts';

/** The text of a file handed in (of at most `limit` bytes), or the error to show; also where there is no file. */
export function readHandedIn(path: string, limit = MAX_TEXT_BYTES): DecodedText {
  const file = shown(path);
  const fail = (message: string): DecodedText => ({ ok: false, error: { file, line: null, message } });
  try {
    const about = statSync(path);
    if (about.isDirectory()) return fail('Aqui há uma pasta; esperava um arquivo de texto com este nome.');
    if (about.size > limit) return tooLarge(file, about.size, limit);
    return decodeText(file, readFileSync(path), limit);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') {
      return fail('O arquivo não existe. Copie o que está na pasta “partida” do exercício e comece por ele.');
    }
    return fail(`O arquivo não pôde ser lido (${code ?? 'motivo desconhecido'}). Confira as permissões.`);
  }
}
