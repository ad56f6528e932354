// The panels that look into the machine, over real programs: the labs' own and one written for this.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import axeSource from 'axe-core/axe.min.js?raw';
import type { AxeResults } from 'axe-core';
import broken from '../../../../exercises/vmx/07-vmcs-quebrada/partida/programa.vmx?raw';
import bitmaps from '../../../../exercises/vmx/08-bitmaps/solucao/programa.asm?raw';
import { place, text, TURNS } from './testing.ts';

beforeEach(() => {
  localStorage.clear();
});
afterEach(() => {
  document.body.replaceChildren();
});

describe('tabs', () => {
  it('one in the order of tabbing, arrows from one to the next, only the open panel shown', async () => {
    const { all, one, root, panel } = place(TURNS);
    const tabs = all('[role=tab]');
    expect(tabs.map(({ tabIndex }) => tabIndex)).toEqual([0, -1, -1, -1, -1, -1, -1]);
    tabs[0]?.focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(root.activeElement).toBe(tabs[1]);
    expect(panel().getAttribute('aria-labelledby')).toBe('aba-registradores');
    expect(all('[role=tabpanel]:not([hidden])')).toHaveLength(1);
    await userEvent.keyboard('{End}');
    expect(one('[aria-selected=true]').textContent).toBe('Paradas');
    await userEvent.keyboard('{ArrowRight}');
    expect(one('[aria-selected=true]').textContent).toBe('Passos');
  });

  it('keep quiet: a step announces one sentence, whatever tab is open', async () => {
    const { tab, steps, all } = place(TURNS);
    tab('Registradores');
    steps(3);
    await Promise.resolve();
    const spoken = all('[role=status], [aria-live]').filter((element) => text(element).trim() !== '');
    expect(spoken.map(({ className }) => className)).toEqual(['sentence']);
  });

  it('hold to the rules of accessibility in each panel, and nothing is wider than its place', async () => {
    for (const width of ['w20', 'w60']) {
      document.body.replaceChildren();
      const { lab, tab, all, run } = place(broken, 'vmx', width);
      await run('Rodar até a saída');
      for (const name of [
        'Passos',
        'Registradores',
        'Memória',
        'Desmontagem',
        'VMCS',
        'Entrada',
        'Paradas',
      ]) {
        tab(name);
        const violations = await axe(lab);
        expect([name, violations]).toEqual([name, []]);
        const right = lab.getBoundingClientRect().right;
        const wide = all('[role=tabpanel]:not([hidden]) *').filter(
          (element) =>
            element.closest('.dump, .scroll, .sr') === null &&
            element.getBoundingClientRect().right > right + 1,
        );
        expect([name, wide.map(({ className, tagName }) => `${tagName}.${className}`)]).toEqual([name, []]);
      }
    }
  }, 60_000);
});

describe('registers', () => {
  const row = (all: (selector: string) => HTMLElement[], name: string): string =>
    text(all('.registers dl > div').find((element) => text(element.querySelector('dt')) === name));

  it('are the guest’s in the guest, what the last step changed says what it was', () => {
    const { tab, steps, all, panel } = place(TURNS);
    tab('Registradores');
    steps(5);
    expect(text(panel())).toContain('no convidado A');
    steps(1);
    expect(row(all, 'RBX')).toBe('RBX0x1234 era 0x2222222222222222');
    expect(row(all, 'RCX')).not.toContain('era');
    expect(row(all, 'CR4')).toMatch(/0x2020.*PAE, VMXE/);
    expect(row(all, 'EFER')).toMatch(/LME, LMA/);
    expect(row(all, 'RFLAGS')).toMatch(/^RFLAGS0x/);
    expect(text(all('.registers tr').find((one) => text(one).startsWith('CS')))).toMatch(
      /código, 64 bits, DPL 0/,
    );
  });

  it('are the same after a step back and forth', () => {
    const { tab, steps, press, panel } = place(TURNS);
    tab('Registradores');
    steps(6);
    const before = panel().innerHTML;
    steps(1);
    expect(panel().innerHTML).not.toBe(before);
    press('Voltar um passo');
    expect(panel().innerHTML).toBe(before);
  });
});

