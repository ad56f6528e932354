// What a rubric is: the data a teacher reads and changes (one YAML file an exercise), and the check that turns unknown
// data into a Rubric or into a list of errors in Portuguese. Pure: reading the file is the caller's business.

import { LEXICON } from './lexicon.ts';
import { parsePattern, type Pattern } from './pattern.ts';
import { parseCondition, type Condition } from './condition.ts';

export interface Examples {
  readonly must: readonly string[];
  readonly mustNot: readonly string[];
}

export interface Concept {
  readonly id: string;
  readonly description: string;
  readonly forms: readonly Pattern[];
  /** A match in the same sentence as one of these does not count. */
  readonly except: readonly Pattern[];
  readonly examples: Examples;
  /** Name of the topic that must govern the words ("pilha"), or null. */
  readonly topic: string | null;
}

export interface Level {
  readonly points: number;
  readonly when: readonly Condition[];
}

export interface Criterion {
  readonly id: string;
  readonly title: string;
  readonly max: number;
  /** From the highest level down; the first that holds counts. */
  readonly levels: readonly Level[];
  /** Points that add up (in place of levels, or on top of them), limited to `max`. */
  readonly sum: readonly Level[];
  /** The student's own opinion: copied words do not count for it. */
  readonly own: boolean;
  readonly praise: string;
  readonly partly: string;
  readonly missing: string;
  /** Questions that lead on; never the model answer. */
  readonly question: string;
  readonly partQuestion: string;
}

export interface Misconception extends Concept {
  readonly cost: number;
  /** Highest grade the answer can still have, or null. */
  readonly ceiling: number | null;
  /** Criterion to the most points it may still give. */
  readonly limits: Readonly<Record<string, number>>;
  readonly message: string;
  /** Name of a place in `lessons.ts`. */
  readonly lesson: string | null;
  /** Points the answer gets at least when it denies this and says nothing else. */
  readonly deniedFloor: number;
  /** Conditions beside the forms under which it holds. */
  readonly when: readonly Condition[];
}

/** A misconception that costs nothing: told to the student, without any effect on the grade. */
export function isRemark(data: Misconception | undefined): boolean {
  return (
    data !== undefined && data.cost === 0 && data.ceiling === null && Object.keys(data.limits).length === 0
  );
}

export interface Rubric {
  readonly exercise: string;
  readonly title: string;
  readonly question: string;
  readonly max: number;
  readonly pass: number;
  readonly modelAnswer: string;
  readonly terms: Readonly<Record<string, string>>;
  readonly concepts: readonly Concept[];
  readonly criteria: readonly Criterion[];
  readonly misconceptions: readonly Misconception[];
  /** Words that show an answer is about this exercise's subject (name of a term list). */
  readonly subject: readonly string[];
  /** The answer is compared with the configuration and the measurement (exercise 7b). */
  readonly measured: boolean;
  readonly vocabulary: readonly string[];
  /** Things the answer speaks of in turn, by name, with the words that name them; a property belongs to the one it is said of. */
  readonly topics: Readonly<Record<string, readonly string[]>>;
}

export type Loaded =
  { readonly ok: true; readonly rubric: Rubric } | { readonly ok: false; readonly errors: readonly string[] };

type Data = Readonly<Record<string, unknown>>;

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const KEYS = {
  rubric:
    'exercicio titulo pergunta maximo aprova resposta_modelo termos conceitos criterios concepcoes_erradas assunto medidas vocabulario observacoes topicos'.split(
      ' ',
    ),
  concept: 'descricao formas exceto exemplos topico'.split(' '),
  criterion: 'id titulo maximo proprio niveis soma elogio parcial falta pergunta pergunta_parcial'.split(' '),
  level: 'pontos quando'.split(' '),
  misconception:
    'descricao formas exceto exemplos topico custo teto limites mensagem licao negada_vale quando'.split(' '),
  examples: ['deve', 'não_deve', 'nao_deve'],
};

