// All of a learner's work in one file: what the page exports and imports, and what `npm run grade -- FILE` reads.
// What it says of tries and passes is the learner's own note; whoever grades, grades the texts again.
import type { SubmissionError } from './result.ts';
import { decodeText, type DecodedText } from './text-file.ts';

export const WORK_FORMAT = 'vanderpool/trabalho/v1';
/** Bytes above which a work file is not read: all that a browser keeps for one site, and some. */
export const MAX_WORK_BYTES = 8_000_000;
/** Characters of one text: the same limit as for what the page keeps. */
export const MAX_ITEM_LENGTH = 200_000;
const MAX_ITEMS = 1000;
const MAX_NAME = 120;

export type WorkKind = 'programa' | 'resposta';
const kinds: readonly string[] = ['programa', 'resposta'] satisfies readonly WorkKind[];

export interface WorkItem {
  readonly kind: WorkKind;
  /** Exercise (`2`, `vmx/01`) or the place of a lesson's widget. */
  readonly id: string;
  readonly text: string;
  /** How often it was graded, as the learner's browser counted. */
  readonly tries: number;
  readonly passed: boolean;
}

/** A lesson opened, or read to its end. */
export type LessonState = 'aberta' | 'lida';

export interface WorkFile {
  /** As the learner wrote it; null where none was given. */
  readonly learner: string | null;
  /** When it was exported, as written in the file; null where it is not a date. */
  readonly exported: string | null;
  readonly items: readonly WorkItem[];
  /** State by slug of the lesson. */
  readonly lessons: Readonly<Record<string, LessonState>>;
}

export type WorkFileResult =
  | {
      readonly ok: true;
      readonly value: WorkFile;
      /** What was left out and why, one sentence each. */
      readonly problems: readonly string[];
    }
  | { readonly ok: false; readonly error: SubmissionError };

/** The text of a work file, with one item a block, so that a person can read it too. */
export function writeWorkFile(work: WorkFile): string {
  const data = {
    formato: WORK_FORMAT,
    ...(work.learner === null ? {} : { aluno: work.learner }),
    ...(work.exported === null ? {} : { quando: work.exported }),
    itens: work.items.map(({ kind, id, text, tries, passed }) => ({
      tipo: kind,
      id,
      texto: text,
      tentativas: tries,
      passou: passed,
    })),
    licoes: work.lessons,
  };
  return `${JSON.stringify(data, null, 2)}\n`;
}

const NOT_EXPORTED =
  'Não é um arquivo exportado pela página “Meu trabalho”. Escolha o “trabalho-….json” que ela salvou na pasta de downloads.';

/** The bytes of a work file as text; its messages speak of the file that was to be chosen, not of how to repair another. */
export function decodeWorkFile(file: string, bytes: Uint8Array, limit = MAX_WORK_BYTES): DecodedText {
  const text = decodeText(file, bytes, limit);
  return text.ok ? text : notExported(file);
}

/** The error for a file that cannot be exported work: too large, or no text. */
export const notExported = (file: string): DecodedText => ({
  ok: false,
  error: { file, line: null, message: NOT_EXPORTED },
});

