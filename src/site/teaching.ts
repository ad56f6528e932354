// What the teacher's pages show of an exercise: criteria, misconceptions and expected work, from the exercise's folder.
import { parse } from 'yaml';
import type { Exercise } from './course.ts';

interface Level {
  readonly pontos: number;
  readonly quando: readonly string[];
}

/** A criterion, of a rubric (`maximo`, levels) or of a lab or evidence exercise (`pontos`). */
export interface ShownCriterion {
  readonly id: string;
  readonly titulo: string;
  readonly maximo?: number;
  readonly pontos?: number;
  readonly niveis?: readonly Level[];
  readonly soma?: readonly Level[];
  readonly pergunta?: string;
  readonly dica?: string;
  readonly como?: string;
}

export interface ShownMisconception {
  readonly descricao: string;
  readonly custo?: number;
  readonly teto?: number;
  readonly mensagem: string;
  readonly exemplos?: { readonly deve?: readonly string[] };
}

export interface ShownRubric {
  readonly file: string;
  readonly titulo?: string;
  readonly pergunta?: string;
  readonly resposta_modelo?: string;
  readonly observacoes?: readonly string[];
  readonly conceitos?: Readonly<Record<string, { readonly descricao?: string }>>;
  readonly criterios: readonly ShownCriterion[];
  readonly concepcoes_erradas?: Readonly<Record<string, ShownMisconception>>;
}

export interface ExpectedWork {
  readonly file: string;
  readonly text: string;
}

const settings = import.meta.glob<string>('../../exercises/**/{criterios,rubrica,rubrica-texto}.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const solutions = import.meta.glob<string>('../../exercises/**/solucao/*.{md,vmx,asm}', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const wrong = import.meta.glob('../../exercises/**/erradas/*', { query: '?raw', import: 'default' });

const inside = (folder: string) => `../../exercises/${folder}/`;
const shortName = (path: string) => path.replace('../../', '');

/** The rubrics and criteria of an exercise, as its folder has them: the same files the grader reads. */
export function rubricsOf({ folder }: Exercise): ShownRubric[] {
  return Object.entries(settings)
    .filter(([path]) => path.startsWith(inside(folder)) && !path.slice(inside(folder).length).includes('/'))
    .map(([path, text]) => ({ ...(parse(text) as Omit<ShownRubric, 'file'>), file: shortName(path) }));
}

/** The reference solutions of an exercise. */
export function solutionsOf({ folder }: Exercise): ExpectedWork[] {
  return Object.entries(solutions)
    .filter(([path]) => path.startsWith(`${inside(folder)}solucao/`))
    .map(([path, text]) => ({ file: shortName(path), text: text.trim() }));
}

/** How many wrong works are kept to prove that the grader refuses them. */
export function knownWrong({ folder }: Exercise): number {
  return Object.keys(wrong).filter((path) => path.startsWith(`${inside(folder)}erradas/`)).length;
}

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

/** A condition with the concepts' descriptions in place of their names: what a teacher reads. */
export function conditionText(condition: string, { conceitos = {} }: ShownRubric): string {
  return condition.replace(/[a-z]\w*_?\w*/g, (name) => {
    const description = conceitos[name]?.descricao;
    if (description) return `“${description.replace(/\.$/, '')}”`;
    return MEASURED[name] ? `“${MEASURED[name]}”` : name.replaceAll('_', ' ');
  });
}

/** `0,5`: points as Portuguese writes them. */
export const pointsText = (points: number): string => points.toLocaleString('pt-BR');
