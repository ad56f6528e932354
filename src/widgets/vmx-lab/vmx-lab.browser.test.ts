// The lab as a learner meets it: stepping, stepping back, keys, errors, announcements, what it refuses to do.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import axeSource from 'axe-core/axe.min.js?raw';
import type { AxeResults } from 'axe-core';
import type { Graded, Result } from '../../../graders/engine/result.ts';
import { MAX_CHARACTERS } from '../editor/text-limits.ts';
import { readWork, saveWork } from '../storage/work.ts';
import { grade, load, place, type } from './recorded-lab.ts';
import { RECORDED_PROGRAM } from './recorded-session.ts';
import { savedPlace } from './saved-place.ts';

let graded: Graded | null = null;

const PLACE = savedPlace(null, 'Teste');

beforeEach(() => {
  localStorage.clear();
  graded = null;
  grade.mockReset();
  grade.mockImplementation(() =>
    graded === null ? Promise.reject(new Error('broken')) : Promise.resolve(graded),
  );
});
afterEach(() => {
  document.body.replaceChildren();
});

describe('stepping', () => {
  it('starts with the program of the page, its first line marked, and one thing to do', () => {
    const { lab, sentence, one, root } = place();
    expect(lab.program).toBe(RECORDED_PROGRAM);
    expect(one('.cm-line.next').textContent).toContain('VMXON');
    expect(sentence()).toMatch(/“Passo”.*VMXON/);
    expect(root.querySelectorAll('button.primary')).toHaveLength(1);
  });

  it('runs a line at each step and says what happened, with the section of the manual', () => {
    const { button, sentence, one } = place();
    button('Passo').click();
    expect(sentence()).toContain('VMXON ligou a operação VMX');
    expect(one('.manual').textContent).toContain('seção 30.3');
    expect(one('.cm-line.next').textContent).toContain('VMCLEAR A');
    expect(one('.cm-line.last').textContent).toContain('VMXON');
  });

  it('lights the arrow of an entry and of an exit, in the guest’s room', () => {
    const { button, one, root } = place();
    for (let n = 0; n < 4; n += 1) button('Passo').click();
    expect(one('.room.guest-a').classList).toContain('here');
    expect(root.querySelectorAll('.room.guest-a .entry.lit')).toHaveLength(1);
    expect(root.querySelectorAll('.lit')).toHaveLength(1);
    button('Passo').click();
    expect(root.querySelectorAll('.room.guest-a .exit.lit')).toHaveLength(1);
    expect(one('.diagram').getAttribute('aria-label')).toMatch(/em root.*convidado A acabou de sair/);
  });

  it('shows a VMfail as a mark with its number, and the error with its meaning', () => {
    const { button, one, root } = place();
    for (let n = 0; n < 6; n += 1) button('Passo').click();
    expect(one('.fault.vmfail').textContent).toBe('VMfail 4');
    expect(one('.error-number').textContent).toMatch(/^4 VMLAUNCH com VMCS que não está em/);
    expect(one('.flags .set').textContent).toBe('ZF1');
    expect(root.querySelector('.lit')).toBeNull();
  });

  it('draws the VMCS as a card: launch state, active, current', () => {
    const { button, one, root } = place();
    expect(root.querySelector('.vmcs-card')).toBeNull();
    for (let n = 0; n < 3; n += 1) button('Passo').click();
    expect(one('.vmcs-card').textContent).toMatch(/A.*0x8000.*“clear”.*ativa.*corrente/);
    button('Passo').click();
    expect(one('.vmcs-card').textContent).toContain('“launched”');
  });

  it('goes back one step, exactly to what was shown before', () => {
    const { button, sentence, one, root } = place();
    button('Passo').click();
    button('Passo').click();
    const before = [sentence(), one('.state').textContent, one('.events').textContent];
    button('Passo').click();
    button('Voltar um passo').click();
    expect([sentence(), one('.state').textContent, one('.events').textContent]).toEqual(before);
    expect(root.querySelectorAll('.events-scroll > ol > li')).toHaveLength(2);
  });

  it('keeps buttons that do nothing now in reach, and they do nothing', () => {
    const { button, label } = place();
    const back = button('Voltar um passo');
    expect(back.getAttribute('aria-disabled')).toBe('true');
    expect(back.disabled).toBe(false);
    back.click();
    expect(label()).toMatch(/^passo 0/);
  });

  it('runs to the exit, to the end, and starts again', async () => {
    const { button, label, sentence } = place();
    button('Rodar até a saída').click();
    await vi.waitFor(() => expect(sentence()).toContain('Motivo 18'));
    button('Rodar').click();
    await vi.waitFor(() => expect(sentence()).toContain('O programa terminou'));
    expect(button('Passo').getAttribute('aria-disabled')).toBe('true');
    button('Recomeçar').click();
    expect(label()).toMatch(/^passo 0/);
  });
});

