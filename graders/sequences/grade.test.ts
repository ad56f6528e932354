import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { gradeSequence } from './grade.ts';
import { readSequenceSettings, type SequenceSettings } from './settings.ts';

const folder = join(import.meta.dirname, '..', '..', 'exercises', 'vmx', '01-entrar-e-sair');
const read = readSequenceSettings(parse(readFileSync(join(folder, 'criterios.yaml'), 'utf8')), 10);
const settings: SequenceSettings = read.ok ? read.value : { variations: [], criteria: [] };

const grade = (source: string) =>
  gradeSequence(settings, { exercise: 'vmx/01', file: 'programa.vmx', source, passing: 10 });
const verdicts = (source: string) =>
  Object.fromEntries(grade(source).criteria.map(({ id, verdict }) => [id, verdict]));

const good = 'VMXON\nVMCLEAR A\nVMPTRLD A\nVMLAUNCH\nVMCLEAR A\nVMXOFF\nconvidado A:\n VMCALL\n';

describe('gradeSequence on lab 1', () => {
  it('gives everything to the shortest right program, and to longer ones that do the same', () => {
    expect(grade(good)).toMatchObject({ score: 10, passed: true });
    const longer = good
      .replace('VMXON', '; comentário\nvmxon')
      .replace('VMLAUNCH', 'VMLAUNCH\nVMREAD EXIT_REASON\nAVANCA');
    expect(grade(longer)).toMatchObject({ score: 10, passed: true });
  });

  it('says the first moment that went wrong, with its line', () => {
    const result = grade(good.replace('VMLAUNCH', 'VMRESUME'));
    expect(result.passed).toBe(false);
    const entry = result.criteria.find(({ id }) => id === 'entra-no-convidado');
    expect(entry).toMatchObject({ verdict: 'not-met', points: 0 });
    expect(entry?.message).toContain('erro 5');
    expect(entry?.evidence[0]).toMatchObject({ kind: 'trace', line: 4 });
  });

  it('judges by what happens, not by the instructions that are written', () => {
    const neverReached = 'VMXOFF\n' + good;
    expect(verdicts(neverReached)).toMatchObject({ 'entra-em-vmx': 'not-met', 'sem-falhas': 'not-met' });
  });

  it('gives part of the points when the program works only with some guests', () => {
    const asleep = { ...settings, variations: [{ name: 'um teimoso', guests: { A: 'teimoso' } }] };
    const stubborn = gradeSequence(asleep, { exercise: 'x', file: 'p.vmx', source: good, passing: 10 });
    const back = stubborn.criteria.find(({ id }) => id === 'volta-ao-vmm');
    expect(back).toMatchObject({ verdict: 'partly', points: 0.5 });
    expect(back?.message).toContain('um teimoso');
    expect(back?.evidence[0]).toMatchObject({ guests: 'um teimoso' });
  });

  it('does not pass who leaves with VMRESUME, as the text of 2005 says, and says that it enters', () => {
    const result = grade(good.replace('VMLAUNCH', 'VMLAUNCH\nVMRESUME ; sai'));
    expect(result.passed).toBe(false);
    const entry = result.criteria.find(({ id }) => id === 'entra-no-convidado');
    expect(entry?.message).toContain('VMRESUME entra, não sai');
    expect(entry?.evidence[0]).toMatchObject({ line: 5 });
  });

  it('says with whose guests it ran, and how often', () => {
    const note = (count: number): string =>
      gradeSequence(
        { ...settings, variations: Array(count).fill({ name: 'outro', guests: { A: 'pacato' } }) },
        { exercise: 'x', file: 'p.vmx', source: good, passing: 10 },
      ).notes[0] ?? '';
    expect(note(0)).toBe('O programa rodou com os seus convidados.');
    expect(note(1)).toBe(
      'O programa rodou duas vezes: uma com os seus convidados e uma com outros, que você não viu.',
    );
    expect(note(3)).toMatch(
      /quatro vezes: uma com os seus convidados e três com outros, que você não viu\.$/,
    );
    expect(note(11)).toMatch(/12 vezes: uma .* e 11 com outros/);
  });

  it('lists every line that cannot be read, and gives nothing', () => {
    const result = grade('VMXOM\nVMCLEAR A\nVMPTRLD\n');
    expect(result).toMatchObject({ score: 0, passed: false });
    expect(result.notes.join('\n')).toMatch(/Linha 1: .*VMXON/);
    expect(result.notes.join('\n')).toContain('Linha 3');
    expect(result.errors?.map((error) => (error.kind === 'file' ? error.line : null))).toEqual([1, 3]);
    // Said once, and no hint pretends to know what a program that never ran did.
    for (const { message, hint, evidence } of result.criteria)
      expect([message, hint, evidence]).toEqual(['', null, []]);
  });

  it('takes points for the missing VMCLEAR and its failure, not for all that follows from it', () => {
    const result = grade(good.replace('VMCLEAR A\n', ''));
    expect(result).toMatchObject({ score: 7, passed: false });
    const missed = result.criteria.filter(({ points, max }) => points < max);
    expect(missed.map(({ id }) => id)).toEqual(['vmclear-antes', 'sem-falhas']);
    expect(missed[1]?.message).toMatch(/erro 7.*nunca passou por VMCLEAR/);
    expect(missed[1]?.hint).toMatch(/inicia a região/);
    const entry = result.criteria.find(({ id }) => id === 'entra-no-convidado');
    expect(entry).toMatchObject({ verdict: 'partly', points: 2 });
    expect(entry?.message).toMatch(/erro 7.*Com o VMCLEAR que falta/);
  });

  it('does not follow through where the rest would fail with the VMCLEAR too', () => {
    const result = grade('VMXON\nVMPTRLD A\nVMRESUME\nVMCLEAR A\nVMXOFF\nconvidado A:\n VMCALL\n');
    const entry = result.criteria.find(({ id }) => id === 'entra-no-convidado');
    expect(entry).toMatchObject({ verdict: 'not-met', points: 0 });
    expect(result.score).toBeLessThan(6);
  });

  it('says of a guest that never leaves what happened, and does not call it a failure', () => {
    const result = grade(good.replace(' VMCALL', 'x:\n JMP x'));
    const of = (id: string) => result.criteria.find((criterion) => criterion.id === id);
    expect(of('sem-falhas')?.verdict).toBe('met');
    for (const id of ['volta-ao-vmm', 'devolve-a-vmcs', 'sai']) {
      expect(of(id)?.message).toMatch(/não saiu mais/);
      expect(of(id)?.hint).toMatch(/O que tiraria/);
    }
  });

  it('is the same every time', () => {
    expect(grade(good)).toEqual(grade(good));
  });

  it('never throws and never gives points to text that is no program', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(grade(text).score).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  it('never throws, whatever the order of the lines', () => {
    const lines = ['VMXON', 'VMCLEAR A', 'VMPTRLD A', 'VMLAUNCH', 'VMRESUME', 'AVANCA', 'VMXOFF', 'VMCALL'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...lines), { maxLength: 8 }), (order) => {
        const source = `${order.join('\n')}\nconvidado A: pacato\n`;
        const alone = { ...settings, variations: [] };
        const result = gradeSequence(alone, { exercise: 'x', file: 'p.vmx', source, passing: 10 });
        expect(result.points).toBeLessThanOrEqual(10);
        if (result.passed) expect(order).toContain('VMLAUNCH');
      }),
      { numRuns: 25 },
    );
  });
});

