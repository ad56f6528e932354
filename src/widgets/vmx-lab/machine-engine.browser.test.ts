// The lab over the real machine and the real grader, with the files of lab 1.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import solution from '../../../exercises/vmx/01-entrar-e-sair/solucao/programa.vmx?raw';
import starter from '../../../exercises/vmx/01-entrar-e-sair/partida/programa.vmx?raw';
import { partsOf } from '../shared/testing.ts';
import './index.ts';

const GRADING = {
  definicao: {
    id: 'vmx/01',
    tipo: 'sequencia',
    titulo: 'Entrar e sair',
    resumo: 'Entrar, rodar, voltar, sair.',
    licao: 'ciclo-de-vida',
    pontos: 3,
    aprovacao: 3,
    arquivo: 'programa.vmx',
    ordem: 101,
  },
  criterios: {
    convidados: [{ nome: 'um convidado que para com HLT', maquinas: { A: 'dorminhoco' } }],
    criterios: [
      { id: 'entra', titulo: 'Entra', pontos: 2, regra: 'entra', maquina: 'A', dica: 'Com qual instrução?' },
      { id: 'sai', titulo: 'Sai', pontos: 1, regra: 'termina-fora', dica: 'O que desfaz VMXON?' },
    ],
  },
  partida: starter,
};

function place(program: string) {
  const lab = document.createElement('vmx-lab');
  lab.setAttribute('exercicio', 'vmx/01');
  const pre = document.createElement('pre');
  pre.textContent = program;
  const data = document.createElement('script');
  data.type = 'application/json';
  data.textContent = JSON.stringify(GRADING);
  lab.append(pre, data);
  document.body.append(lab);
  const { root, one, button } = partsOf(lab);
  const press = (name: string): void => button(name).click();
  const sentence = (): string => one('.sentence').textContent ?? '';
  return { lab: lab as HTMLElement & { program: string }, root, one, press, sentence };
}

beforeEach(() => localStorage.clear());
afterEach(() => {
  document.body.replaceChildren();
});

describe('the lab over the machine', () => {
  it('runs the reference solution to its end, into the guest and out of VMX operation', async () => {
    const { press, sentence, one } = place(solution);
    press('Rodar até a saída');
    await vi.waitFor(() => expect(sentence()).toMatch(/convidado A executou VMCALL e saiu.*Motivo 18/));
    expect(one('.vmcs-card').textContent).toMatch(/“launched”.*ativa.*corrente/);
    press('Rodar');
    await vi.waitFor(() => expect(sentence()).toContain('fora da operação VMX'));
    expect(one('.vmcs-card').textContent).toMatch(/“clear”.*inativa/);
  });

  it('comes back to the same picture when it goes back and forth', async () => {
    const { press, one } = place(solution);
    for (let n = 0; n < 5; n += 1) press('Passo');
    const picture = (): string =>
      `${one('.state').textContent}${one('.diagram').getAttribute('aria-label') ?? ''}`;
    const before = picture();
    press('Passo');
    press('Voltar um passo');
    expect(picture()).toBe(before);
    press('Recomeçar');
    for (let n = 0; n < 5; n += 1) press('Passo');
    await vi.waitFor(() => expect(picture()).toBe(before));
  });

  it('says in Portuguese what it could not read, with line and column', () => {
    const { one } = place('VMXON\nVMPTLRD A\n');
    expect(one('.errors').textContent).toMatch(/linha 2, coluna 1.*VMPTRLD/);
  });

  it('stops a guest that never leaves, without holding the page', async () => {
    const { press, sentence } = place('VMXON\nVMCLEAR A\nVMPTRLD A\nVMLAUNCH\n\nconvidado A: teimoso\n');
    press('Rodar');
    await vi.waitFor(() => expect(sentence()).toMatch(/Parei depois de|limite de passos/), {
      timeout: 20_000,
    });
  }, 30_000);

  it('grades by running, with the evidence of the learner’s own run within reach', async () => {
    const { press, one } = place(solution);
    press('Corrigir');
    await vi.waitFor(() => expect(one('.grading [role="status"]').textContent).toMatch(/^Aprovado: 3 de 3/), {
      timeout: 10_000,
    });
    one<HTMLButtonElement>('.evidence button').click();
    await vi.waitFor(() => expect(one('.step-count').textContent).not.toMatch(/^passo 0/));
  });

  it('does not grade a starter that nobody touched', async () => {
    const { press, one } = place(starter);
    press('Corrigir');
    await vi.waitFor(() => expect(one('.graded').textContent).toContain('ponto de partida'), {
      timeout: 10_000,
    });
  });

  it('says that an empty editor is empty', async () => {
    const { lab, press, one } = place(starter);
    lab.program = '  \n';
    press('Corrigir');
    await vi.waitFor(() => expect(one('.graded').textContent).toContain('vazio'), { timeout: 10_000 });
    expect(one('.graded').textContent).not.toContain('ponto de partida');
  });

  it('shows why a program cannot be read first and once, each error within reach', async () => {
    const { lab, press, one } = place(starter);
    lab.program = 'VMXOM\nVMPTRLD\n';
    press('Corrigir');
    await vi.waitFor(() => expect(one('.graded .criteria')).toBeTruthy(), { timeout: 10_000 });
    const shown = one('.graded').textContent ?? '';
    expect(shown.match(/não pôde ser lido/g)).toHaveLength(1);
    expect(shown.indexOf('Ir à linha 1')).toBeLessThan(shown.indexOf('Entra'));
    expect(shown).toContain('Ir à linha 2');
    expect(one('.graded').querySelector('.question')).toBeNull();
  });
});
