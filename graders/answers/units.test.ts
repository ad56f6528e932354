// The pieces of the reader: words, stems, spelling, negation, forms, rubric data, copies, quantities.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rubricOf } from '../../scripts/answer-cases.ts';
import { quadraticKappa, agreement } from './agreement.ts';
import { readClauses } from './clauses.ts';
import { hashRuns, readCopies, readHashes, writeHashes } from './copy.ts';
import { courseRuns, paragraphsOf } from './course-text.ts';
import { analyseAnswer, gradeAnswer, loadRubric } from './index.ts';
import { parsePattern } from './pattern.ts';
import { readQuantities } from './quantities.ts';
import { readRoles } from './roles.ts';
import { distance, makeSpeller, soundKey } from './spelling.ts';
import { stem } from './stem.ts';
import { tokenize } from './words.ts';

const words = (text: string) => tokenize(text).map((token) => token.word);

describe('words', () => {
  test('chat spelling, accents and signs', () => {
    expect(words('Pq vc tb usa c/ cache')).toEqual(['porque', 'voce', 'tambem', 'usa', 'com', 'cache']);
    expect(words('1 físico -> 2 lógicos')).toEqual(['1', 'fisico', '->', '2', 'logicos']);
    expect(words('2x 4,2GB E/S')).toEqual(['2', 'x', '4.2', 'gb', 'entradasaida']);
  });

  test('"só" and "SO" are told apart where the writing tells', () => {
    expect(words('o SO vê')[1]).toBe('sisop');
    expect(words('só um')[0]).toBe('soh');
    expect(words('num so')[1]).toBe('soh');
  });

  test('tokens say where they stand', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        let before = 0;
        for (const token of tokenize(text)) {
          expect(token.start).toBeGreaterThanOrEqual(before);
          expect(token.end).toBeGreaterThanOrEqual(token.start);
          expect(token.end).toBeLessThanOrEqual(text.length);
          before = token.start;
        }
      }),
    );
  });
});

describe('stems and spelling', () => {
  test('inflections fall together', () => {
    expect(stem('divide')).toBe(stem('dividem'));
    expect(stem('dividir')).toBe(stem('dividida'));
    expect(stem('logicos')).toBe(stem('logica'));
    expect(stem('unidades')).toBe(stem('unidade'));
    expect(stem('para')).not.toBe(stem('parou'));
  });

  test('words that sound alike have one key', () => {
    expect(soundKey('prosesador')).toBe(soundKey('processador'));
    expect(soundKey('vantajem')).toBe(soundKey('vantagem'));
    expect(soundKey('altomatico')).toBe(soundKey('automatico'));
  });

  test('corrects towards the vocabulary and leaves the rest', () => {
    const speller = makeSpeller(['processador', 'desempenho', 'hiperthreading']);
    expect(speller.correct('prossesador')).toBe('processador');
    expect(speller.correct('dezempenho')).toBe('desempenho');
    expect(speller.correct('cachorro')).toBeNull();
  });

  test('distance counts a swap once and stops at its limit', () => {
    expect(distance('nucelo', 'nucleo', 2)).toBe(1);
    expect(distance('abc', 'xyz', 1)).toBe(2);
  });
});

describe('negation', () => {
  const denied = (text: string) => {
    const tokens = tokenize(text);
    const read = readClauses(
      tokens,
      tokens.map((token) => token.word),
      false,
    );
    return read.words.filter((_, i) => read.negated[i] === 1);
  };

  test('reaches to the contrast and no further', () => {
    expect(denied('não cria dois núcleos físicos, e sim dois lógicos')).toEqual([
      'cria',
      'dois',
      'nucleos',
      'fisicos',
    ]);
    expect(denied('não dobra mas aproveita')).toEqual(['dobra']);
    expect(denied('não só divide como compartilha')).toEqual([]);
    expect(denied('não é rápido porque esquenta')).not.toContain('esquenta');
    expect(denied('em vez de dois chips, um só')).toEqual(['dois', 'chips']);
  });
});

const base = {
  exercicio: '9',
  titulo: 'Teste',
  pergunta: 'Qual é a cor do céu?',
  resposta_modelo: 'O céu é azul porque o ar espalha a luz.',
  assunto: ['cor'],
  termos: { cor: 'azul, cor, ceu, luz' },
  conceitos: { azul: { descricao: 'É azul.', formas: "cor > ('azul')\n'ceu' + 'azul'" } },
  criterios: [
    {
      id: 'A',
      titulo: 'A cor',
      maximo: 4,
      niveis: [{ pontos: 4, quando: ['azul'] }],
      elogio: 'Isso.',
      falta: 'Falta a cor.',
      pergunta: 'De que cor ele é ao meio-dia?',
    },
  ],
  concepcoes_erradas: {
    verde: {
      descricao: 'É verde.',
      custo: 2,
      negada_vale: 1,
      formas: "'ceu' + 'verde'",
      mensagem: 'Não é verde.',
    },
  },
};

