// The settings of an evidence exercise (`criterios.yaml`): titles, points and where to get what is missing, as data.

export interface CriterionSettings {
  readonly id: string;
  readonly titulo: string;
  readonly pontos: number;
  /** How to get what is missing, in Portuguese; shown when the criterion is not met. */
  readonly como: string;
}

export interface EvidenceSettings {
  readonly criterios: readonly CriterionSettings[];
}

export type EvidenceSettingsResult =
  | { readonly ok: true; readonly value: EvidenceSettings }
  | { readonly ok: false; readonly errors: readonly string[] };

/** Checks data already parsed from YAML against the criteria a grader knows. Throws nothing. */
export function readEvidenceSettings(
  data: unknown,
  known: readonly string[],
  points: number,
): EvidenceSettingsResult {
  const list = (data as { criterios?: unknown } | null)?.criterios;
  if (!Array.isArray(list)) return { ok: false, errors: ['“criterios”: esperava uma lista.'] };
  const errors: string[] = [];
  const criterios: CriterionSettings[] = [];
  for (const [at, item] of (list as unknown[]).entries()) {
    const record = (typeof item === 'object' && item !== null ? item : {}) as Record<string, unknown>;
    const { id, titulo, pontos, como } = record;
    const place = typeof id === 'string' ? `“${id}”` : `item ${at + 1}`;
    if (typeof id !== 'string' || !known.includes(id)) {
      errors.push(`${place}: o corretor conhece estes critérios: ${known.join(', ')}.`);
    }
    if (typeof titulo !== 'string' || titulo === '') errors.push(`${place}: falta “titulo”.`);
    if (typeof como !== 'string' || como === '')
      errors.push(`${place}: falta “como” (onde achar o que falta).`);
    if (typeof pontos !== 'number' || !(pontos > 0))
      errors.push(`${place}: “pontos” deve ser um número maior que zero.`);
    if (criterios.some((other) => other.id === id)) errors.push(`${place}: aparece duas vezes.`);
    if (
      typeof id === 'string' &&
      typeof titulo === 'string' &&
      typeof como === 'string' &&
      typeof pontos === 'number'
    ) {
      criterios.push({ id, titulo, pontos, como });
    }
  }
  for (const id of known)
    if (!criterios.some((criterion) => criterion.id === id)) errors.push(`“${id}”: falta este critério.`);
  const sum = criterios.reduce((total, criterion) => total + criterion.pontos, 0);
  if (errors.length === 0 && sum !== points) {
    errors.push(`Os pontos dos critérios somam ${sum}; o exercício vale ${points}.`);
  }
  return errors.length === 0 ? { ok: true, value: { criterios } } : { ok: false, errors };
}
