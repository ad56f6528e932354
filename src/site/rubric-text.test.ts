// What the teacher's pages make of a rubric's conditions and descriptions.
import { expect, it } from 'vitest';
import { conditionText, curlyQuotes, ideasOf, isReminder, misconceptionTitle } from './rubric-text.ts';

const rubric = {
  conceitos: {
    ocioso: { descricao: 'Aproveita o que ficaria ocioso.' },
    smp: { descricao: 'Diz “simétrico”.' },
    em_separado: { descricao: 'Um a um.' },
  },
};

it('names the ideas that earn a level, each once, and not those it excludes', () => {
  expect(ideasOf(['2 de: ocioso, smp', 'ocioso e valor_cpu', 'smp sem em_separado'], rubric)).toEqual([
    'Aproveita o que ficaria ocioso',
    'Diz “simétrico”',
    'o valor da CPU bate com o medido',
  ]);
});

it('puts descriptions in the place of names in a condition, and leaves its words', () => {
  expect(conditionText('ocioso e 1 de: smp, sem_nome', rubric)).toBe(
    '“Aproveita o que ficaria ocioso” e 1 de: “Diz ‘simétrico’”, sem nome',
  );
});

it('heads a reminder with what is wrong, and not with a note on its cost', () => {
  expect(misconceptionTitle('Um lembrete, sem desconto; a frase é imprecisa.')).toBe('A frase é imprecisa.');
  expect(misconceptionTitle('Dobra o desempenho.')).toBe('Dobra o desempenho.');
  const told = { descricao: 'x', mensagem: 'y' };
  expect([told, { ...told, custo: 1 }, { ...told, custo: 0, teto: 2 }].map(isReminder)).toEqual([
    true,
    false,
    false,
  ]);
});

it('curls pairs of quotation marks', () => {
  expect(curlyQuotes('"Sem travar" vale; 17" fica')).toBe('“Sem travar” vale; 17" fica');
});