describe('time', () => {
  it('can be dragged before anything was run, forwards and backwards', async () => {
    const { one, label, sentence } = place();
    const range = one<HTMLInputElement>('input[type="range"]');
    await vi.waitFor(() => expect(range.max).toBe('7'));
    const drag = (to: number): void => {
      range.valueAsNumber = to;
      range.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    drag(5);
    await vi.waitFor(() => expect(label()).toBe('passo 5 de 7'));
    expect(sentence()).toContain('Motivo 18');
    drag(1);
    await vi.waitFor(() => expect(label()).toBe('passo 1 de 7'));
    expect(sentence()).toContain('VMXON ligou');
    expect(range.getAttribute('aria-valuetext')).toBe('passo 1 de 7: linha 1, VMXON');
    expect(one('.marks').querySelectorAll('.entry, .exit, .vmfail')).toHaveLength(3);
  });

  it('goes to a step of the list, and unfolds what the notation did by itself', async () => {
    const { one, root, button, label } = place();
    for (let n = 0; n < 3; n += 1) button('Passo').click();
    const folded = one<HTMLDetailsElement>('.events details');
    expect(folded.textContent).toContain('103 eventos da notação');
    expect(folded.querySelectorAll('li')).toHaveLength(0);
    folded.open = true;
    await vi.waitFor(() => expect(folded.querySelectorAll('li')).toHaveLength(103));
    root.querySelector<HTMLButtonElement>('.events .jump')?.click();
    await vi.waitFor(() => expect(label()).toMatch(/^passo 1/));
  });

  it('does not hold the page in a program without end: it stops by itself or by “Parar”', async () => {
    const { button, sentence, label } = place('SEM FIM\n');
    button('Rodar').click();
    expect(button('Parar')).toBeDefined();
    button('Parar').click();
    await vi.waitFor(() => expect(button('Rodar')).toBeDefined());
    const stopped = label();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(label().split(' de ')[0]).toBe(stopped.split(' de ')[0]);
    button('Rodar').click();
    await vi.waitFor(() => expect(sentence()).toMatch(/^Parei depois de 10\.000 passos/), {
      timeout: 10_000,
    });
  });
});

describe('keys', () => {
  it('step, go back and start again with the focus inside, and leave typing alone', async () => {
    const { one, label, lab, view, button } = place();
    button('Passo').focus();
    await userEvent.keyboard('pp');
    expect(label()).toMatch(/^passo 2/);
    await userEvent.keyboard('v');
    expect(label()).toMatch(/^passo 1/);
    await userEvent.keyboard('0');
    expect(label()).toMatch(/^passo 0/);
    view.focus();
    view.dispatch({ selection: { anchor: 0 } });
    await userEvent.keyboard('p');
    expect(lab.program.startsWith('p')).toBe(true);
    expect(label()).toMatch(/^passo 0/);
    expect(one('.keys').textContent).toContain('P passo');
  });

  it('steps from the editor with Ctrl+Enter and lets Tab leave it', async () => {
    const { lab, view, label, root } = place();
    view.focus();
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(label()).toMatch(/^passo 1/);
    expect(lab.program).toBe(RECORDED_PROGRAM);
    await userEvent.keyboard('{Tab}');
    expect(view.contentDOM.contains(root.activeElement)).toBe(false);
  });
});

describe('what is typed', () => {
  it('is read in the notation of the fence, or of the exercise’s file', () => {
    place('mov rax, 1\n', null, 'asm');
    expect(load).toHaveBeenLastCalledWith('mov rax, 1\n', 'programa.asm');
    // The page colours every starter as assembly; the file decides.
    place('VMXON\n', 'vmx/01', 'asm');
    expect(load).toHaveBeenLastCalledWith('VMXON\n', 'programa.vmx');
  });

  it('lists errors with line and column, leads to the place, and does not run', () => {
    const { view, one, button, sentence, root } = place();
    type(view, 'VMXON\n  ERRO aqui\n');
    button('Passo').click();
    expect(one('.errors').textContent).toMatch(/linha 2, coluna 3.*Não entendi “ERRO aqui”/);
    expect(sentence()).toMatch(/corrija/i);
    expect(one('.cm-lintRange-error').textContent).toContain('ERRO');
    expect(view.contentDOM.getAttribute('aria-invalid')).toBe('true');
    one<HTMLButtonElement>('.errors button').click();
    expect(root.activeElement).toBe(view.contentDOM);
    const { from, to } = view.state.selection.main;
    expect(view.state.sliceDoc(from, to)).toBe('ERRO');
  });

  it('stays text, whatever it is', () => {
    const { view, root, button } = place();
    type(view, 'VMXON ; <img src=x onerror=alert(1)>\n<script>ERRO</script>\n');
    button('Passo').click();
    expect(root.querySelector('img, script')).toBeNull();
    expect(root.querySelector('.errors')?.textContent).toContain('<script>');
  });

  it('that is far too long is refused with a message, not read', () => {
    const { lab, sentence, one, view } = place();
    const data = new DataTransfer();
    data.setData('text/plain', 'VMXON\n'.repeat(2_000_000));
    const paste = new ClipboardEvent('paste', { clipboardData: data, cancelable: true, bubbles: true });
    view.contentDOM.dispatchEvent(paste);
    expect(paste.defaultPrevented).toBe(true);
    expect(sentence()).toMatch(/O texto não foi colado.*até 100\.000/);
    lab.program = 'X'.repeat(MAX_CHARACTERS + 1);
    expect(one('.errors').textContent).toContain('100.001 caracteres');
  });

  it('is kept in the browser and can be put back to the original', async () => {
    const first = place();
    expect(first.button('Restaurar o original').hidden).toBe(true);
    type(first.view, 'VMXON\nVMXOFF\n');
    await vi.waitFor(() => expect(readWork('programa', PLACE)?.text).toBe('VMXON\nVMXOFF\n'));
    document.body.replaceChildren();
    const second = place();
    expect(second.lab.program).toBe('VMXON\nVMXOFF\n');
    second.button('Restaurar o original').click();
    expect(second.lab.program).toBe(RECORDED_PROGRAM);
    expect(readWork('programa', PLACE)).toBeNull();
  });

  it('does not break on what an older page, or another, left in the storage', () => {
    saveWork('programa', PLACE, { text: 'VMXON\n', tries: 0, passed: false });
    localStorage.setItem(localStorage.key(0) ?? '', '{"text":12}');
    expect(place().lab.program).toBe(RECORDED_PROGRAM);
  });
});

it('survives a simulator that throws: it says so, and the original brings it back', () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const { lab, button, sentence, label } = place();
  lab.program = 'DEFEITO\n';
  expect(sentence()).toMatch(/O simulador falhou.*O defeito é dele/);
  button('Passo').click();
  button('Restaurar o original').click();
  button('Passo').click();
  expect(label()).toMatch(/^passo 1/);
  expect(log).toHaveBeenCalled();
  log.mockRestore();
});

