// The fields of a form as data (`campos` of `criterios.yaml`), so that a page can ask what the file asks; and the file
// that a page's answers make, which is graded like any other.
import { stringify } from 'yaml';

export interface FormField {
  /** Key of the front matter: `nome-da-maquina`. */
  readonly chave: string;
  /** What is asked, in Portuguese. */
  readonly rotulo: string;
  /** Values to choose from; absent where anything may be typed. */
  readonly opcoes?: readonly string[];
}

export type FormFieldsResult =
  | { readonly ok: true; readonly value: readonly FormField[] }
  | { readonly ok: false; readonly errors: readonly string[] };

/** Checks the `campos` of data already parsed from YAML. An exercise without them has an empty list. Throws nothing. */
export function readFormFields(data: unknown): FormFieldsResult {
  const list = (data as { campos?: unknown } | null)?.campos ?? [];
  if (!Array.isArray(list)) return { ok: false, errors: ['“campos”: esperava uma lista.'] };
  const errors: string[] = [];
  const fields: FormField[] = [];
  for (const [at, item] of (list as unknown[]).entries()) {
    const record = (typeof item === 'object' && item !== null ? item : {}) as Record<string, unknown>;
    const { chave, rotulo, opcoes } = record;
    const choices = opcoes === undefined ? [] : Array.isArray(opcoes) ? (opcoes as unknown[]) : null;
    if (typeof chave !== 'string' || !/^[a-z][a-z0-9-]*$/.test(chave)) {
      errors.push(`campo ${at + 1}: “chave” deve ter só letras minúsculas, números e hifens.`);
    } else if (typeof rotulo !== 'string' || rotulo === '') errors.push(`“${chave}”: falta “rotulo”.`);
    else if (choices === null || !choices.every((choice) => typeof choice === 'string')) {
      errors.push(`“${chave}”: “opcoes” deve ser uma lista de textos.`);
    } else if (fields.some((field) => field.chave === chave)) errors.push(`“${chave}”: aparece duas vezes.`);
    else fields.push({ chave, rotulo, ...(choices.length > 0 ? { opcoes: choices } : {}) });
  }
  return errors.length === 0 ? { ok: true, value: fields } : { ok: false, errors };
}

/** The text of the form's file, with these answers in the header and this text below it. */
export function formText(exercise: string, answers: ReadonlyMap<string, string>, body = ''): string {
  const header = stringify({ exercicio: exercise, ...Object.fromEntries(answers) }, { lineWidth: 0 });
  return `---\n${header}---\n\n${body}`;
}
