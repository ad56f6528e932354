// What the teacher's pages show of an exercise: criteria, misconceptions and expected work, from the exercise's folder.
import { parse } from 'yaml';
import type { Exercise } from './course.ts';
import { curlyQuotes } from './rubric-text.ts';

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
  readonly limites?: Readonly<Record<string, number>>;
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

/** The notes and descriptions with the quotation marks of a page: a YAML file has straight ones. */
function withQuotes<R extends Omit<ShownRubric, 'file'>>(rubric: R): R {
  const described = <D extends { readonly descricao?: string }>(all: Readonly<Record<string, D>>) =>
    Object.fromEntries(
      Object.entries(all).map(([id, data]) => [
        id,
        data.descricao === undefined ? data : { ...data, descricao: curlyQuotes(data.descricao) },
      ]),
    );
  return {
    ...rubric,
    ...(rubric.observacoes && { observacoes: rubric.observacoes.map(curlyQuotes) }),
    ...(rubric.conceitos && { conceitos: described(rubric.conceitos) }),
    ...(rubric.concepcoes_erradas && { concepcoes_erradas: described(rubric.concepcoes_erradas) }),
  };
}

const inside = (folder: string) => `../../exercises/${folder}/`;
const shortName = (path: string) => path.replace('../../', '');

/** The rubrics and criteria of an exercise, as its folder has them: the same files the grader reads. */
export function rubricsOf({ folder }: Exercise): ShownRubric[] {
  return Object.entries(settings)
    .filter(([path]) => path.startsWith(inside(folder)) && !path.slice(inside(folder).length).includes('/'))
    .map(([path, text]) => ({
      ...withQuotes(parse(text) as Omit<ShownRubric, 'file'>),
      file: shortName(path),
    }));
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

/** `0,5`: points as Portuguese writes them. */
export const pointsText = (points: number): string => points.toLocaleString('pt-BR');
