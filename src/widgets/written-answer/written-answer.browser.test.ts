// A written answer as a learner meets it, graded by the real engine with a small rubric.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { readWork } from '../storage/work.ts';
import { partsOf } from '../shared/testing.ts';
import './index.ts';
import { markedAnswer } from './marked-answer.ts';
import { MAX_ANSWER } from './written-answer.ts';

/** As `rubrica.yaml` would hold it. */
const RUBRIC = {
  exercicio: '2',
  titulo: 'HyperThreading',
  pergunta: 'O que é o HyperThreading?',
  maximo: 4,
  aprova: 3,
  resposta_modelo:
    'Um núcleo físico se apresenta como dois processadores lógicos, que dividem as mesmas unidades.',
  assunto: ['processador', 'thread', 'logico', 'fisico'],
  conceitos: {
    dois_em_um: { descricao: 'Dois lógicos em um físico.', formas: ['fisico + dois + logico'] },
    mesmas_unidades: {
      descricao: 'As mesmas unidades.',
      formas: ["'mesmas unidades, same execution units'"],
    },
  },
  criterios: [
    {
      id: 'A',
      titulo: 'O que é',
      maximo: 2,
      niveis: [{ pontos: 2, quando: ['dois_em_um'] }],
      elogio: 'Você disse o que ele é.',
      parcial: 'Quase.',
      falta: 'Falta dizer o que ele é.',
      pergunta: 'Quantos processadores há de fato no chip?',
      pergunta_parcial: 'Quantos há de cada tipo?',
    },
    {
      id: 'B',
      titulo: 'A característica',
      maximo: 2,
      niveis: [{ pontos: 2, quando: ['mesmas_unidades'] }],
      elogio: 'Você explicou a característica.',
      parcial: 'Quase.',
      falta: 'Falta a característica.',
      pergunta: 'De onde vem o ganho?',
      pergunta_parcial: 'Por que isso ajuda?',
    },
  ],
  concepcoes_erradas: {
    nucleos_fisicos: {
      descricao: 'Dois núcleos físicos.',
      custo: 2,
      formas: ['dois > nucleo > fisico /3'],
      mensagem: 'O núcleo físico continua sendo um.',
      licao: 'hyperthreading',
    },
  },
};
const GOOD =
  'Um núcleo físico aparece para o sistema operacional como dois processadores lógicos, porque guarda o estado de duas threads. ' +
  'As duas dividem as mesmas unidades de execução e o mesmo cache, então enquanto uma espera a memória a outra usa o que ficaria parado. ' +
  'O ganho é parcial e nunca o dobro.';
const WRONG = 'O HyperThreading coloca dois núcleos físicos no chip e por isso o desempenho dobra.';

/** Puts the widget in the page as an exercise does. */
function place(rubrica: unknown = RUBRIC) {
  const answer = document.createElement('written-answer');
  answer.setAttribute('exercicio', '2');
  const json = document.createElement('script');
  json.type = 'application/json';
  json.textContent = JSON.stringify({ rubrica });
  const byFile = document.createElement('p');
  byFile.textContent = 'npm run grade -- 2';
  answer.append(json, byFile);
  document.body.append(answer);
  const { root, one, button } = partsOf(answer);
  const textarea = one<HTMLTextAreaElement>('textarea');
  const write = (text: string): void => {
    textarea.value = text;
    textarea.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  };
  /** Writes, grades, and waits for the announcement. */
  const correct = async (text: string): Promise<string> => {
    write(text);
    one('[role="status"]').textContent = '';
    button('Corrigir').click();
    await vi.waitFor(() => expect(one('[role="status"]').textContent).not.toBe(''), { timeout: 10_000 });
    return one('[role="status"]').textContent ?? '';
  };
  return { answer, root, one, button, textarea, write, correct };
}

beforeEach(() => localStorage.clear());
afterEach(() => {
  document.body.replaceChildren();
});