describe('grading', () => {
  const result: Result = {
    exercise: 'vmx/01',
    points: 6,
    max: 10,
    score: 6,
    passed: false,
    criteria: [
      {
        id: 'a',
        title: 'Entra na operação VMX',
        points: 1,
        max: 1,
        verdict: 'met',
        evidence: [],
        message: 'Sim.',
        hint: null,
      },
      {
        id: 'b',
        title: 'Nenhuma instrução falha',
        points: 0,
        max: 1,
        verdict: 'not-met',
        evidence: [
          { kind: 'trace', step: 6, line: 5, summary: 'VMLAUNCH: erro 4' },
          { kind: 'trace', step: 3, line: 3, summary: 'outro', guests: 'um convidado que executa CPUID' },
        ],
        message: 'Uma instrução falhou.',
        hint: 'O que faltava antes dela?',
      },
    ],
    misconceptions: [],
    notes: [],
    confidence: 1,
    review: null,
    next: 'Comece pela linha 5.',
  };

  it('shows the criteria, announces the result and jumps to the step of the evidence', async () => {
    graded = { status: 'graded', result };
    const { button, one, root, label } = place(RECORDED_PROGRAM, 'vmx/01');
    button('Corrigir').click();
    await vi.waitFor(() =>
      expect(one('.grading [role="status"]').textContent).toMatch(
        /6 de 10 pontos\. Critérios cumpridos: 1 de 2/,
      ),
    );
    expect(grade).toHaveBeenCalledWith(
      { definicao: { id: 'vmx/01', arquivo: 'programa.vmx' } },
      RECORDED_PROGRAM,
    );
    expect(one('.criterion.not-met .sign').getAttribute('aria-label')).toBe('falta');
    // Only a step of the learner's own run can be gone to.
    expect(root.querySelectorAll('.evidence button')).toHaveLength(1);
    one<HTMLButtonElement>('.evidence button').click();
    await vi.waitFor(() => expect(label()).toBe('passo 6 de 7'));
    expect(readWork('programa', 'vmx/01')?.tries).toBe(1);
  });

  it('says so when the grader itself does not work, and when the program changed since', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { button, one, view } = place(RECORDED_PROGRAM, 'vmx/01');
    button('Corrigir').click();
    await vi.waitFor(() => expect(one('.graded').textContent).toContain('npm run grade -- vmx/01'));
    expect(log).toHaveBeenCalled();
    log.mockRestore();
    graded = { status: 'graded', result };
    button('Corrigir').click();
    await vi.waitFor(() => expect(one('.graded').textContent).toContain('6 de 10'));
    type(view, 'VMXON\n');
    expect(one('.graded .stale').textContent).toContain('mudou');
  });

  it('has no button where nothing is graded', () => {
    expect(() => place().button('Corrigir')).toThrow('no button');
  });
});

it('writes no style attribute of its own and loads nothing, after everything was used', async () => {
  const { root, button, one } = place();
  for (let n = 0; n < 7; n += 1) button('Passo').click();
  button('Voltar um passo').click();
  await vi.waitFor(() => expect(one<HTMLInputElement>('input').max).toBe('7'));
  // The editor places its parts through the style object, which the policy allows.
  expect(root.querySelectorAll('[style]:not(.editor *), style, link, img, script')).toHaveLength(0);
});

it('has nothing axe objects to, at the start, in an error and after a VMfail', async () => {
  const { lab, button, view } = place();
  // As a script and not as a module: a newly found dependency would reload the page in the middle of the tests.
  const script = document.createElement('script');
  script.textContent = axeSource;
  document.head.append(script);
  const { axe } = window as unknown as { axe: { run: (place: Element) => Promise<AxeResults> } };
  const violations = async (): Promise<string[]> =>
    (await axe.run(lab)).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  expect(await violations()).toEqual([]);
  for (let n = 0; n < 6; n += 1) button('Passo').click();
  expect(await violations()).toEqual([]);
  type(view, 'ERRO\n');
  button('Passo').click();
  expect(await violations()).toEqual([]);
});
