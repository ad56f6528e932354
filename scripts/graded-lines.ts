// Answers that a teacher has graded, one JSON line each: {"id", "text", "nota"} (or "gold"), with "exercise", "config" and
// "medido" where there are any. What cannot be used is told, a few at a time.
import { readFileSync } from 'node:fs';
import type { AnswerOptions } from '../graders/answers/index.ts';
import { decodeText } from '../graders/engine/text-file.ts';

export interface GradedLine {
  readonly id: string;
  readonly text: string;
  /** The teacher's grade: whole, from 0 to the rubric's maximum. */
  readonly gold: number;
  readonly register: string;
  readonly options: AnswerOptions;
}

export interface GradedLines {
  readonly lines: readonly GradedLine[];
  /** What was skipped and why, in Portuguese: the first few, and how many more. */
  readonly problems: readonly string[];
}

/** Problems told one by one; the rest are counted. */
const TOLD = 5;
/** Bytes of the largest file read: tens of thousands of answers. */
const MAX_BYTES = 50_000_000;

/** Reads a file of graded answers. Throws an Error in Portuguese where there is none, or it is no text. */
export function readGradedLines(
  file: string,
  exercise: string,
  max: number,
  sources: NonNullable<AnswerOptions['sources']>,
): GradedLines {
  const lines: GradedLine[] = [];
  const problems: string[] = [];
  let others = 0;
  const skip = (line: number, why: string): void => {
    if (problems.length < TOLD) problems.push(`${file}:${line}: ${why}; pulei.`);
    else others += 1;
  };
  textOf(file)
    .split('\n')
    .forEach((source, index) => {
      if (source.trim() === '') return;
      let data: unknown;
      try {
        data = JSON.parse(source);
      } catch {
        skip(index + 1, 'a linha não é JSON válido');
        return;
      }
      if (!isObject(data)) {
        skip(index + 1, 'a linha não é um bloco como {"id": "ana", "text": "…", "nota": 3}');
        return;
      }
      const named = data['exercise'];
      if ((typeof named === 'string' || typeof named === 'number') && String(named) !== exercise) return;
      const gold = data['nota'] ?? data['gold'];
      if (typeof data['text'] !== 'string') {
        skip(index + 1, 'falta "text", a resposta');
        return;
      }
      if (typeof gold !== 'number' || !Number.isInteger(gold) || gold < 0 || gold > max) {
        skip(index + 1, `falta "nota" (ou "gold"), a nota do professor, de 0 a ${max}`);
        return;
      }
      const { id, register, config, medido } = data;
      lines.push({
        id: typeof id === 'string' ? id : String(index + 1),
        text: data['text'],
        gold,
        register: typeof register === 'string' ? register : '',
        options: {
          sources,
          ...(config ? { config } : {}),
          ...(medido ? { measured: medido } : {}),
        } as AnswerOptions,
      });
    });
  if (others > 0)
    problems.push(
      others === 1
        ? 'E mais 1 linha que não pude usar.'
        : `E mais ${others.toLocaleString('pt-BR')} linhas que não pude usar.`,
    );
  return { lines, problems };
}

function textOf(file: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why = code === 'ENOENT' ? 'o arquivo não existe' : 'não pude ler o arquivo';
    throw new Error(`${file}: ${why}. Confira o caminho e a permissão.`, { cause: error });
  }
  const decoded = decodeText(file, bytes, MAX_BYTES);
  if (decoded.ok) return decoded.text.replace(/^\ufeff/, '');
  throw new Error(
    `${file}: não é um arquivo de respostas. Esperava texto em UTF-8, com uma linha como {"id": "ana", "text": "…", "nota": 3} para cada resposta.`,
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