describe('memory', () => {
  const bytes = (all: (selector: string) => HTMLElement[]): string =>
    all('.dump-line .hex').map(text).join(' ').replace(/\s+/g, ' ').trim();

  async function go(one: (selector: string) => HTMLElement, where: string): Promise<void> {
    await userEvent.fill(one('#endereco'), where);
    await userEvent.keyboard('{Enter}');
  }

  it('marks what the guest pushed', async () => {
    const { tab, all, one, run, steps, panel } = place(TURNS.replace('CPUID', 'NOP'));
    tab('Memória');
    steps(5);
    await go(one, 'RSP - 8');
    steps(3);
    expect(all('.dump .changed').map(text).slice(0, 2)).toEqual(['34', '12']);
    expect(text(panel())).toMatch(/destes bytes mudaram no último passo/);
    await run();
  });

  it('says what is wrong with an address, and keeps what it shows', async () => {
    const { tab, all, one } = place(TURNS);
    tab('Memória');
    const before = bytes(all);
    await go(one, 'xyz');
    expect(text(one('#endereco-erro'))).toMatch(/Não entendi “xyz”/);
    expect(one('#endereco').getAttribute('aria-invalid')).toBe('true');
    await go(one, '0x400000');
    expect(text(one('#endereco-erro'))).toMatch(/0x400000 fica além da memória/);
    expect(bytes(all)).toBe(before);
    await go(one, '0x100010');
    expect(text(one('#endereco-erro'))).toBe('');
    expect(text(all('.dump-line .at')[0])).toBe('0x100010');
  });

  it('says how a number without 0x was read, until it shows something else', async () => {
    const { tab, all, one, press } = place(TURNS);
    tab('Memória');
    await go(one, '12000');
    expect(text(all('.dump-line .at')[0])).toBe('0x002EE0');
    expect(text(one('.read-as'))).toBe('Li 12000 em decimal: é 0x2EE0. Em hexadecimal, escreva 0x12000.');
    press('Depois');
    expect(text(one('.read-as'))).toBe('');
    await go(one, '0x12000');
    expect(text(one('.read-as'))).toBe('');
  });

  it('takes letters that are commands elsewhere', async () => {
    const { tab, one, all } = place(TURNS);
    tab('Memória');
    await userEvent.clear(one('#endereco'));
    await userEvent.type(one('#endereco'), 'rsp{Enter}');
    expect(one<HTMLInputElement>('#endereco').value).toBe('0xE000');
    expect(text(all('.dump-line .at')[0])).toBe('0x00E000');
    expect(text(one('.step-count'))).toMatch(/^passo 0/);
  });

  it('jumps to a VMCS and says that its bytes are the processor’s', () => {
    const { tab, steps, press, one, all } = place(TURNS);
    tab('Memória');
    steps(3);
    press('VMCS A');
    expect(text(all('.dump-line .at')[0])).toBe('0x012000');
    expect(text(one('.opaque-note'))).toMatch(/Região da VMCS A.*revisão.*VMREAD/);
    expect(all('.dump .opaque').length).toBeGreaterThan(8);
  });

  it('jumps to the bitmaps where the program uses them', async () => {
    const { tab, run, press, all } = place(bitmaps, 'asm');
    tab('Memória');
    await run('Rodar até a saída');
    press('Bitmap de E/S A');
    expect(bytes(all)).toMatch(/[1-9A-F]/);
    expect(all('.jumps button').map(text)).toEqual(
      expect.arrayContaining(['RSP', 'RIP', 'VMXON', 'Bitmaps de MSR']),
    );
  });
});

describe('disassembly', () => {
  it('marks the next instruction, with the learner’s line beside it', () => {
    const { tab, steps, one, panel } = place(TURNS);
    tab('Desmontagem');
    steps(5);
    expect(text(panel())).toContain('Código do convidado A, de 64 bits');
    expect(text(one('.code-lines .next .text'))).toMatch(/^mov (rbx|ebx)/);
    expect(text(one('.code-lines .next .source'))).toContain('linha 11: MOV RBX, 0x1234');
    steps(1);
    expect(text(one('.code-lines .next .text'))).toBe('cpuid');
  });
});

