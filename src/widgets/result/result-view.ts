// A grader's Result as elements: verdict, criteria with sign and word, evidence one can go to, what to do next.
import type {
  CriterionResult,
  Evidence,
  MisconceptionResult,
  Result,
  Verdict,
} from '../../../graders/engine/result.ts';
import { sitePath } from '../shared/base-path.ts';
import { h, s } from '../shared/dom.ts';

export interface ResultActions {
  /** Called with the evidence of the learner's own run that a button asks for. */
  readonly onTrace?: (step: number) => void;
  /** Called for a line of the learner's file. */
  readonly onLine?: (line: number) => void;
  /** Set where several files are handed in, so that each quotation says which it is from. */
  readonly namesFiles?: boolean;
}

/** Sign, word and class of each verdict: never colour alone. */
const VERDICTS: Readonly<Record<Verdict, readonly [word: string, path: string]>> = {
  met: ['cumprido', 'M3 11l5 5L19 4'],
  partly: ['em parte', 'M3 11h16'],
  'not-met': ['falta', 'M5 5l12 12M17 5L5 17'],
  contradicted: ['contradito', 'M11 3v10M11 17v2'],
};

/** The whole feedback, with a heading that can take the focus. `signs` tells who reads what the score is out of. */
export function resultView(result: Result, actions: ResultActions = {}): HTMLElement {
  const { passed, review } = result;
  return h(
    'div',
    { class: `result ${passed ? 'passed' : 'open'}` },
    h(
      'h3',
      { class: 'verdict', tabindex: -1 },
      sign(passed ? 'met' : 'not-met'),
      `${passed ? 'Aprovado' : 'Ainda não'}: ${decimal(result.score)} de ${decimal(result.max)} pontos`,
    ),
    review === null ? null : reviewNote(review.told ?? review.reason),
    ...(result.errors === undefined
      ? result.notes.map((note) => h('p', { class: 'note' }, note))
      : [h('p', { class: 'note' }, result.notes[0] ?? ''), evidenceView(result.errors, actions)]),
    criteriaView(result, actions),
    result.misconceptions.length === 0
      ? null
      : h(
          'div',
          { class: 'misconceptions' },
          h('h4', {}, 'Vale rever'),
          h('ul', {}, ...result.misconceptions.map((wrong) => misconceptionView(wrong, actions))),
        ),
    h('p', { class: 'next-step' }, h('strong', {}, 'A seguir: '), result.next),
  );
}

/** The result in one sentence, for the live region. */
export function resultSummary(result: Result): string {
  const met = result.criteria.filter(({ verdict }) => verdict === 'met').length;
  const cost = result.misconceptions.reduce((sum, wrong) => sum + wrong.cost, 0);
  const taken = cost > 0 ? `, menos ${inPoints(cost)} do que vale rever` : '';
  const teacher = result.review === null ? '' : ' Um professor deve olhar.';
  return `${result.passed ? 'Aprovado' : 'Ainda não'}: ${decimal(result.score)} de ${decimal(result.max)} pontos. Critérios cumpridos: ${met} de ${result.criteria.length}${taken}.${teacher}`;
}

/** `2,5`: at most two decimals, with a comma. */
export function decimal(value: number): string {
  return value.toLocaleString('pt-BR', { maximumFractionDigits: 2 });
}

const inPoints = (value: number): string => `${decimal(value)} ${value < 2 ? 'ponto' : 'pontos'}`;

/** The criteria; folded where the work could not be read: none was judged, and what to do is above. */
function criteriaView({ criteria, errors }: Result, actions: ResultActions): HTMLElement {
  const list = h('ul', { class: 'criteria' }, ...criteria.map((one) => criterionView(one, actions)));
  if (errors === undefined) return list;
  const count = criteria.length === 1 ? '1 critério' : `${criteria.length} critérios`;
  return h('details', { class: 'unjudged' }, h('summary', {}, `O que vale pontos: ${count}`), list);
}

function criterionView(criterion: CriterionResult, actions: ResultActions): HTMLElement {
  const { verdict, title, points, max, message, hint, evidence } = criterion;
  return h(
    'li',
    { class: `criterion ${verdict}` },
    sign(verdict),
    h(
      'div',
      {},
      h(
        'p',
        { class: 'criterion-head' },
        h('strong', {}, title),
        h('span', { class: 'points' }, `${VERDICTS[verdict][0]} · ${decimal(points)}/${decimal(max)}`),
      ),
      message === '' ? null : h('p', {}, message),
      hint === null ? null : h('p', { class: 'question' }, hint),
      evidenceView(evidence, actions),
    ),
  );
}

function misconceptionView(wrong: MisconceptionResult, actions: ResultActions): HTMLElement {
  const path = wrong.lesson === null ? null : sitePath(wrong.lesson);
  return h(
    'li',
    { class: 'misconception' },
    h('p', {}, wrong.cost > 0 && h('strong', {}, `−${inPoints(wrong.cost)}. `), wrong.message),
    evidenceView(wrong.evidence, actions),
    path === null ? null : h('p', {}, h('a', { href: path, class: 'lesson' }, 'Rever na lição')),
  );
}

function reviewNote(reason: string): HTMLElement {
  const eye = s(
    'svg',
    { viewBox: '0 0 24 24', 'aria-hidden': 'true', class: 'sign' },
    s('path', { d: 'M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12z' }),
    s('circle', { cx: 12, cy: 12, r: 3 }),
  );
  return h(
    'p',
    { class: 'review' },
    eye,
    h('span', {}, h('strong', {}, 'Um professor deve olhar. '), reason),
  );
}

function evidenceView(evidence: readonly Evidence[], actions: ResultActions): HTMLElement | null {
  const items = evidence.map((item) => evidenceItem(item, actions)).filter((item) => item !== null);
  return items.length === 0
    ? null
    : h('ul', { class: 'evidence' }, ...items.map((item) => h('li', {}, item)));
}

function evidenceItem(
  evidence: Evidence,
  { onTrace, onLine, namesFiles }: ResultActions,
): HTMLElement | null {
  switch (evidence.kind) {
    case 'text':
      return evidence.quote === '' ? null : h('q', {}, evidence.quote);
    case 'trace': {
      const { step, line, summary, guests } = evidence;
      const where = line === null ? `passo ${step}` : `passo ${step}, linha ${line}`;
      const text = `${where}: ${summary}${guests === undefined ? '' : ` (com ${guests})`}`;
      if (onTrace === undefined || guests !== undefined) return h('span', {}, text);
      return button(`Ver o ${where}`, summary, () => onTrace(step));
    }
    case 'file': {
      const { line, quote, file } = evidence;
      const name = namesFiles === true ? [file] : [];
      const where = [...name, ...(line === null ? [] : [`linha ${line}`])].join(', ');
      if (line === null || onLine === undefined)
        return h('span', {}, where === '' ? quote : `${where}: ${quote}`);
      return button(`Ir à linha ${line}`, quote, () => onLine(line));
    }
  }
}

function button(label: string, text: string, action: () => void): HTMLElement {
  const made = h('button', { type: 'button', class: 'link' }, label);
  made.addEventListener('click', action);
  return h('span', {}, made, h('span', {}, text));
}

function sign(verdict: Verdict): SVGElement {
  const [word, path] = VERDICTS[verdict];
  return s(
    'svg',
    { viewBox: '0 0 22 22', class: `sign ${verdict}`, role: 'img', 'aria-label': word },
    s('path', { d: path }),
  );
}
