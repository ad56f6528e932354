// Why an entry failed, and where a run stops, over the labs' programs and their wrong ones.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import withoutVmclear from '../../../../exercises/vmx/01-entrar-e-sair/erradas/sem-vmclear.vmx?raw';
import broken from '../../../../exercises/vmx/07-vmcs-quebrada/partida/programa.vmx?raw';
import { readLabView } from '../../storage/lab-view.ts';
import { savedPlace } from '../saved-place.ts';
import { place, text, TURNS } from './testing.ts';

beforeEach(() => {
  localStorage.clear();
});
afterEach(() => {
  document.body.replaceChildren();
});

describe('why an entry failed', () => {
  const checks = (all: (selector: string) => HTMLElement[]): string[] =>
    all('.failed-entry .check-item > p:first-child').map((one) => text(one).slice(0, 3));

  it('lists every rule that is broken, with field, value, bits, question, section', () => {
    const { tab, all, one, steps, press, sentence } = place(broken);
    tab('Entrada');
    steps(9);
    expect(sentence()).toContain('erro 7');
    expect(checks(all)).toEqual(['C01', 'C04']);
    const first = text(one('.failed-entry .check-item'));
    expect(first).toMatch(/PIN_BASED_CONTROLS0x0.*em 0 e deveria estar em 1: bits 1, 2 e 4.*\?.*26\.2\.1\.1/);
    expect(one('.failed-entry .check-item a').getAttribute('href')).toMatch(
      /verificacoes-de-entrada\/#regra-c01$/,
    );
    const weight = (selector: string): number => Number(getComputedStyle(one(selector)).fontWeight);
    expect(weight('.check-item .question')).toBeLessThan(weight('.check-item .fault'));
    const [, bound] = all('.failed-entry .check-item');
    expect(text(bound)).toContain('9 passa do máximo, 4');
    // A field leads to the browser.
    press('CR3_TARGET_COUNT');
    expect(one('[aria-selected=true]').textContent).toBe('VMCS');
    const focused = one('.field:focus');
    expect(text(focused.querySelector('.name'))).toBe('CR3_TARGET_COUNT');
  });

  it('says error 8 and reason 33 too', async () => {
    const { tab, all, one, run } = place(broken);
    tab('Entrada');
    await run();
    expect(text(one('.failed-entry'))).toMatch(/motivo 33/);
    expect(checks(all)).toEqual(['G03', 'G51']);
    document.body.replaceChildren();
    const second = place(broken);
    second.tab('Paradas');
    (second.all('.stops-panel input[type=checkbox]')[1] as HTMLInputElement).click();
    await second.run();
    await second.run();
    second.tab('Entrada');
    expect(text(second.one('.failed-entry'))).toMatch(/erro 8/);
    expect(checks(second.all)).toEqual(['H08', 'H09']);
  });

  it('leads from the sentence of the step to the panel', () => {
    const { press, one, steps } = place(broken);
    steps(8);
    expect(one('.happened button').hidden).toBe(true);
    steps(1);
    expect(one('.happened button').hidden).toBe(false);
    press('Por que a entrada falhou');
    expect(one('[aria-selected=true]').textContent).toBe('Entrada');
  });

  it('without VMCLEAR asks for it instead of a repair of each field', async () => {
    const { tab, one, run } = place(withoutVmclear);
    tab('Entrada');
    await run();
    expect(text(one('.failed-entry .question'))).toMatch(/nunca passou por VMCLEAR.*\?/);
  });

  it('checks the current VMCS before anything runs into it', () => {
    const { tab, one, steps, press } = place(broken);
    tab('Entrada');
    press('Conferir a VMCS atual');
    expect(text(one('.checked-now'))).toContain('Não há VMCS corrente');
    steps(8);
    expect(text(one('.checked-now'))).toBe('');
    press('Conferir a VMCS atual');
    expect(text(one('.checked-now'))).toMatch(/A VMCS A quebra 2 regras.*quem entra é VMLAUNCH/);
    expect(text(one('.failed-entry'))).toContain('nenhuma foi tentada');
  });
});

describe('breakpoints', () => {
  it('on a line stop before it, and say so', async () => {
    const { tab, one, run, sentence, press } = place(TURNS);
    tab('Paradas');
    await userEvent.fill(one('#parada-linha'), '13');
    await userEvent.keyboard('{Enter}');
    expect(text(one('.stops'))).toContain('linha 13: PUSH RBX');
    await run();
    expect(sentence()).toMatch(/^Parei antes da linha 13\./);
    press('Rodar até a saída');
    await expect.poll(sentence).toMatch(/OUT|VMCALL/);
  });

  it('on an exit, a reason, a VMfail', async () => {
    const { tab, one, all, run, sentence } = place(TURNS);
    tab('Paradas');
    const select = one<HTMLSelectElement>('#parada-motivo');
    select.value = '18';
    select.form?.requestSubmit();
    await run();
    expect(sentence()).toMatch(/^Parei na parada marcada: saída por VMCALL \(motivo 18\)/);
    document.body.replaceChildren();
    localStorage.clear();
    const second = place(broken);
    second.tab('Paradas');
    (second.all('.stops-panel input[type=checkbox]')[1] as HTMLInputElement).click();
    await second.run();
    expect(second.sentence()).toMatch(/^Parei na parada marcada: qualquer VMfail\..*erro 7/s);
    await second.run();
    expect(second.sentence()).toMatch(/qualquer VMfail\..*erro 8/s);
    expect(all('.stops li')).toHaveLength(1);
  });

  it('refuse a line that is none, and can be taken away', async () => {
    const { tab, one, all, run, sentence, press } = place(TURNS);
    tab('Paradas');
    await userEvent.fill(one('#parada-linha'), '99');
    await userEvent.keyboard('{Enter}');
    expect(text(one('.stops-panel .field-error'))).toMatch(/de 1 a \d+/);
    await userEvent.fill(one('#parada-linha'), '6');
    await userEvent.keyboard('{Enter}');
    expect(all('.stops li')).toHaveLength(1);
    all('.stops li button')[0]?.click();
    expect(all('.stops li')).toHaveLength(0);
    await run();
    expect(sentence()).not.toContain('Parei');
    press('Recomeçar');
  });

  it('are there again on the next visit, with the open tab', async () => {
    const { tab, one, lab } = place(TURNS);
    tab('Paradas');
    await userEvent.fill(one('#parada-linha'), '6');
    await userEvent.keyboard('{Enter}');
    one('.stops-panel input[type=checkbox]').click();
    lab.remove();
    expect(readLabView(savedPlace(null, 'Painéis'))).toMatchObject({
      tab: 'paradas',
      lines: [6],
      exit: true,
    });
    const again = place(TURNS);
    expect(again.one('[aria-selected=true]').textContent).toBe('Paradas');
    expect(text(again.one('.stops'))).toContain('linha 6: VMRESUME');
    await again.run();
    expect(again.sentence()).toMatch(/^Parei na parada marcada: qualquer saída de VM/);
  });
});
