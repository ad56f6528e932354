import { describe, expect, it } from 'vitest';
import { settingsProblem } from './rule-settings.ts';
import { ruleNames } from './rules.ts';

describe('settingsProblem', () => {
  it('finds nothing wrong with what the rules take', () => {
    expect(settingsProblem('sucede', { instrucao: 'VMXON' })).toBeNull();
    expect(settingsProblem('vmclear-antes', { maquina: 'A' })).toBeNull();
    expect(settingsProblem('vmclear-antes', { maquinas: ['A', 'B'] })).toBeNull();
    expect(settingsProblem('le', { campo: 'EXIT_REASON', valor: 0x80000021 })).toBeNull();
    expect(settingsProblem('intercepta', { acesso: 'porta', numeros: [0x3f8] })).toBeNull();
  });

  it.each([
    ['sucede', {}, 'precisa do ajuste “instrucao”'],
    ['sucede', { instrucao: 'VMLANCH' }, 'VMLANCH'],
    ['entra', {}, 'maquinas'],
    ['entra', { maquina: 'A', vesez: 2 }, 'vesez'],
    ['entra', { maquina: 'A', vezes: 'duas' }, 'número'],
    ['le', { campo: 'EXIT_RESON' }, 'EXIT_RESON'],
    ['intercepta', { acesso: 'msr' }, 'leitura-de-msr'],
    ['intercepta', { acesso: 'porta', numero: 3 }, 'numero'],
    ['estados', { maquina: 'A', estados: ['corrente lançada'] }, 'corrente lançada'],
    ['devolve', { maquina: 'A' }, 'nenhum'],
  ] as const)('%s %j', (rule, settings, said) => {
    expect(settingsProblem(rule, settings)).toContain(said);
  });

  it('knows every rule', () => {
    for (const rule of ruleNames) expect(settingsProblem(rule, { qualquer: 1 })).toContain('qualquer');
  });
});
