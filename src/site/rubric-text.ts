// The words of a rubric as a teacher reads them: conditions by what their ideas are called, misconceptions by what is wrong.
import type { ShownMisconception, ShownRubric } from './teaching.ts';

/** What the grader finds by itself, from the numbers of the measurement, without a concept in the rubric. */
const MEASURED: Readonly<Record<string, string>> = {
  valor_memoria: 'o valor da memória bate com o medido',
  valor_cpu: 'o valor da CPU bate com o medido',
  valor_es: 'o valor de E/S bate com o medido',
  posicao_certa: 'o lugar entre os processos está certo',
  posicao_errada: 'o lugar entre os processos está errado',
  usa_bastante: 'diz que ele usa bastante, ou pouco',
  coerencia_certa: 'a conclusão sobre a coerência está certa',
  compara_config: 'compara com o que foi configurado',
  um_erro: 'um valor que não confere',
};

/** The names of ideas in a condition; the words between them are `e`, `de` and `sem`. */
const NAME = /\b(?!e\b|de\b|sem\b)[a-z]\w*/g;

/** What an idea is called; null for a name that nothing describes. */
function ideaText(name: string, { conceitos = {} }: Pick<ShownRubric, 'conceitos'>): string | null {
  return conceitos[name]?.descricao?.replace(/\.$/, '') ?? MEASURED[name] ?? null;
}

/** A condition with the concepts' descriptions in place of their names. */
export function conditionText(condition: string, rubric: Pick<ShownRubric, 'conceitos'>): string {
  return condition.replace(NAME, (name) => {
    const idea = ideaText(name, rubric);
    return idea === null ? name.replaceAll('_', ' ') : `“${inner(idea)}”`;
  });
}

/** The ideas that some conditions ask for, each once, in their order. What a condition excludes is not asked for. */
export function ideasOf(conditions: readonly string[], rubric: Pick<ShownRubric, 'conceitos'>): string[] {
  const names = conditions.flatMap((condition) => (condition.split(/\s+sem\s+/)[0] ?? '').match(NAME) ?? []);
  return [...new Set(names)].map((name) => ideaText(name, rubric) ?? name.replaceAll('_', ' '));
}

/** Straight quotation marks made curly; an odd one, which closes nothing, stays. */
export const curlyQuotes = (text: string): string => text.replace(/"([^"]*)"/g, '“$1”');

/** Quotation marks inside others. */
const inner = (text: string): string => text.replaceAll('“', '‘').replaceAll('”', '’');

/** Whether it takes nothing from the grade: it is only told to the learner. */
export function isReminder({ custo = 0, teto, limites = {} }: ShownMisconception): boolean {
  return custo === 0 && teto === undefined && Object.keys(limites).length === 0;
}

/** The heading of a misconception: what is wrong, without the rubric's note on what it costs. */
export function misconceptionTitle(descricao: string): string {
  const title = descricao.replace(/^um lembrete, sem desconto[;:,.]\s*/i, '');
  return title.charAt(0).toLocaleUpperCase('pt-BR') + title.slice(1);
}