/** Reads the text of a work file. One bad item costs only itself; a file that is no work file is an error. */
export function readWorkFile(file: string, text: string): WorkFileResult {
  const fail = (line: number | null, message: string): WorkFileResult => ({
    ok: false,
    error: { file, line, message },
  });
  if (text.trim() === '')
    return fail(null, 'O arquivo está vazio. Exporte o trabalho de novo na página “Meu trabalho”.');
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    if (!/^\s*[{[]/.test(text)) return fail(null, NOT_EXPORTED);
    const line = lineOfError(text, error);
    return fail(
      line,
      'O arquivo não é um JSON inteiro: foi cortado ou editado. Exporte o trabalho de novo na página “Meu trabalho” e envie o arquivo sem abrir.',
    );
  }
  if (!isRecord(data))
    return fail(null, 'O arquivo não é um trabalho do curso: esperava um bloco com “formato” e “itens”.');
  const format = data['formato'];
  if (format !== WORK_FORMAT) {
    const found =
      typeof format === 'string' ? `encontrei “${format.slice(0, 40)}”` : 'não encontrei formato nenhum';
    return fail(
      null,
      `O arquivo não é um trabalho do curso, ou é de outra versão: ${found}; esperava “${WORK_FORMAT}”.`,
    );
  }
  if (!Array.isArray(data['itens']))
    return fail(null, '“itens” falta ou não é uma lista: o arquivo foi editado. Exporte de novo.');
  const problems: string[] = [];
  const items = readItems(data['itens'], problems);
  const learner = data['aluno'];
  const exported = data['quando'];
  return {
    ok: true,
    value: {
      learner:
        typeof learner === 'string' && learner.trim() !== '' ? learner.trim().slice(0, MAX_NAME) : null,
      exported:
        typeof exported === 'string' && !Number.isNaN(Date.parse(exported)) ? exported.slice(0, 40) : null,
      items,
      lessons: readLessons(data['licoes']),
    },
    problems,
  };
}

function readItems(list: readonly unknown[], problems: string[]): WorkItem[] {
  const items = new Map<string, WorkItem>();
  list.slice(0, MAX_ITEMS).forEach((entry, index) => {
    const place = `O item ${index + 1} ficou de fora`;
    if (!isRecord(entry)) return problems.push(`${place}: não é um bloco com “tipo”, “id” e “texto”.`);
    const { tipo, id, texto, tentativas, passou } = entry;
    if (typeof tipo !== 'string' || !kinds.includes(tipo))
      return problems.push(`${place}: “tipo” devia ser “resposta” ou “programa”.`);
    if (typeof id !== 'string' || !isPlace(id))
      return problems.push(`${place}: “id” devia ser um exercício, como “2” ou “vmx/01”.`);
    if (typeof texto !== 'string') return problems.push(`${place} (${id}): “texto” falta ou não é um texto.`);
    if (texto.length > MAX_ITEM_LENGTH)
      return problems.push(
        `${place} (${id}): o texto tem ${texto.length.toLocaleString('pt-BR')} caracteres; o limite é ${MAX_ITEM_LENGTH.toLocaleString('pt-BR')}.`,
      );
    const key = `${tipo}/${id}`;
    if (items.has(key)) return problems.push(`${place}: “${id}” aparece duas vezes; fiquei com a primeira.`);
    items.set(key, {
      kind: tipo as WorkKind,
      id,
      text: texto,
      tries:
        typeof tentativas === 'number' && Number.isSafeInteger(tentativas) && tentativas >= 0
          ? tentativas
          : 0,
      passed: passou === true,
    });
    return undefined;
  });
  if (list.length > MAX_ITEMS)
    problems.push(
      `O arquivo tem ${list.length.toLocaleString('pt-BR')} itens; li os primeiros ${MAX_ITEMS.toLocaleString('pt-BR')}.`,
    );
  return [...items.values()];
}

function readLessons(data: unknown): Record<string, LessonState> {
  if (!isRecord(data)) return {};
  const known = Object.entries(data)
    .slice(0, MAX_ITEMS)
    .filter(
      (entry): entry is [string, LessonState] =>
        /^[a-z0-9-]{1,80}$/.test(entry[0]) && (entry[1] === 'aberta' || entry[1] === 'lida'),
    );
  return Object.fromEntries(known);
}

const isRecord = (data: unknown): data is Record<string, unknown> =>
  typeof data === 'object' && data !== null && !Array.isArray(data);

/** The name of an exercise or of a place in a lesson: never a path that leads out. */
export const isPlace = (id: string): boolean =>
  id.length <= 200 && /^[\p{L}\d][\p{L}\d/_-]*$/u.test(id) && !id.includes('//');

/** Whether the id is of a program tried on a page of the course (a lesson, an instruction), which is nobody's to grade. */
export const isPageProgram = (id: string): boolean => /^(licoes|instrucoes|guias)\//.test(id);

/** Line (1-based) at which the JSON breaks, where the engine tells it. */
function lineOfError(text: string, error: unknown): number | null {
  const message = error instanceof Error ? error.message : '';
  const line = /line (\d+)/.exec(message)?.[1];
  if (line !== undefined) return Number(line);
  const position = /position (\d+)/.exec(message)?.[1];
  return position === undefined ? null : text.slice(0, Number(position)).split('\n').length;
}