describe('an answer', () => {
  it('is graded by the rubric, announced, and shown with sign and word for each criterion', async () => {
    const { correct, one, root } = place();
    expect(await correct(GOOD)).toMatch(/^Aprovado: [34] de 4 pontos/);
    expect(one('.result').classList).toContain('passed');
    expect(one('.criterion .sign').getAttribute('aria-label')).toBeTruthy();
    expect(one('.criterion .points').textContent).toContain('cumprido');
    expect(root.querySelectorAll('.copy mark.found').length).toBeGreaterThan(0);
    expect(one('.copy').textContent).toBe(GOOD);
  });

  it('that holds a misconception gets its explanation, the words marked, and a link under the site’s base', async () => {
    document.documentElement.dataset['base'] = '/curso/';
    const { correct, one } = place();
    expect(await correct(WRONG)).toMatch(/^Ainda não/);
    delete document.documentElement.dataset['base'];
    // What it costs is seen where it is explained.
    expect(one('.misconception').textContent).toMatch(/^−2 pontos\. O núcleo físico/);
    expect(one('.misconception a').getAttribute('href')).toMatch(/^\/curso\/licoes\/.+#/);
    expect(one('.copy mark.wrong').textContent).not.toBe('');
  });

  it('with right and wrong in it shows the sum, and leaves to the teacher what the teacher does', async () => {
    const { correct, one } = place();
    const said = await correct(`${GOOD} O chip tem dois núcleos físicos.`);
    expect(said).toContain('Critérios cumpridos: 2 de 2, menos 2 pontos');
    expect(one('.result').textContent).toContain('4 − 2 = 2');
    expect(one('.review').textContent).toContain('A sua resposta');
    expect(one('.review').textContent).not.toContain('confira');
  });

  it('with a criterion missing leads on with a question and not with the answer', async () => {
    const { correct, root } = place();
    await correct(WRONG);
    const questions = [...root.querySelectorAll('.question')].map(({ textContent }) => textContent);
    expect(questions.some((text) => text.includes('?'))).toBe(true);
    expect(root.textContent).not.toContain(RUBRIC.resposta_modelo.slice(0, 60));
  });

  it('with HTML in it stays text', async () => {
    const { correct, root, one } = place();
    const text = `${GOOD} <img src=x onerror="window.hacked = 1"><script>window.hacked = 1</script>`;
    await correct(text);
    expect(one('.copy').textContent).toBe(text);
    expect(root.querySelector('img, script')).toBeNull();
    expect('hacked' in window).toBe(false);
  });

  it('that is empty, or far too long, is not graded and not counted', async () => {
    const { correct, one } = place();
    expect(await correct('   ')).toBe('Escreva a resposta antes de corrigir.');
    expect(await correct('a '.repeat(MAX_ANSWER))).toMatch(/lê até 20\.000/);
    expect(one('#guardado').textContent).not.toContain('tentativa');
  });

  it('that is in doubt is marked for a teacher, with a word and an eye', async () => {
    const { correct, root } = place();
    await correct(
      'Hyper-threading lets one physical core appear as two logical processors that share the same execution units.',
    );
    expect(root.querySelector('.review')?.textContent).toContain('Um professor deve olhar');
  });
});

describe('what is kept', () => {
  it('is the text and the count of tries; the same text again is no new try', async () => {
    const first = place();
    await first.correct(WRONG);
    await first.correct(WRONG);
    expect(readWork('resposta', '2')).toEqual({ text: WRONG, tries: 1, passed: false });
    await first.correct(GOOD);
    document.body.replaceChildren();
    const second = place();
    expect(second.textarea.value).toBe(GOOD);
    expect(second.one('#guardado').textContent).toContain('2 tentativas');
    expect(readWork('resposta', '2')?.passed).toBe(true);
  });

  it('is saved while typing, and before the page goes away', () => {
    const { write } = place();
    write('meio pensamento');
    dispatchEvent(new PageTransitionEvent('pagehide'));
    expect(readWork('resposta', '2')?.text).toBe('meio pensamento');
  });

  it('marks a result that is no longer of this text', async () => {
    const { correct, write, one } = place();
    await correct(WRONG);
    write(`${WRONG} Mudei.`);
    expect(one('.graded .stale').textContent).toContain('mudou');
  });
});

describe('the model answer', () => {
  it('is offered after two different tries, and only by asking', async () => {
    const { correct, button, one, root } = place();
    const offer = button('Ver uma resposta possível');
    await correct(WRONG);
    expect(offer.hidden).toBe(true);
    await correct(`${WRONG} E pronto.`);
    expect(offer.hidden).toBe(false);
    expect(one('.model').hidden).toBe(true);
    offer.click();
    await vi.waitFor(() => expect(one('.model').textContent).toContain(RUBRIC.resposta_modelo.trim()));
    expect(root.activeElement?.textContent).toBe('Uma resposta possível');
  });

  it('is offered at once when the exercise is passed', async () => {
    const { correct, button } = place();
    await correct(GOOD);
    expect(button('Ver uma resposta possível').hidden).toBe(false);
  });
});

it('is used by keyboard alone, and says what to do when the grader cannot work', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const { textarea, one, root } = place({ exercicio: 2 });
  textarea.focus();
  await userEvent.keyboard('Dois lógicos.{Control>}{Enter}{/Control}');
  await vi.waitFor(() => expect(one('[role="status"]').textContent).toContain('npm run grade -- 2'), {
    timeout: 10_000,
  });
  expect(log).toHaveBeenCalled();
  log.mockRestore();
  expect(root.querySelectorAll('[style], style, link')).toHaveLength(0);
});

it('cuts overlapping marks into stretches, misconceptions before what was found', () => {
  const copy = markedAnswer('abcdefgh', [
    { start: 1, end: 5, kind: 'found' },
    { start: 3, end: 6, kind: 'wrong' },
    { start: 7, end: 99, kind: 'found' },
  ]);
  const marks = [...copy.querySelectorAll('mark')].map((mark) => `${mark.className}:${mark.textContent}`);
  expect(marks).toEqual(['found:bc', 'wrong:de', 'wrong:f', 'found:h']);
  expect(copy.textContent).toBe('abcdefgh');
});
