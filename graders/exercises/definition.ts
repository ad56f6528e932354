// The definition of an exercise (`exercicio.yaml`), read by the site and by the terminal alike.

/** How the work is handed in and graded. */
export type ExerciseKind = 'resposta' | 'sequencia' | 'evidencia';

export interface ExerciseDefinition {
  /** `2`, `vmx/01`: what is typed after `npm run grade --` and what the page's address ends with. */
  readonly id: string;
  readonly tipo: ExerciseKind;
  readonly titulo: string;
  /** One sentence for lists. */
  readonly resumo: string;
  /** Slug of the lesson it belongs to. */
  readonly licao: string;
  /** Highest grade. */
  readonly pontos: number;
  /** Grade from which it counts as passed. */
  readonly aprovacao: number;
  /** The file the learner edits, relative to the exercise's folder. */
  readonly arquivo: string;
  /** Position in lists. */
  readonly ordem: number;
  /** Hints in steps, each leading a little further; shown one at a time. */
  readonly dicas?: readonly string[];
}

export type DefinitionResult =
  | { readonly ok: true; readonly value: ExerciseDefinition }
  /** Each error in Portuguese: key, what was found, what was expected. */
  | { readonly ok: false; readonly errors: readonly string[] };

const kinds: readonly ExerciseKind[] = ['resposta', 'sequencia', 'evidencia'];
const textKeys = ['id', 'titulo', 'resumo', 'licao', 'arquivo'] as const;
const numberKeys = ['pontos', 'aprovacao', 'ordem'] as const;

/** Checks data already parsed from YAML. Throws nothing. */
export function readDefinition(data: unknown): DefinitionResult {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    return { ok: false, errors: ['O arquivo deve ter chaves e valores, como “id: "2"”.'] };
  }
  const record = data as Record<string, unknown>;
  const errors: string[] = [];
  for (const key of textKeys) {
    const value = record[key];
    if (typeof value !== 'string' || value.trim() === '') {
      errors.push(`“${key}”: encontrei ${describe(value)}; esperava um texto (entre aspas, se for número).`);
    }
  }
  for (const key of numberKeys) {
    const value = record[key];
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
      errors.push(`“${key}”: encontrei ${describe(value)}; esperava um número que não seja negativo.`);
    }
  }
  if (!kinds.some((kind) => kind === record['tipo'])) {
    errors.push(`“tipo”: encontrei ${describe(record['tipo'])}; esperava um destes: ${kinds.join(', ')}.`);
  }
  const hints = record['dicas'];
  if (
    hints !== undefined &&
    !(Array.isArray(hints) && hints.every((hint) => typeof hint === 'string' && hint.trim() !== ''))
  ) {
    errors.push(`“dicas”: encontrei ${describe(hints)}; esperava uma lista de textos.`);
  }
  const known = new Set<string>([...textKeys, ...numberKeys, 'tipo', 'dicas']);
  for (const key of Object.keys(record)) {
    if (!known.has(key))
      errors.push(`“${key}”: esta chave não existe. As que existem: ${[...known].join(', ')}.`);
  }
  if (typeof record['arquivo'] === 'string' && /(^|[/\\])\.\.([/\\]|$)|^[/\\]|:/.test(record['arquivo'])) {
    errors.push('“arquivo”: deve ficar dentro da pasta do exercício.');
  }
  if (errors.length === 0 && (record['aprovacao'] as number) > (record['pontos'] as number)) {
    errors.push('“aprovacao”: não pode passar de “pontos”.');
  }
  return errors.length === 0
    ? { ok: true, value: record as unknown as ExerciseDefinition }
    : { ok: false, errors };
}

function describe(value: unknown): string {
  if (value === undefined) return 'nada';
  if (value === null) return 'um valor vazio';
  if (typeof value === 'string') return value.trim() === '' ? 'um texto vazio' : `“${value.slice(0, 40)}”`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'uma lista' : 'um bloco de chaves';
}