describe('gradeSequence with guests in the place of the learner’s', () => {
  const lab4 = readSequenceSettings(
    {
      convidados: [{ nome: 'um que chama duas vezes', maquinas: { A: 'VMCALL\nVMCALL\nHLT' } }],
      criterios: [
        { id: 'anda', titulo: 'Anda', pontos: 4, regra: 'avanca', maquina: 'A', dica: 'Quanto falta?' },
      ],
    },
    4,
  );
  const one = (source: string, file = 'programa.vmx') =>
    gradeSequence(lab4.ok ? lab4.value : settings, { exercise: 'x', file, source, passing: 4 });
  const root = 'VMXON\nVMCLEAR A\nVMPTRLD A\nVMLAUNCH\n';

  it('does not let a program escape them by depending on what is in its own guest', () => {
    const result = one(
      `${root}VMWRITE GUEST_RIP, x\nVMRESUME\nVMCLEAR A\nVMXOFF\nconvidado A:\nCPUID\nx: HLT`,
    );
    expect(result).toMatchObject({ passed: false });
    expect(result.criteria[0]).toMatchObject({ verdict: 'partly', points: 2, evidence: [] });
    expect(result.criteria[0]?.message).toMatch(/não pôde ser lido.*Linha 5.*um que chama duas vezes/s);
  });

  it('names the first moment, and no line that the learner did not write', () => {
    const result = one(`${root}VMRESUME\nVMCLEAR A\nVMXOFF\nconvidado A:\nCPUID`);
    expect(result.notes.join('\n')).toMatch(/primeiro momento a olhar fica na linha 5 \(passo \d+\)/);
    const far = one(
      `${root}VMWRITE GUEST_RIP, 0x200002\nVMRESUME\nVMCLEAR A\nVMXOFF\nconvidado A:\nCPUID\nHLT`,
    );
    expect(far.criteria[0]).toMatchObject({ verdict: 'partly' });
    expect(far.criteria[0]?.message).toMatch(/a instrução que saiu no passo \d+ termina/);
  });

  it('reads the lines of other systems alike', () => {
    const source = `${root}AVANCA\nVMRESUME\nVMCLEAR A\nVMXOFF\nconvidado A:\nCPUID\nHLT\n`;
    expect(one(source).passed).toBe(true);
    expect(one(source.replaceAll('\n', '\r\n'))).toEqual(one(source));
  });

  it('leaves out of a criterion the runs that give it nothing to judge, and gives nothing where none does', () => {
    const idle = `${root}AVANCA\nVMRESUME\nVMCLEAR A\nVMXOFF\nconvidado A:\nHLT\nHLT\n`;
    expect(one(idle).criteria[0]).toMatchObject({ verdict: 'met', points: 4 });
    const never = lab4.ok ? { ...lab4.value, variations: [] } : settings;
    const result = gradeSequence(never, { exercise: 'x', file: 'p.vmx', source: idle, passing: 4 });
    expect(result.criteria[0]).toMatchObject({ verdict: 'not-met', points: 0 });
  });

  it('bounds an assembly program that never ends, and one that is no program', () => {
    expect(one('de_novo: jmp de_novo', 'p.asm')).toMatchObject({ score: 0, passed: false });
    expect(one('\u0000\u0001', 'p.asm')).toMatchObject({ score: 0, passed: false });
  });
});