describe('VMCS browser', () => {
  const field = (all: (selector: string) => HTMLElement[], name: string): HTMLElement | undefined =>
    all('.field').find((row) => text(row.querySelector('.name')) === name);

  it('groups the fields, decodes them and marks what changed now and since the launch', async () => {
    const { tab, run, all, steps } = place(TURNS);
    tab('VMCS');
    await run('Rodar até a saída');
    expect(all('.vmcs-browser summary').map((one) => text(one.firstElementChild))).toEqual([
      'Estado do convidado', 'Estado do VMM', 'Controles de execução', 'Controles de saída', 'Controles de entrada', 'Informação da saída',
    ]); // prettier-ignore
    expect(text(field(all, 'EXIT_REASON'))).toMatch(/4402H.*0xA.*mudou agora: era 0x0.*10: CPUID/);
    expect(text(field(all, 'GUEST_RIP'))).toContain('mudou agora: era 0x200000, como depois de VMLAUNCH');
    expect(text(field(all, 'PRIMARY_PROC_BASED_CONTROLS'))).toMatch(/HLT exiting/);
    expect(field(all, 'EXIT_REASON')?.querySelector('a')?.getAttribute('href')).toMatch(
      /referencia\/campos-da-vmcs\/#campo-exit-reason$/,
    );
    steps(1);
    expect(text(field(all, 'GUEST_RIP'))).toContain(
      'mudou agora: era 0x200005; desde VMLAUNCH: era 0x200000',
    );
    expect(text(field(all, 'EXIT_REASON'))).not.toContain('mudou agora');
  });

  it('filters by name, number or words, and by what changed', async () => {
    const { tab, run, all, one } = place(TURNS);
    tab('VMCS');
    await run('Rodar até a saída');
    const shown = (): string[] =>
      all('.field')
        .filter((row) => !row.hidden)
        .map((row) => text(row.querySelector('.name')));
    await userEvent.fill(one('#vmcs-filtro'), '681e');
    expect(shown()).toEqual(['GUEST_RIP']);
    await userEvent.fill(one('#vmcs-filtro'), 'seletor vmm tr');
    expect(shown()).toEqual(['HOST_TR_SELECTOR']);
    // The heading counts what is shown: of the guest's fields this one alone, and it changed.
    await userEvent.fill(one('#vmcs-filtro'), 'guest_rip');
    const counts = (): string[] =>
      all('.vmcs-browser details')
        .filter((group) => !group.hidden)
        .map((group) => text(group.querySelector('.count')));
    expect(counts()).toEqual(['1 campo, 1 mudou']);
    await userEvent.fill(one('#vmcs-filtro'), 'guest_rsp');
    expect(counts()).toEqual(['1 campo']);
    await userEvent.fill(one('#vmcs-filtro'), 'nada assim');
    expect(text(one('.vmcs-browser [role=status]'))).toBe('Nenhum campo assim.');
    await userEvent.fill(one('#vmcs-filtro'), '');
    one<HTMLInputElement>('.vmcs-browser input[type=checkbox]').click();
    expect(shown()).toContain('EXIT_REASON');
    expect(shown()).not.toContain('HOST_TR_SELECTOR');
  });

  it('shows another region when asked', () => {
    const { tab, steps, one, all } = place(broken);
    tab('VMCS');
    steps(20);
    const select = one<HTMLSelectElement>('#vmcs-regiao');
    expect([...select.options].map(({ text: name }) => name)).toEqual(['VMCS A', 'VMCS B', 'VMCS C']);
    select.value = String(0x12000);
    select.dispatchEvent(new Event('change'));
    expect(text(field(all, 'CR3_TARGET_COUNT')?.querySelector('.value'))).toBe('0x9');
  });
});

async function axe(lab: HTMLElement): Promise<string[]> {
  if (!('axe' in globalThis)) (0, eval)(axeSource);
  const { axe: tool } = globalThis as unknown as {
    axe: { run: (context: Element, options: object) => Promise<AxeResults> };
  };
  const { violations } = await tool.run(lab, { rules: { 'color-contrast': { enabled: false } } });
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 80)).join(' | ')}`,
  );
}
