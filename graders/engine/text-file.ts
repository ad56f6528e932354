// Turns the bytes of a file handed in into text, or says in Portuguese why it is not text.
import type { SubmissionError } from './result.ts';

/** Largest text file read: about 150 times the longest answer anyone should write. */
export const MAX_TEXT_BYTES = 2_000_000;

export type DecodedText =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly error: SubmissionError };

/**
 * Decodes UTF-8 (with or without byte-order mark) and UTF-16 with byte-order mark; line ends become `\n`.
 * More than `limit` bytes, or anything else, is an error; it names the line (1-based) of the first byte that is not UTF-8.
 */
export function decodeText(file: string, bytes: Uint8Array, limit = MAX_TEXT_BYTES): DecodedText {
  const fail = (line: number | null, message: string): DecodedText => ({
    ok: false,
    error: { file, line, message },
  });
  if (bytes.length > limit) return tooLarge(file, bytes.length, limit);
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : null;
  let text: string;
  try {
    text = new TextDecoder(utf16 ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    const line = lineOfFirstBadByte(bytes);
    return fail(
      utf16 ? null : line,
      'O texto não está em UTF-8: há um byte que não forma um caractere. Abra o arquivo no editor, escolha “Salvar como” com a codificação UTF-8 e corrija de novo.',
    );
  }
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    return fail(
      text.slice(0, nul).split('\n').length,
      'O arquivo contém bytes nulos: parece um programa ou uma imagem, não um texto. Entregue um arquivo de texto.',
    );
  }
  return { ok: true, text: text.replace(/\r\n?/g, '\n') };
}

/** The error for a file of so many bytes, so that one need not be read to be refused. */
export function tooLarge(file: string, bytes: number, limit = MAX_TEXT_BYTES): DecodedText {
  const message = `O arquivo tem ${megabytes(bytes)} MB; o limite é ${megabytes(limit)} MB. Entregue só o texto do exercício.`;
  return { ok: false, error: { file, line: null, message } };
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toLocaleString('pt-BR', { maximumFractionDigits: 1 });
}

/** Line (1-based) of the first byte that breaks UTF-8, found by halving what still decodes. */
function lineOfFirstBadByte(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (decodesAsPrefix(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  let line = 1;
  for (let index = 0; index < low; index++) if (bytes[index] === 0x0a) line++;
  return line;
}

/** True if the bytes are UTF-8 but for a character that may be cut at the end. */
function decodesAsPrefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
