// The sentence of a step: it names the machine, the number and its meaning, and never shows a hole.
import { describe, expect, it } from 'vitest';
import type { MachineEvent } from '../vmx/index.ts';
import type { Outcome, StepReport } from '../vmx/program/session-types.ts';
import { eventText } from './event-messages.ts';
import { exitReason } from './exit-reasons.ts';
import { stepMessage, stepTitle } from './step-messages.ts';
import { vmInstructionError } from './vm-instruction-errors.ts';

const regions = [
  { name: 'VMXON', address: 0x7000n },
  { name: 'A', address: 0x8000n },
  { name: 'B', address: 0x9000n },
];
const common = { step: 3, mode: 'root', rip: 0x100010n, vmcs: 0x8000n } as const;

function report(
  outcome: Outcome,
  events: readonly MachineEvent[] = [],
  more: Partial<StepReport> = {},
): StepReport {
  return {
    number: 3,
    line: 4,
    text: 'LINHA',
    address: 0x100010n,
    before: { mode: 'root', guest: null },
    after: { mode: 'root', guest: null },
    outcome,
    events: events.map((event) => ({ event, place: null, folded: false })),
    output: '',
    machineSteps: 1,
    ...more,
  };
}
const say = (...args: Parameters<typeof report>): string => stepMessage(report(...args), regions).text;