/** Turns parsed YAML into a Rubric, or lists everything that is wrong with it. Never throws. */
export function loadRubric(data: unknown, lessons: ReadonlySet<string> = new Set()): Loaded {
  const errors: string[] = [];
  const fail = (where: string, what: string) => {
    if (errors.length < 100) errors.push(`${where}: ${what}`);
  };
  if (!isData(data))
    return { ok: false, errors: ['rubrica: esperava um mapa com exercicio, criterios e conceitos.'] };

  const checkKeys = (where: string, value: Data, allowed: readonly string[]) => {
    for (const key of Object.keys(value)) {
      if (!allowed.includes(key)) fail(where, `chave desconhecida "${key}" (use: ${allowed.join(', ')}).`);
    }
  };
  const text = (where: string, value: unknown, required = true): string => {
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    if (value === undefined && !required) return '';
    fail(where, 'esperava um texto.');
    return '';
  };
  const number = (where: string, value: unknown, fallback: number | null): number => {
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= 100) return value;
    if (value === undefined && fallback !== null) return fallback;
    fail(where, 'esperava um número de 0 a 100.');
    return fallback ?? 0;
  };
  const texts = (where: string, value: unknown): string[] => {
    if (value === undefined) return [];
    // A block of text is one entry a line, which spares the quotation marks YAML would want.
    if (typeof value === 'string') {
      return value
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.startsWith('#'));
    }
    if (!Array.isArray(value)) {
      fail(where, 'esperava uma lista.');
      return [];
    }
    return value.map((entry: unknown, i) => text(`${where}[${i + 1}]`, entry));
  };

  checkKeys('rubrica', data, KEYS.rubric);
  const terms: Record<string, string> = { ...LEXICON };
  if (data['termos'] !== undefined) {
    if (!isData(data['termos'])) fail('termos', 'esperava um mapa de nome para palavras.');
    else {
      for (const [name, words] of Object.entries(data['termos'])) {
        if (!/^[a-z][a-z0-9_]*$/.test(name))
          fail(`termos.${name}`, 'o nome do termo usa só letras minúsculas sem acento, números e _.');
        const joined = Array.isArray(words)
          ? texts(`termos.${name}`, words).join(', ')
          : text(`termos.${name}`, words);
        // "+" in front adds to the general list of that name.
        const previous = Object.hasOwn(LEXICON, name) ? LEXICON[name] : undefined;
        terms[name] =
          joined.startsWith('+') && previous !== undefined
            ? `${previous}, ${joined.slice(1)}`
            : joined.replace(/^\+/, '');
      }
    }
  }
  const patterns = (where: string, value: unknown): Pattern[] => {
    const result: Pattern[] = [];
    texts(where, value).forEach((source, i) => {
      const parsed = parsePattern(source, terms);
      if (parsed.ok) result.push(parsed.pattern);
      else fail(`${where}[${i + 1}] "${source}"`, parsed.error);
    });
    return result;
  };
  const examples = (where: string, value: unknown): Examples => {
    if (value === undefined) return { must: [], mustNot: [] };
    if (!isData(value)) {
      fail(where, 'esperava deve: [...] e não_deve: [...].');
      return { must: [], mustNot: [] };
    }
    checkKeys(where, value, KEYS.examples);
    return {
      must: texts(`${where}.deve`, value['deve']),
      mustNot: texts(`${where}.não_deve`, value['não_deve'] ?? value['nao_deve']),
    };
  };

  const topics: Record<string, readonly string[]> = {};
  if (data['topicos'] !== undefined) {
    if (!isData(data['topicos'])) fail('topicos', 'esperava um mapa de nome para palavras.');
    else {
      for (const [name, words] of Object.entries(data['topicos'])) {
        topics[name] = text(`topicos.${name}`, words)
          .split(',')
          .map((word) => word.trim());
      }
    }
  }
  const topicOf = (where: string, value: unknown): string | null => {
    if (value === undefined) return null;
    if (typeof value === 'string' && Object.hasOwn(topics, value)) return value;
    fail(where, 'esperava o nome de um dos tópicos.');
    return null;
  };

  const names = new Set<string>();
  const concepts: Concept[] = [];
  const measured = data['medidas'] === true;
  if (measured) for (const name of MEASURED_CONCEPTS) names.add(name);
  if (isData(data['conceitos'])) {
    for (const [id, value] of Object.entries(data['conceitos'])) {
      const where = `conceitos.${id}`;
      if (!isData(value)) {
        fail(where, 'esperava descricao, formas e exemplos.');
        continue;
      }
      checkKeys(where, value, KEYS.concept);
      names.add(id);
      concepts.push({
        id,
        description: text(`${where}.descricao`, value['descricao']),
        forms: patterns(`${where}.formas`, value['formas']),
        except: patterns(`${where}.exceto`, value['exceto']),
        examples: examples(`${where}.exemplos`, value['exemplos']),
        topic: topicOf(`${where}.topico`, value['topico']),
      });
    }
  } else fail('conceitos', 'esperava um mapa de conceitos.');

  const conditions = (where: string, value: unknown): Condition[] => {
    const result: Condition[] = [];
    texts(where, value).forEach((source, i) => {
      const parsed = parseCondition(source, names);
      if (parsed.ok) result.push(parsed.condition);
      else fail(`${where}[${i + 1}] "${source}"`, parsed.error);
    });
    return result;
  };
  const levels = (where: string, value: unknown): Level[] => {
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      fail(where, 'esperava uma lista de níveis com pontos e quando.');
      return [];
    }
    return value.map((entry: unknown, i) => {
      const at = `${where}[${i + 1}]`;
      if (!isData(entry)) {
        fail(at, 'esperava pontos e quando.');
        return { points: 0, when: [] };
      }
      checkKeys(at, entry, KEYS.level);
      return {
        points: number(`${at}.pontos`, entry['pontos'], null),
        when: conditions(`${at}.quando`, entry['quando']),
      };
    });
  };

  const criteria: Criterion[] = [];
  const criterionIds = new Set<string>();
  if (Array.isArray(data['criterios'])) {
    data['criterios'].forEach((value: unknown, i) => {
      const where = `criterios[${i + 1}]`;
      if (!isData(value)) {
        fail(where, 'esperava id, titulo, maximo e niveis.');
        return;
      }
      checkKeys(where, value, KEYS.criterion);
      const id = text(`${where}.id`, value['id']);
      if (criterionIds.has(id)) fail(where, `o id "${id}" já foi usado.`);
      criterionIds.add(id);
      const max = number(`${where}.maximo`, value['maximo'], null);
      const question = text(`${where}.pergunta`, value['pergunta']);
      const ordered = levels(`${where}.niveis`, value['niveis']);
      ordered.forEach((level, j) => {
        if (level.points > max)
          fail(`${where}.niveis[${j + 1}]`, `vale ${level.points}, mais do que o máximo ${max}.`);
        const above = ordered[j - 1];
        if (above && above.points <= level.points)
          fail(`${where}.niveis[${j + 1}]`, 'os níveis vão do que vale mais para o que vale menos.');
      });
      criteria.push({
        id,
        title: text(`${where}.titulo`, value['titulo']),
        max,
        levels: ordered,
        sum: levels(`${where}.soma`, value['soma']),
        own: value['proprio'] === true,
        praise: text(`${where}.elogio`, value['elogio']),
        partly: text(`${where}.parcial`, value['parcial'], false) || text(`${where}.elogio`, value['elogio']),
        missing: text(`${where}.falta`, value['falta']),
        question,
        partQuestion: text(`${where}.pergunta_parcial`, value['pergunta_parcial'], false) || question,
      });
    });
  } else fail('criterios', 'esperava uma lista de critérios.');

  const misconceptions: Misconception[] = [];
  if (data['concepcoes_erradas'] !== undefined && !isData(data['concepcoes_erradas'])) {
    fail('concepcoes_erradas', 'esperava um mapa.');
  } else if (isData(data['concepcoes_erradas'])) {
    for (const [id, value] of Object.entries(data['concepcoes_erradas'])) {
      const where = `concepcoes_erradas.${id}`;
      if (!isData(value)) {
        fail(where, 'esperava descricao, formas, custo e mensagem.');
        continue;
      }
      checkKeys(where, value, KEYS.misconception);
      const limits: Record<string, number> = {};
      if (isData(value['limites'])) {
        for (const [criterion, limit] of Object.entries(value['limites'])) {
          if (!criterionIds.has(criterion)) fail(`${where}.limites`, `não há critério "${criterion}".`);
          limits[criterion] = number(`${where}.limites.${criterion}`, limit, null);
        }
      }
      const lesson = value['licao'] === undefined ? null : text(`${where}.licao`, value['licao']);
      if (lesson !== null && lessons.size > 0 && !lessons.has(lesson))
        fail(`${where}.licao`, `lugar desconhecido "${lesson}" (veja graders/answers/lessons.ts).`);
      misconceptions.push({
        id,
        description: text(`${where}.descricao`, value['descricao']),
        forms: patterns(`${where}.formas`, value['formas']),
        except: patterns(`${where}.exceto`, value['exceto']),
        examples: examples(`${where}.exemplos`, value['exemplos']),
        topic: topicOf(`${where}.topico`, value['topico']),
        cost: number(`${where}.custo`, value['custo'], null),
        ceiling: value['teto'] === undefined ? null : number(`${where}.teto`, value['teto'], null),
        limits,
        message: text(`${where}.mensagem`, value['mensagem']),
        lesson,
        deniedFloor: number(`${where}.negada_vale`, value['negada_vale'], 0),
        when: conditions(`${where}.quando`, value['quando']),
      });
    }
  }

  const subject = texts('assunto', data['assunto']);
  for (const name of subject)
    if (!Object.hasOwn(terms, name)) fail('assunto', `termo desconhecido "${name}".`);
  const exercise = data['exercicio'];
  if (typeof exercise !== 'string' && typeof exercise !== 'number')
    fail('exercicio', 'esperava o número do exercício.');
  const rubric: Rubric = {
    exercise: typeof exercise === 'string' || typeof exercise === 'number' ? String(exercise) : '',
    title: text('titulo', data['titulo']),
    question: text('pergunta', data['pergunta']),
    max: number('maximo', data['maximo'], 4),
    pass: number('aprova', data['aprova'], 3),
    modelAnswer: text('resposta_modelo', data['resposta_modelo']),
    terms,
    concepts,
    criteria,
    misconceptions,
    subject,
    measured,
    topics,
    vocabulary: text('vocabulario', data['vocabulario'], false)
      .split(/[\s,]+/)
      .filter((word) => word !== ''),
  };
  return errors.length > 0 ? { ok: false, errors } : { ok: true, rubric };
}

/** Concepts that `measured.ts` finds in the answer's numbers; a rubric with `medidas: true` may name them. */
export const MEASURED_CONCEPTS = [
  'valor_memoria',
  'valor_cpu',
  'valor_es',
  'um_erro',
  'dois_erros',
  'tres_erros',
  'posicao_certa',
  'posicao_errada',
  'usa_bastante',
  'compara_config',
  'coerencia_certa',
  'coerencia_errada',
] as const;