describe('rubric data', () => {
  const problems = (data: unknown) => {
    const loaded = loadRubric(data);
    return loaded.ok ? [] : loaded.errors;
  };

  test('a good one loads and grades', () => {
    const loaded = loadRubric(base);
    if (!loaded.ok) throw new Error(loaded.errors.join('\n'));
    expect(gradeAnswer(loaded.rubric, 'O céu é azul.').score).toBe(4);
    expect(gradeAnswer(loaded.rubric, 'O céu não é azul.').score).toBe(0);
    const wrong = gradeAnswer(loaded.rubric, 'O céu é verde.');
    expect(wrong.misconceptions.map((entry) => entry.id)).toEqual(['verde']);
    expect(gradeAnswer(loaded.rubric, 'O céu não é verde.').points).toBe(1);
    expect(analyseAnswer(loaded.rubric, 'céu azul').concepts.has('azul')).toBe(true);
  });

  test.each([
    ['not a map', 5, /esperava um mapa/],
    ['unknown key', { ...base, criterio: 1 }, /chave desconhecida "criterio"/],
    [
      'unknown term',
      { ...base, conceitos: { azul: { descricao: 'x', formas: 'corr + cor' } } },
      /termo desconhecido "corr"/,
    ],
    [
      'unknown concept',
      { ...base, criterios: [{ ...base.criterios[0], niveis: [{ pontos: 1, quando: ['roxo'] }] }] },
      /conceito desconhecido "roxo"/,
    ],
    [
      'too many points',
      { ...base, criterios: [{ ...base.criterios[0], niveis: [{ pontos: 9, quando: ['azul'] }] }] },
      /mais do que o máximo/,
    ],
    [
      'unclosed quote',
      { ...base, conceitos: { azul: { descricao: 'x', formas: "cor + 'azul" } } },
      /falta fechar as aspas/,
    ],
  ])('%s is named in Portuguese', (_, data, message) => {
    expect(problems(data).join('\n')).toMatch(message);
  });

  test('any data ends in a rubric or in errors', () => {
    fc.assert(
      fc.property(
        fc.anything({ maxDepth: 4 }),
        (data) => void expect(typeof loadRubric(data).ok).toBe('boolean'),
      ),
    );
  });

  test('any form is read or refused', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (source) => {
        const parsed = parsePattern(source, { cor: 'azul' });
        expect(parsed.ok || parsed.error.length > 0).toBe(true);
      }),
    );
  });
});

describe('copies', () => {
  test('hashes survive being written', () => {
    const hashes = hashRuns('um dois três quatro cinco seis sete');
    expect(hashes.length).toBe(3);
    expect(readHashes(writeHashes(hashes))).toEqual(new Set(hashes));
  });

  test('a copied sentence is worth at most two, an explained quotation more', () => {
    const source = 'O céu é azul porque o ar espalha a luz que vem do sol durante o dia';
    const loaded = loadRubric(base);
    if (!loaded.ok) throw new Error('rubric');
    const sources = [readHashes(writeHashes(hashRuns(source)))];
    expect(gradeAnswer(loaded.rubric, source, { sources }).score).toBe(2);
    expect(
      gradeAnswer(
        loaded.rubric,
        `${source}. Para mim isso diz que o céu tem cor azul quando olho para cima.`,
        { sources },
      ).score,
    ).toBe(4);
  });
});

describe('quantities', () => {
  const read = (text: string) => {
    const tokens = tokenize(text);
    return readQuantities(
      tokens,
      tokens.map((token) => token.word),
      new Int32Array(tokens.length),
    );
  };

  test('sizes, percentages, rates and ranks, each with what it is said of', () => {
    expect(read('4,2 GB de memória')[0]).toMatchObject({
      kind: 'size',
      low: 4.2 * 1024,
      resource: 'memoria',
    });
    expect(read('CPU em 15%')[0]).toMatchObject({ kind: 'percent', low: 15, resource: 'cpu' });
    expect(read('E/S de 2,4 MB/s')[0]).toMatchObject({ kind: 'rate', low: 2.4, resource: 'es' });
    expect(read('entre 5 e 10% de CPU')[0]).toMatchObject({ kind: 'percent', low: 5, high: 10 });
    expect(read('1º em memória')[0]).toMatchObject({ kind: 'rank', low: 1, resource: 'memoria' });
  });
});

describe('agreement', () => {
  test('kappa is 1 for the same grades and falls with distance', () => {
    expect(
      quadraticKappa(
        [
          { gold: 0, score: 0 },
          { gold: 4, score: 4 },
        ],
        4,
      ),
    ).toBe(1);
    expect(
      quadraticKappa(
        [
          { gold: 0, score: 4 },
          { gold: 4, score: 0 },
        ],
        4,
      ),
    ).toBe(-1);
    expect(agreement([{ gold: 1, score: 3 }]).falsePass).toBe(1);
  });
});