describe('stepMessage', () => {
  it('says that VMLAUNCH enters, which guest, and the new launch state', () => {
    const message = stepMessage(report({ code: 'entered', instruction: 'VMLAUNCH', guest: 'A' }), regions);
    expect(message.text).toMatch(/VMLAUNCH entrou no convidado A.*“launched”/);
    expect(message.section).toBe('26');
  });

  it('after VMXOFF leaves VMXON out of what causes #UD', () => {
    expect(say({ code: 'vmsucceed', instruction: 'VMXOFF' })).toMatch(
      /VMXOFF desligou.*só VMXON a liga de novo.*as outras instruções VMX causam #UD/,
    );
  });

  it('agrees with no gender of a mnemonic', () => {
    const ran = { code: 'ran', mnemonic: 'jmp' } as const;
    expect(say(ran, [], { text: 'jmp fim' })).toBe('jmp fim rodou em root.');
    expect(eventText({ ...common, kind: 'instruction', mnemonic: 'jmp', length: 2 }, [])).toBe(
      'instrução jmp executada',
    );
  });

  it('says that VMRESUME enters and does not leave', () => {
    expect(say({ code: 'entered', instruction: 'VMRESUME', guest: 'B' })).toMatch(
      /entrou de novo no convidado B.*VMRESUME entra; quem sai é o convidado/,
    );
  });

  it('counts the checks behind a failed entry too', () => {
    const failure: MachineEvent = {
      ...common,
      kind: 'entry-failure',
      instruction: 'VMLAUNCH',
      reason: 33,
      qualification: 0n,
      failing: ['G03'],
      hostRip: 0n,
    };
    const text = say({ code: 'entry-failed', instruction: 'VMLAUNCH', reason: 33 }, [failure]);
    expect(text).toMatch(/não entrou no convidado A.*motivo 33.*continua em root.*G03/);
  });

  it('names a step by its line, or by what stands for it where no line does', () => {
    expect(stepTitle(report({ code: 'ran', mnemonic: 'X' }))).toBe('LINHA');
    expect(stepTitle(report({ code: 'prepared' }, [], { line: null, text: 'liga' }))).toBe('preparação');
    const finished: Outcome = { code: 'ended', reason: 'finished', vector: null, errorCode: null };
    expect(stepTitle(report(finished, [], { line: null, text: 'termina' }))).toBe('fim');
  });

  it('gives the number of a VMfailValid with its meaning and the flag', () => {
    const text = say({ code: 'vmfail-valid', instruction: 'VMLAUNCH', error: 4 });
    expect(text).toContain('erro 4 (ZF = 1)');
    expect(text).toContain('não está em “clear”');
  });

  it('counts the checks behind error 7 and names the first', () => {
    const failing: MachineEvent = {
      ...common,
      kind: 'vmfail',
      instruction: 'VMLAUNCH',
      error: 7,
      failing: ['C12', 'C20'],
    };
    expect(say({ code: 'vmfail-valid', instruction: 'VMLAUNCH', error: 7 }, [failing])).toMatch(
      /2 verificações.*C12/,
    );
  });

  it('tells the two VMfailInvalid of VMXON apart by where it ran', () => {
    const outcome: Outcome = { code: 'vmfail-invalid', instruction: 'VMXON' };
    expect(say(outcome, [], { before: { mode: 'outside', guest: null } })).toContain(
      'identificador de revisão',
    );
    expect(say(outcome)).toContain('já está em root');
  });

  it('says why CPUID and HLT left the guest: one always does, one by a control', () => {
    const cpuid = stepMessage(report({ code: 'exited', reason: 10, guest: 'A', mnemonic: 'CPUID' }), regions);
    expect(cpuid.text).toMatch(/convidado A executou CPUID.*sempre causa.*Motivo 10 \(CPUID\)/);
    expect(cpuid.section).toBe('25.1.2');
    expect(say({ code: 'exited', reason: 12, guest: 'C', mnemonic: 'HLT' })).toContain('“HLT exiting”');
  });

  it('names the VMCS that VMCLEAR and VMPTRLD touched, and what happened to the other', () => {
    const cleared: MachineEvent = { ...common, kind: 'vmcs-cleared', region: 0x8000n };
    expect(say({ code: 'vmsucceed', instruction: 'VMCLEAR' }, [cleared])).toMatch(
      /VMCS A.*agora não há nenhuma/,
    );
    const loaded: MachineEvent = { ...common, kind: 'vmcs-loaded', region: 0x9000n, previous: 0x8000n };
    expect(say({ code: 'vmsucceed', instruction: 'VMPTRLD' }, [loaded])).toMatch(
      /VMCS B ativa e corrente.*VMCS A deixou/,
    );
  });

  it('reads the exit reason by name', () => {
    const read: MachineEvent = {
      ...common,
      kind: 'field-read',
      encoding: 0x4402,
      field: 'exit_reason',
      value: 18n,
    };
    expect(say({ code: 'vmsucceed', instruction: 'VMREAD' }, [read])).toContain('18 (VMCALL)');
  });

  it('explains #UD of a VMX instruction before VMXON', () => {
    const ended: Outcome = { code: 'ended', reason: 'unhandled-exception', vector: 6, errorCode: null };
    expect(say(ended, [], { text: 'VMCLEAR A' })).toMatch(/#UD.*falta um VMXON/);
    expect(say(ended, [], { text: 'VMXON' })).toContain('CR4.VMXE');
  });

  it('puts the warnings of the machine beside the sentence, each once', () => {
    const warning: MachineEvent = {
      ...common,
      kind: 'warning',
      code: 'launch-of-uncleared-region',
      region: 0x8000n,
    };
    const message = stepMessage(
      report({ code: 'entered', instruction: 'VMLAUNCH', guest: 'A' }, [warning, warning]),
      regions,
    );
    expect(message.notes).toHaveLength(1);
    expect(message.notes[0]).toContain('VMCS A nunca passou por VMCLEAR');
  });

  it('ends every sentence with a full stop and leaves no hole, whatever the outcome', () => {
    const places = ['outside', 'root', 'non-root'] as const;
    const outcomes: Outcome[] = [
      { code: 'prepared' },
      ...['VMXON', 'VMXOFF', 'VMCLEAR', 'VMPTRLD', 'VMPTRST', 'VMREAD', 'VMWRITE', 'INVEPT'].flatMap(
        (instruction): Outcome[] => [
          { code: 'vmsucceed', instruction },
          { code: 'vmfail-invalid', instruction },
        ],
      ),
      ...Array.from({ length: 30 }, (_, error): Outcome => ({
        code: 'vmfail-valid',
        instruction: 'VMRESUME',
        error,
      })),
      ...Array.from({ length: 80 }, (_, reason): Outcome => ({
        code: 'exited',
        reason,
        guest: null,
        mnemonic: 'X',
      })),
      { code: 'entry-failed', instruction: 'VMLAUNCH', reason: 33 },
      { code: 'guest-ran', mnemonic: 'MOV', guest: 'A' },
      { code: 'exception', vector: 200 },
      { code: 'ran', mnemonic: 'MOV' },
      ...(['finished', 'halted', 'unhandled-exception', 'guest-asleep', 'vmx-abort', 'budget'] as const).map(
        (reason): Outcome => ({ code: 'ended', reason, vector: null, errorCode: null }),
      ),
    ];
    for (const outcome of outcomes) {
      for (const mode of places) {
        const text = say(outcome, [], { before: { mode, guest: null }, after: { mode, guest: null } });
        expect(text).toMatch(/\.$/);
        expect(text).not.toMatch(/undefined|null|NaN|\s\s|\.\./);
      }
    }
  });
});

describe('the tables', () => {
  it('say the meaning of each number of the manual, and that others are reserved', () => {
    expect(vmInstructionError(5).meaning).toContain('não foi lançada');
    expect(vmInstructionError(14).meaning).toContain('reservado');
    expect(exitReason(12).name).toBe('HLT');
    expect(exitReason(200).name).toBe('motivo 200');
  });

  it('write an event in a few words', () => {
    expect(
      eventText({ ...common, kind: 'vmfail', instruction: 'VMRESUME', error: 5, failing: [] }, regions),
    ).toBe('VMRESUME: VMfailValid, erro 5 (VMRESUME com VMCS que não foi lançada)');
    expect(eventText({ ...common, kind: 'character', device: 'e9', code: 7 }, regions)).toContain('0x7');
  });
});
