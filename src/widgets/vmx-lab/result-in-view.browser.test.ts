// After “Corrigir”: the result is in view, clear of the bar of a phone, with the focus; what was not judged is folded.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { Graded, Result } from '../../../graders/engine/result.ts';
import { resultStyles } from '../result/result-styles.ts';
import { baseStyles } from '../shared/base-styles.ts';
import { h } from '../shared/dom.ts';
import { LabControls } from './lab-controls.ts';
import { LabGrading } from './lab-grading.ts';
import { labStyles } from './lab-styles.ts';
import { StatePanel } from './state-panel.ts';
import { recordedEngine, RECORDED_PROGRAM } from './recorded-session.ts';

const result: Result = {
  exercise: 'vmx/01',
  points: 0,
  max: 10,
  score: 0,
  passed: false,
  criteria: Array.from({ length: 11 }, (_, index) => ({
    id: `c${index}`,
    title: `Critério ${index}`,
    points: 0,
    max: 1,
    verdict: 'not-met',
    evidence: [],
    message: '',
    hint: null,
  })),
  misconceptions: [],
  notes: ['O programa não pôde ser lido, por isso não rodou.', 'Linha 1: erro.'],
  confidence: 1,
  review: null,
  next: 'Corrija as linhas apontadas e corrija de novo.',
};
const unread: Result = {
  ...result,
  errors: [{ kind: 'file', file: 'programa.vmx', line: 1, quote: 'erro' }],
};

/** The parts of the lab that matter here, between a tall program and tall panels, with the page's own scrolling. */
function place() {
  const host = h('div', {});
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [baseStyles, resultStyles, labStyles];
  const controls = new LabControls(() => undefined);
  const grading = new LabGrading('vmx/01', {});
  const tall = (text: string): HTMLElement => {
    const filler = h('div', {}, text);
    filler.style.height = '1200px';
    return filler;
  };
  controls.more.append(grading.button);
  const field = h('input', {});
  root.append(
    h(
      'section',
      { class: 'lab' },
      field,
      tall('programa'),
      controls.steps,
      controls.more,
      tall('estado'),
      grading.element,
    ),
    tall('depois'),
  );
  document.body.append(host);
  const correct = (graded: Graded) =>
    grading.grade({ ...recordedEngine, grade: () => Promise.resolve(graded) }, null, RECORDED_PROGRAM);
  return { root, grading, correct, field };
}

/** Whether the middle of an element is what is seen there. */
function isSeen(root: ShadowRoot, element: Element): boolean {
  const { left, top, width, height } = element.getBoundingClientRect();
  const found = root.elementFromPoint(left + width / 2, top + height / 2);
  return found !== null && (found === element || element.contains(found));
}

beforeEach(async () => {
  document.documentElement.style.scrollBehavior = 'smooth';
  await page.viewport(360, 640);
});
afterEach(async () => {
  document.documentElement.style.scrollBehavior = '';
  document.body.replaceChildren();
  await page.viewport(1024, 768);
});

describe('the result on a phone', () => {
  it.each([
    ['short', unread],
    ['tall', result],
  ])('%s: its heading is seen and has the focus', async (_, graded) => {
    const { root, grading, correct } = place();
    grading.button.focus();
    await correct({ status: 'graded', result: graded });
    const heading = root.querySelector('.verdict')!;
    expect(root.activeElement).toBe(heading);
    const view = root.querySelector('.result')!;
    const bar = root.querySelector('.steps')!.getBoundingClientRect().height;
    // Scrolling takes its time: seen whole, or from its beginning on.
    await expect
      .poll(() => {
        const { top, bottom } = view.getBoundingClientRect();
        return top >= bar && (bottom <= innerHeight || top <= bar + 20);
      })
      .toBe(true);
    expect(isSeen(root, heading)).toBe(true);
  });

  it('a refusal is seen and has the focus too', async () => {
    const { root, grading, correct } = place();
    grading.button.focus();
    await correct({ status: 'not-started', exercise: 'vmx/01', next: '' });
    const said = root.querySelector('.stale')!;
    expect(root.activeElement).toBe(said);
    await expect.poll(() => isSeen(root, said)).toBe(true);
  });

  it('does not take the focus from who went on writing', async () => {
    const { root, grading, correct, field } = place();
    grading.button.focus();
    const graded = correct({ status: 'graded', result });
    field.focus({ preventScroll: true });
    await graded;
    expect(root.activeElement).toBe(field);
  });
});

it('a program that could not be read shows its errors and what to do, and folds what nobody judged', async () => {
  const { root, correct } = place();
  await correct({ status: 'graded', result: unread });
  const folded = root.querySelector<HTMLDetailsElement>('.result details')!;
  expect(folded.open).toBe(false);
  expect(folded.querySelector('summary')?.textContent).toBe('O que vale pontos: 11 critérios');
  expect(root.querySelector('.evidence')?.closest('details')).toBeNull();
  expect(root.querySelector('.next-step')?.closest('details')).toBeNull();
  await correct({ status: 'graded', result });
  expect(root.querySelector('.result details')).toBeNull();
});

it('a region that no VMCLEAR has touched has no launch state, until an entry gives it one', () => {
  const session = recordedEngine.load(RECORDED_PROGRAM, 'programa.vmx');
  if (!session.ok) throw new Error('the recorded program does not load');
  const { view } = recordedEngine.open(session.program);
  const panel = new StatePanel();
  const chips = (launchState: 'clear' | 'launched', everCleared: boolean): string => {
    const card = { name: 'A', address: 0x8000n, launchState, everCleared, active: true, current: true };
    panel.draw({ ...view, vmcs: [card] }, ['A']);
    return panel.element.querySelector('.chips')?.textContent ?? '';
  };
  expect(chips('clear', true)).toMatch(/^“clear”ativa/);
  expect(chips('clear', false)).toMatch(/^estado indefinidoativa.*nunca passou por VMCLEAR$/);
  expect(chips('launched', false)).toMatch(/^“launched”/);
});