describe('the course’s own text', () => {
  const lesson = [
    '---',
    'titulo: Uma lição',
    '---',
    "import X from './x.astro';",
    '',
    'Um <Termo en="core">núcleo</Termo> tem **várias** unidades, e [um programa](/x/) sozinho raramente ocupa todas elas.',
    '',
    '```js',
    'const codigo = 1;',
    '```',
  ].join('\n');

  test('is read without its markup', () => {
    expect(paragraphsOf(lesson)).toEqual([
      'Um núcleo tem várias unidades, e um programa sozinho raramente ocupa todas elas.',
    ]);
  });

  test('is known when pasted, and not when only a turn of phrase is shared', () => {
    const sources = [courseRuns([lesson])];
    const copied = (text: string) => {
      const tokens = tokenize(text);
      return readCopies(tokens, new Int32Array(tokens.length), sources).sentences.size;
    };
    expect(copied('um nucleo tem varias unidades e um programa sozinho raramente ocupa todas elas')).toBe(1);
    expect(copied('um nucleo tem varias unidades, acho')).toBe(0);
  });
});

describe('comparisons', () => {
  const roles = (text: string) => {
    const words = tokenize(text).map((token) => token.word);
    return readRoles(words).flatMap((role, i) => (role === '' ? [] : [`${words[i] ?? ''}=${role}`]));
  };

  test('who stands for whom is said in brackets, in a clause, or by "é o"', () => {
    expect(roles('Um cozinheiro (o núcleo) faz dois pratos; o cozinheiro espera.')).toContain(
      'cozinheiro=nucleo',
    );
    expect(roles('O fiscal, que é o Linux, conta dois.')).toContain('fiscal=linux');
    expect(roles('A máquina é o núcleo.')).toContain('maquina=nucleo');
  });

  test('the usual figures count only where something is compared', () => {
    expect(roles('É que nem uma padaria com três fornos.')).toContain('fornos=processador');
    expect(roles('Três fornos assam pão.')).toEqual([]);
    expect(roles('A vantagem é o processador.')).toEqual([]);
  });
});

describe('what is said of whom', () => {
  const points = (text: string) =>
    gradeAnswer(rubricOf('5'), text).criteria.map((criterion) => criterion.points);

  test.each([
    'S: LIFO, uma por thread. H: malloc, compartilhado.',
    'LIFO -> stack; malloc -> heap; por thread -> stack; compartilhado -> heap',
    'stack/heap: rápida/lenta, pequena/grande',
    'LIFO, por thread (stack); malloc, compartilhado (heap)',
    'Stack e heap são regiões de memória. A primeira é LIFO e há uma por thread; a segunda é dinâmica e compartilhada.',
  ])('%s', (text) => {
    expect(points(text).slice(0, 2)).toEqual([1.5, 1.5]);
  });

  test('crossed, nothing counts', () => {
    expect(points('S: malloc, compartilhada. H: LIFO, um por thread.').slice(0, 2)).toEqual([0, 0]);
  });
});

describe('evidence', () => {
  test('quotes the clause whole', () => {
    const answer =
      'Eu li a lição, e nela se diz que um único núcleo físico aparece para o sistema como dois processadores lógicos, o que ajuda.';
    const [first] = gradeAnswer(rubricOf('2'), answer).criteria[0]?.evidence ?? [];
    expect(first?.kind === 'text' ? first.quote : '').toMatch(
      /^(e nela se diz )?que um único .* dois processadores lógicos$/,
    );
  });
});

test('notes in telegraphic style are no list of terms; a list is', () => {
  const note = (text: string) =>
    gradeAnswer(rubricOf('2'), text).notes.some((line) => line.includes('lista de termos'));
  expect(note('CPU física finge ser duas, SO reparte tarefas entre elas')).toBe(false);
  expect(note('thread, lógico, físico, cache, SMP, escalonador')).toBe(true);
});

test('a remark costs nothing and changes no grade', () => {
  const result = gradeAnswer(
    rubricOf('2'),
    'Um núcleo físico aparece como dois lógicos, que não podem ser usados separadamente.',
  );
  expect(result.misconceptions.map(({ id, cost }) => [id, cost])).toEqual([['em_separado', 0]]);
  expect(result.score).toBe(3);
});

test('a sum that is no whole number is explained', () => {
  const result = gradeAnswer(
    rubricOf('5'),
    'A stack é LIFO e guarda variáveis locais e parâmetros. O heap é dinâmico.',
  );
  expect(Number.isInteger(result.points)).toBe(false);
  expect(result.notes.join(' ')).toContain(`somam ${String(result.points).replace('.', ',')}`);
});
