// A written answer as a Markdown file: optional front matter, then the learner's text.
import { parseDocument } from 'yaml';
import type { SubmissionError } from './result.ts';

export interface AnswerFile {
  /** Keys and values of the front matter; empty where there is none. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** What the learner wrote, without front matter and without HTML comments (which hold the instructions). */
  readonly body: string;
  /** Line (1-based) of the file on which `body` starts. */
  readonly bodyLine: number;
}

export type AnswerFileResult =
  { readonly ok: true; readonly value: AnswerFile } | { readonly ok: false; readonly error: SubmissionError };

const fence = /^---[ \t]*$/;

/** Reads the text of an answer file. An error names the file and the line (1-based). */
export function readAnswerFile(file: string, text: string): AnswerFileResult {
  const fail = (line: number, message: string): AnswerFileResult => ({
    ok: false,
    error: { file, line, message },
  });
  const lines = text.split('\n');
  if (!fence.test(lines[0] ?? '')) {
    return { ok: true, value: { fields: {}, body: withoutComments(text), bodyLine: 1 } };
  }
  const end = lines.findIndex((line, index) => index > 0 && fence.test(line));
  if (end < 0) {
    return fail(
      1,
      'O cabeçalho começa com “---” e não termina. Acrescente uma linha “---” entre o cabeçalho e a resposta.',
    );
  }
  const document = parseDocument(lines.slice(1, end).join('\n'), { prettyErrors: false });
  const first = document.errors[0];
  if (first) {
    const line = lines.slice(1, end).join('\n').slice(0, first.pos[0]).split('\n').length + 1;
    return fail(
      line,
      `O cabeçalho não pôde ser lido nesta linha: “${(lines[line - 1] ?? '').slice(0, 60)}”. Esperava “chave: valor”; se o valor tem dois-pontos ou aspas, ponha-o entre aspas simples.`,
    );
  }
  // Aliases are refused (limit 0) so that a few lines cannot grow into gigabytes.
  let fields: unknown;
  try {
    fields = document.toJS({ maxAliasCount: 0 }) ?? {};
  } catch {
    return fail(2, 'O cabeçalho usa referências (“*nome”). Escreva cada valor por extenso.');
  }
  if (typeof fields !== 'object' || Array.isArray(fields)) {
    return fail(2, 'O cabeçalho deve ter linhas “chave: valor”, uma por linha.');
  }
  return {
    ok: true,
    value: {
      fields: fields as Record<string, unknown>,
      body: withoutComments(lines.slice(end + 1).join('\n')),
      bodyLine: end + 2,
    },
  };
}

/** Blanks out HTML comments, keeping line breaks, so that line numbers stay true. */
function withoutComments(text: string): string {
  let result = '';
  let from = 0;
  for (;;) {
    const start = text.indexOf('<!--', from);
    if (start < 0) return result + text.slice(from);
    const close = text.indexOf('-->', start + 4);
    const end = close < 0 ? text.length : close + 3;
    result += text.slice(from, start) + text.slice(start, end).replace(/[^\n]/g, '');
    from = end;
  }
}
