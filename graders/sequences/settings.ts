// What a lab asks, as data (`criterios.yaml`): the guests to run it with and the criteria with their points.
import { settingsProblem } from './rule-settings.ts';
import { ruleNames, type RuleName, type RuleSettings } from './rules.ts';

export interface SequenceCriterion {
  readonly id: string;
  readonly title: string;
  readonly points: number;
  readonly rule: RuleName;
  /** The rule's own settings: `instrucao: VMXON`, `maquinas: [A, B]`. */
  readonly with: RuleSettings;
  /** A question that leads on; shown when the criterion is not met. */
  readonly hint: string;
}

/** One more run of the same root program, with other guests than the learner's. */
export interface GuestVariation {
  /** Shown to the learner: "com um convidado que executa CPUID". */
  readonly name: string;
  /** Guest letter to its program, in the short notation (or the name of one of the catalogue). */
  readonly guests: Readonly<Record<string, string>>;
}

export interface SequenceSettings {
  readonly variations: readonly GuestVariation[];
  readonly criteria: readonly SequenceCriterion[];
}

export type SettingsResult =
  | { readonly ok: true; readonly value: SequenceSettings }
  | { readonly ok: false; readonly errors: readonly string[] };

type Record_ = Readonly<Record<string, unknown>>;
const isValue = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number';
const isSetting = (value: unknown): boolean =>
  isValue(value) || (Array.isArray(value) && value.length > 0 && value.every(isValue));
const isRecord = (value: unknown): value is Record_ =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Checks data already parsed from YAML against the exercise's points. Throws nothing. */
export function readSequenceSettings(data: unknown, points: number): SettingsResult {
  const errors: string[] = [];
  if (!isRecord(data)) return { ok: false, errors: ['Esperava as chaves “convidados” e “criterios”.'] };
  const variations = readVariations(data['convidados'], errors);
  const criteria = readCriteria(data['criterios'], errors);
  const total = criteria.reduce((sum, criterion) => sum + criterion.points, 0);
  if (errors.length === 0 && total !== points) {
    errors.push(`Os pontos dos critérios somam ${total}; o exercício vale ${points}.`);
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, value: { variations, criteria } };
}

function readVariations(data: unknown, errors: string[]): GuestVariation[] {
  if (data === undefined) return [];
  if (!Array.isArray(data)) {
    errors.push('“convidados” deve ser uma lista.');
    return [];
  }
  return data.flatMap((item: unknown, index) => {
    const guests = isRecord(item) ? item['maquinas'] : undefined;
    const name = isRecord(item) ? item['nome'] : undefined;
    if (typeof name !== 'string' || !isRecord(guests)) {
      errors.push(`convidados[${index}]: esperava “nome” e “maquinas”.`);
      return [];
    }
    const programs = Object.entries(guests);
    if (programs.some(([letter, text]) => !/^[A-Z]$/.test(letter) || typeof text !== 'string')) {
      errors.push(`convidados[${index}].maquinas: esperava uma letra e um programa em texto.`);
      return [];
    }
    return [{ name, guests: Object.fromEntries(programs) as Record<string, string> }];
  });
}

function readCriteria(data: unknown, errors: string[]): SequenceCriterion[] {
  if (!Array.isArray(data) || data.length === 0) {
    errors.push('“criterios” deve ser uma lista com ao menos um critério.');
    return [];
  }
  const seen = new Set<string>();
  return data.flatMap((item: unknown, index) => {
    const where = `criterios[${index}]`;
    if (!isRecord(item)) {
      errors.push(`${where}: esperava chaves e valores.`);
      return [];
    }
    const { id, titulo, pontos, regra, dica, ...rest } = item;
    const rule = ruleNames.find((name) => name === regra);
    if (typeof id !== 'string' || typeof titulo !== 'string' || typeof dica !== 'string') {
      errors.push(`${where}: “id”, “titulo” e “dica” devem ser textos.`);
    } else if (seen.has(id)) {
      errors.push(`${where}: o id “${id}” se repete.`);
    } else if (typeof pontos !== 'number' || !(pontos > 0)) {
      errors.push(`${where} (${id}): “pontos” deve ser um número maior que zero.`);
    } else if (!rule) {
      errors.push(`${where} (${id}): a regra “${String(regra)}” não existe; há ${ruleNames.join(', ')}.`);
    } else if (!Object.values(rest).every(isSetting)) {
      errors.push(`${where} (${id}): os ajustes da regra devem ser textos, números ou listas deles.`);
    } else if (settingsProblem(rule, rest as RuleSettings) !== null) {
      errors.push(`${where} (${id}): ${settingsProblem(rule, rest as RuleSettings) ?? ''}`);
    } else {
      seen.add(id);
      return [
        {
          id,
          title: titulo,
          points: pontos,
          rule,
          with: rest as RuleSettings,
          hint: dica,
        },
      ];
    }
    return [];
  });
}