describe('readSequenceSettings', () => {
  const criterion = { id: 'a', titulo: 'A', pontos: 2, regra: 'sucede', instrucao: 'VMXON', dica: 'Qual?' };

  it('reads a criterion with the settings of its rule', () => {
    const result = readSequenceSettings({ criterios: [criterion] }, 2);
    expect(result).toMatchObject({ ok: true, value: { criteria: [{ with: { instrucao: 'VMXON' } }] } });
  });

  it('refuses unknown rules, repeated ids, missing hints and points that do not add up', () => {
    const errors = (data: unknown) => {
      const result = readSequenceSettings(data, 2);
      return result.ok ? '' : result.errors.join('\n');
    };
    expect(errors({ criterios: [{ ...criterion, regra: 'adivinha' }] })).toContain('adivinha');
    expect(errors({ criterios: [criterion, criterion] })).toContain('repete');
    expect(errors({ criterios: [{ ...criterion, dica: undefined }] })).toContain('dica');
    expect(errors({ criterios: [{ ...criterion, pontos: 3 }] })).toContain('somam 3');
    expect(errors({ criterios: [] })).toContain('ao menos um');
    expect(errors('texto')).not.toBe('');
    expect(errors({ criterios: [{ ...criterion, regra: 'le' }] })).toContain('instrucao');
    expect(errors({ criterios: [{ ...criterion, instrucoes: 'VMXON' }] })).toContain('instrucoes');
    expect(errors({ criterios: [{ ...criterion, vezes: { de: 1 } }] })).toContain('listas');
    expect(
      errors({ convidados: [{ nome: 'x', maquinas: { aa: 'pacato' } }], criterios: [criterion] }),
    ).toContain('letra');
  });
});
