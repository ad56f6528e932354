// Each rule of the labs over real runs: one that keeps it, and those that look right and must not.
import { describe, expect, it } from 'vitest';
import { loadProgram } from '../../src/vmx/program/index.ts';
import { runProgram } from './program-run.ts';
import { applyRule, ruleNames, type Finding, type RuleName, type RuleSettings } from './rules.ts';

function judge(rule: RuleName, settings: RuleSettings, source: string, file = 'p.vmx'): Finding {
  const loaded = loadProgram(source, { file });
  if (!loaded.ok) throw new Error(loaded.errors.map(({ line, code }) => `${line} ${code}`).join(', '));
  return applyRule(rule, runProgram(loaded.program, null, source), settings);
}

const open = 'VMXON\nVMCLEAR A\nVMPTRLD A\n';
const close = 'VMCLEAR A\nVMXOFF\n';
const quiet = 'convidado A: pacato\n';
const both = 'VMXON\nVMCLEAR A\nVMCLEAR B\nVMPTRLD A\n';
const three = 'convidado A:\nCPUID\nVMCALL\nHLT\n';
const pair = 'convidado A:\nVMCALL\nHLT\nconvidado B:\nVMCALL\nHLT\n';

interface Case {
  readonly rule: RuleName;
  readonly settings: RuleSettings;
  readonly keeps: string;
  /** What the program does wrong, and the program. */
  readonly breaks: Readonly<Record<string, string>>;
}

const cases: readonly Case[] = [
  {
    rule: 'sucede',
    settings: { instrucao: 'VMLAUNCH', maquina: 'A', vezes: 2 },
    keeps: `${open}VMLAUNCH\nVMCLEAR A\nVMPTRLD A\nVMLAUNCH\n${close}${quiet}`,
    breaks: {
      'only once': `${open}VMLAUNCH\nVMRESUME\n${close}${quiet}`,
      'the second fails': `${open}VMLAUNCH\nVMLAUNCH\n${close}${quiet}`,
      'on another machine': `${both}VMLAUNCH\nVMPTRLD B\nVMLAUNCH\nVMCLEAR B\n${close}${quiet}`,
    },
  },
  {
    rule: 'falha',
    settings: { numero: 4, instrucao: 'VMLAUNCH', maquina: 'A' },
    keeps: `${open}VMLAUNCH\nVMLAUNCH\n${close}${quiet}`,
    breaks: {
      'nothing fails': `${open}VMLAUNCH\n${close}${quiet}`,
      'another number': `${open}VMRESUME\n${close}${quiet}`,
      'on another machine': `${both}VMPTRLD B\nVMLAUNCH\nVMLAUNCH\nVMCLEAR B\n${close}${quiet}`,
    },
  },
  {
    rule: 'sem-falhas',
    settings: { menos: 4 },
    keeps: `${open}VMLAUNCH\nVMLAUNCH\n${close}${quiet}`,
    breaks: {
      'another failure': `${open}VMRESUME\nVMLAUNCH\n${close}${quiet}`,
      'an exception': `${open}VMLAUNCH\n${close}VMCLEAR A\n${quiet}`,
      'without a current VMCS': `VMXON\nVMLAUNCH\nVMXOFF\n${quiet}`,
      'guest state': `${open}VMWRITE GUEST_RFLAGS, 0\nVMLAUNCH\n${close}${quiet}`,
      'nothing done': 'CR4.VMXE = 1\n',
      'a guest that never leaves': `${open}VMLAUNCH\n${close}convidado A: teimoso\n`,
    },
  },
  {
    rule: 'termina-fora',
    settings: {},
    keeps: `${open}VMLAUNCH\n${close}${quiet}`,
    breaks: {
      'stays in root': `${open}VMLAUNCH\nVMCLEAR A\n${quiet}`,
      'enters VMX operation again': `${open}${close}VMXON\n${quiet}`,
      'never inside': 'VMCLEAR A\n',
      'stays in the guest': `${open}VMLAUNCH\n${close}convidado A: teimoso\n`,
    },
  },
  {
    rule: 'vmclear-antes',
    settings: { maquinas: ['A', 'B'] },
    keeps: 'VMXON\nVMCLEAR B\nVMPTRLD B\nVMCLEAR A\nVMPTRLD A\nVMXOFF\n',
    breaks: {
      'only one': 'VMXON\nVMCLEAR A\nVMPTRLD A\nVMPTRLD B\nVMXOFF\n',
      'after the first use': 'VMXON\nVMCLEAR A\nVMPTRLD B\nVMCLEAR B\nVMPTRLD B\nVMPTRLD A\nVMXOFF\n',
      'never used': 'VMXON\nVMCLEAR A\nVMPTRLD A\nVMXOFF\n',
    },
  },
  {
    rule: 'devolve',
    settings: {},
    keeps: `${both}VMPTRLD B\nVMCLEAR A\nVMCLEAR B\nVMXOFF\n`,
    breaks: {
      'one is left': `${both}VMPTRLD B\nVMCLEAR B\nVMXOFF\n`,
      'loaded again': `${both}VMCLEAR A\nVMPTRLD A\nVMXOFF\n`,
      'no VMXOFF': `${both}`,
      'given back too late': `${both}VMXOFF\nVMXON\nVMCLEAR A\nVMXOFF\n`,
      'none loaded': 'VMXON\nVMCLEAR A\nVMXOFF\n',
    },
  },
  {
    rule: 'estados',
    settings: { maquina: 'A', estados: ['corrente launched', 'ativa launched', 'corrente launched'] },
    keeps: `${both}VMLAUNCH\nVMPTRLD B\nVMPTRLD A\nVMCLEAR B\n${close}${quiet}`,
    breaks: {
      'never launched': `${both}VMPTRLD B\nVMPTRLD A\nVMCLEAR B\n${close}${quiet}`,
      'cleared, not waiting': `${both}VMLAUNCH\nVMCLEAR A\nVMPTRLD B\nVMPTRLD A\nVMLAUNCH\n${close}${quiet}`,
      'does not come back': `${both}VMLAUNCH\nVMPTRLD B\nVMCLEAR B\n${close}${quiet}`,
    },
  },
  {
    rule: 'estados',
    settings: { maquina: 'A', estados: ['ativa clear', 'corrente clear'], seguidos: 'sim' },
    keeps: `${both}VMPTRLD B\nVMPTRLD A\nVMCLEAR B\n${close}${quiet}`,
    breaks: {
      'another between': `${both}VMPTRLD B\nVMCLEAR A\nVMPTRLD A\nVMCLEAR B\n${close}${quiet}`,
      'only the first': `${both}VMPTRLD B\nVMCLEAR B\nVMXOFF\n${quiet}`,
    },
  },
  {
    rule: 'falha',
    settings: { numero: 7, maquina: 'A', verificacoes: 2 },
    keeps: `${open}VMWRITE PIN_CTLS, 0\nVMWRITE CR3_TARGET_COUNT, 9\nVMLAUNCH\n${close}${quiet}`,
    breaks: {
      'one check': `${open}VMWRITE CR3_TARGET_COUNT, 9\nVMLAUNCH\n${close}${quiet}`,
      none: `${open}VMLAUNCH\n${close}${quiet}`,
    },
  },
  {
    rule: 'sobrevive',
    settings: { maquina: 'A', a: 'VMPTRLD' },
    keeps: `${both}VMWRITE TSC_OFFSET, 7\nVMPTRLD B\nVMPTRLD A\nVMREAD TSC_OFFSET\n${close}`,
    breaks: {
      'read of the other': `${both}VMWRITE TSC_OFFSET, 7\nVMPTRLD B\nVMREAD TSC_OFFSET\n${close}`,
      'read after a VMCLEAR': `${both}VMWRITE TSC_OFFSET, 7\nVMPTRLD B\nVMCLEAR A\nVMPTRLD A\nVMREAD TSC_OFFSET\n${close}`,
    },
  },
  {
    rule: 'le',
    settings: { campo: 'VM_INSTRUCTION_ERROR', valor: 4, maquina: 'A' },
    keeps: `${open}VMLAUNCH\nVMLAUNCH\nVMREAD 0x4400\n${close}${quiet}`,
    breaks: {
      'too early': `${open}VMLAUNCH\nVMREAD VM_INSTRUCTION_ERROR\nVMLAUNCH\n${close}${quiet}`,
      'another field': `${open}VMLAUNCH\nVMLAUNCH\nVMREAD EXIT_REASON\n${close}${quiet}`,
      'of another VMCS': `${both}VMLAUNCH\nVMLAUNCH\nVMPTRLD B\nVMREAD VM_INSTRUCTION_ERROR\nVMXOFF\n${quiet}`,
    },
  },
  {
    rule: 'le',
    settings: { campo: 'VMEXIT_INSTRUCTION_LENGTH' },
    keeps: `${open}VMLAUNCH\nAVANCA\nVMREAD EXIT_INSTR_LEN\n${close}${quiet}`,
    breaks: { 'only AVANCA looked': `${open}VMLAUNCH\nAVANCA ; lê para si\navança\n${close}${quiet}` },
  },
  {
    rule: 'le-a-cada-saida',
    settings: { campo: 'exit_reason' },
    keeps: `${open}VMLAUNCH\nVMREAD EXIT_REASON\nVMRESUME\nVMREAD EXIT_REASON\n${close}${quiet}`,
    breaks: {
      'not the last': `${open}VMLAUNCH\nVMREAD EXIT_REASON\nVMRESUME\n${close}${quiet}`,
      'two in a row for one exit': `${open}VMLAUNCH\nVMREAD EXIT_REASON\nVMREAD EXIT_REASON\nVMRESUME\n${close}${quiet}`,
      'no exit at all': `${open}VMREAD EXIT_REASON\n${close}${quiet}`,
    },
  },
  {
    rule: 'sobrevive',
    settings: { maquina: 'A', a: 'VMCLEAR' },
    keeps: `${open}VMWRITE TSC_OFFSET, 7\nVMCLEAR A\nVMPTRLD A\nVMREAD TSC_OFFSET\n${close}`,
    breaks: {
      'read before': `${open}VMWRITE TSC_OFFSET, 7\nVMREAD TSC_OFFSET\nVMCLEAR A\nVMPTRLD A\n${close}`,
      'written again': `${open}VMWRITE TSC_OFFSET, 7\nVMCLEAR A\nVMPTRLD A\nVMWRITE TSC_OFFSET, 7\nVMREAD TSC_OFFSET\n${close}`,
      'another field': `${open}VMWRITE TSC_OFFSET, 7\nVMCLEAR A\nVMPTRLD A\nVMREAD GUEST_RIP\n${close}`,
      'VMCLEAR of another': `${both}VMWRITE TSC_OFFSET, 7\nVMCLEAR B\nVMREAD TSC_OFFSET\n${close}`,
      'nothing written': `${open}VMCLEAR A\nVMPTRLD A\nVMREAD GUEST_RIP\n${close}`,
    },
  },
  {
    rule: 'entra',
    settings: { maquina: 'A', vezes: 2 },
    keeps: `${open}VMLAUNCH\nVMRESUME\n${close}${quiet}`,
    breaks: {
      once: `${open}VMLAUNCH\n${close}${quiet}`,
      'the wrong instruction': `${open}VMRESUME\n${close}${quiet}`,
      'in another guest': `${both}VMPTRLD B\nVMLAUNCH\nVMRESUME\nVMCLEAR B\n${close}${quiet}`,
    },
  },
  {
    rule: 'entra',
    settings: { maquina: 'A', 'no-maximo': 1 },
    keeps: `${open}VMLAUNCH\n${close}${quiet}`,
    breaks: {
      twice: `${open}VMLAUNCH\nVMRESUME\n${close}${quiet}`,
      never: `${open}${close}${quiet}`,
    },
  },
  {
    rule: 'volta',
    settings: { maquina: 'A' },
    keeps: `${open}VMLAUNCH\n${close}${quiet}`,
    breaks: {
      'never exits': `${open}VMLAUNCH\n${close}convidado A: teimoso\n`,
      'never entered': `${open}${close}${quiet}`,
      'a failed entry is no visit': `${open}VMWRITE GUEST_RFLAGS, 0\nVMLAUNCH\n${close}${quiet}`,
    },
  },
  {
    rule: 'avanca',
    settings: { maquina: 'A' },
    keeps: `${open}VMLAUNCH\nAVANCA\nVMRESUME\nAVANCA\nVMRESUME\n${close}${three}`,
    breaks: {
      'not at all': `${open}VMLAUNCH\nVMRESUME\n${close}${three}`,
      'the second time not': `${open}VMLAUNCH\nAVANCA\nVMRESUME\nVMRESUME\n${close}${three}`,
      'twice as far': `${open}VMLAUNCH\nAVANCA\nAVANCA\nVMRESUME\n${close}${three}`,
      'never goes on': `${open}VMLAUNCH\nAVANCA\n${close}${three}`,
    },
  },
  {
    rule: 'conclui',
    settings: { maquina: 'A' },
    keeps: `${open}VMLAUNCH\nAVANCA\nVMRESUME\nAVANCA\nVMRESUME\n${close}${three}`,
    breaks: {
      'stops before': `${open}VMLAUNCH\nAVANCA\nVMRESUME\n${close}${three}`,
      'goes on after the end': `${open}VMLAUNCH\nAVANCA\nVMRESUME\nAVANCA\nVMRESUME\nVMRESUME\n${close}${three}`,
      'never ran': `${open}${close}${three}`,
    },
  },
  {
    rule: 'reveza',
    settings: { maquinas: ['A', 'B'] },
    keeps: `${both}VMLAUNCH\nAVANCA\nVMPTRLD B\nVMLAUNCH\nAVANCA\nVMPTRLD A\nVMRESUME\nVMPTRLD B\nVMRESUME\nVMXOFF\n${pair}`,
    breaks: {
      'one after the other': `${both}VMLAUNCH\nAVANCA\nVMRESUME\nVMPTRLD B\nVMLAUNCH\nAVANCA\nVMRESUME\nVMXOFF\n${pair}`,
      'one never': `${both}VMLAUNCH\nAVANCA\nVMRESUME\nVMXOFF\n${pair}`,
      'no second turn': `${both}VMLAUNCH\nVMPTRLD B\nVMLAUNCH\nVMXOFF\n${pair}`,
    },
  },
  {
    rule: 'injeta',
    settings: { maquina: 'A', vetor: 13, codigo: 0, depois: [31] },
    keeps: `${open}VMLAUNCH\nVMWRITE ENTRY_INTR_INFO, 0x80000B0D\nVMRESUME\n${close}convidado A:\nRDMSR\n`,
    breaks: {
      nothing: `${open}VMLAUNCH\nVMRESUME\n${close}convidado A:\nRDMSR\n`,
      'another vector': `${open}VMLAUNCH\nVMWRITE ENTRY_INTR_INFO, 0x80000306\nVMRESUME\n${close}convidado A:\nRDMSR\n`,
      'another code': `${open}VMLAUNCH\nVMWRITE ENTRY_EXCEPTION_EC, 8\nVMWRITE ENTRY_INTR_INFO, 0x80000B0D\nVMRESUME\n${close}convidado A:\nRDMSR\n`,
      'too late': `${open}VMLAUNCH\nVMRESUME\nVMWRITE ENTRY_INTR_INFO, 0x80000B0D\nVMRESUME\n${close}convidado A:\nRDMSR\n`,
      'never asked for': `${open}VMLAUNCH\nVMWRITE ENTRY_INTR_INFO, 0x80000B0D\nVMRESUME\n${close}${quiet}`,
      'not valid': `${open}VMLAUNCH\nVMWRITE ENTRY_INTR_INFO, 0xB0D\nVMRESUME\n${close}convidado A:\nRDMSR\n`,
    },
  },
  {
    rule: 'na-falta',
    settings: { maquina: 'A' },
    keeps: `${open}VMLAUNCH\nVMWRITE ENTRY_INTR_INFO, 0x80000306\nVMRESUME\n${close}${quiet}`,
    breaks: {
      'behind the instruction': `${open}VMLAUNCH\nAVANCA\nVMWRITE ENTRY_INTR_INFO, 0x80000306\nVMRESUME\n${close}${quiet}`,
      'nothing injected': `${open}VMLAUNCH\nVMRESUME\n${close}${quiet}`,
    },
  },
];

/** A VMM that answers CPUID and lets ports and MSRs go on; `%` stands for what is put before the entry. */
const monitor = (setup: string, answer: string, guest: string): string => `%include "vmx.inc"
    liga_vmx
    vmxon   [p_vmxon]
    vmclear [p_a]
    vmptrld [p_a]
    vmcs_padrao convidado_a, saida
${setup}
    vmlaunch
saida:
    guarda_regs A
    le      rax, EXIT_REASON
    cmp     al, EXIT_HLT
    je      fim
${answer}
    avanca
    repoe_regs A
    vmresume
fim:
    vmclear [p_a]
    vmxoff
    termina
convidado_a:
${guest}
    hlt
`;

const emulate = `    mov eax, [regs_A]
    mov ecx, [regs_A + 16]
    cpuid
    mov [regs_A], rax
    mov [regs_A + 8], rbx
    mov [regs_A + 16], rcx
    mov [regs_A + 24], rdx
`;
const withBitmaps = (bits: string): string =>
  `${bits}\n    grava PRIMARY_PROC_BASED_CONTROLS, 0x401e1f2 | (1 << 25) | (1 << 28)`;
const askTwice = '    mov eax, 1\n    cpuid\n    xor eax, eax\n    cpuid';
const touch = `    mov dx, 0x3f8
    out dx, al
    out 0xe9, al
    mov ecx, 0x1b
    rdmsr
    mov ecx, 0x10
    rdmsr`;
const watch = '    mov byte [io_bitmap_a + 0x7f], 1\n    or byte [msr_bitmap + 3], 8';

const assembly: readonly Case[] = [
  {
    rule: 'conserva',
    settings: { maquina: 'A', livres: ['10: rax rbx rcx rdx'] },
    keeps: monitor('', emulate, askTwice),
    breaks: {
      'a register of the VMM': monitor('', `${emulate}\n    mov [regs_A + 32], rsp`, askTwice),
      'free only after its own reason': monitor('', '    mov qword [regs_A], 5', '    vmcall\n    vmcall'),
      'never back': monitor('    jmp fim', emulate, askTwice),
    },
  },
  {
    rule: 'responde-cpuid',
    settings: { maquina: 'A' },
    keeps: monitor('', emulate, askTwice),
    breaks: {
      'not answered': monitor('', '', askTwice),
      'the same to all': monitor('', '    mov qword [regs_A], 0\n' + emulate, askTwice),
      'the upper half': monitor('', `${emulate}    mov dword [regs_A + 12], 1`, askTwice),
      'never back': monitor('', '    jmp fim', askTwice),
    },
  },
  {
    rule: 'responde',
    settings: { maquina: 'A', motivo: 18, rax: 5 },
    keeps: monitor('', '    mov qword [regs_A], 5', '    vmcall'),
    breaks: {
      'not answered': monitor('', '', '    vmcall'),
      'only the lower half': monitor('', '    mov dword [regs_A], 5', '    mov rax, -1\n    vmcall'),
      'not the second time': monitor(
        '',
        '    mov rax, [vmx_rascunho]\n    inc qword [vmx_rascunho]\n    add rax, 5\n    mov [regs_A], rax',
        '    vmcall\n    vmcall',
      ),
      'never back': monitor('', '    jmp fim', '    vmcall'),
    },
  },
  {
    rule: 'intercepta',
    settings: { acesso: 'porta', numeros: [0x3f8] },
    keeps: monitor(withBitmaps(watch), '', touch),
    breaks: {
      'bitmap not in use': monitor(watch, '', touch),
      'another bit': monitor(withBitmaps('    mov byte [io_bitmap_a + 0x7f], 2'), '', touch),
      'never ran': monitor('    jmp fim', '', touch),
    },
  },
  {
    rule: 'intercepta',
    settings: { acesso: 'leitura-de-msr', numeros: [0x1b] },
    keeps: monitor(withBitmaps(watch), '', touch),
    breaks: {
      'the part of the writes': monitor(withBitmaps('    or byte [msr_bitmap + 2048 + 3], 8'), '', touch),
    },
  },
  {
    rule: 'deixa-passar',
    settings: { acesso: 'leitura-de-msr', exceto: [0x1b] },
    keeps: monitor(withBitmaps(watch), '', touch),
    breaks: {
      'no bitmap: all leave': monitor(watch, '', touch),
      'one bit too many': monitor(withBitmaps('    or dword [msr_bitmap], 0x8010000'), '', touch),
    },
  },
];

describe.each([
  ...cases.map((example) => ({ ...example, file: 'p.vmx' })),
  ...assembly.map((example) => ({ ...example, file: 'p.asm' })),
])('$rule', ({ rule, settings, keeps, breaks, file }) => {
  it('is kept', () => {
    expect(judge(rule, settings, keeps, file)).toMatchObject({ met: true });
  });
  it.each(Object.entries(breaks))('is not kept: %s', (_what, source) => {
    const finding = judge(rule, settings, source, file);
    expect(finding).toMatchObject({ met: false });
    expect(finding.message).toMatch(/[.?]$/);
  });
});

describe('the rules together', () => {
  it('each has a run that keeps it and runs that do not', () => {
    expect(new Set([...cases, ...assembly].map(({ rule }) => rule))).toEqual(new Set(ruleNames));
  });

  it('say when the guest gave them nothing to judge', () => {
    const idle = { met: false, idle: true };
    expect(judge('responde-cpuid', { maquina: 'A' }, monitor('', '', '    vmcall'), 'p.asm')).toMatchObject(
      idle,
    );
    expect(judge('intercepta', { acesso: 'porta' }, monitor('', '', '    nop'), 'p.asm')).toMatchObject(idle);
    expect(judge('conserva', { maquina: 'A' }, monitor('', '', '    nop'), 'p.asm')).toMatchObject(idle);
    expect(judge('avanca', { maquina: 'A' }, `${open}VMLAUNCH\n${close}convidado A:\nHLT\n`)).toMatchObject(
      idle,
    );
  });

  it('know a machine in assembly by its guest, whatever region holds it', () => {
    const elsewhere = monitor('', '', '    vmcall').replaceAll('[p_a]', '[p_d]');
    expect(judge('conclui', { maquina: 'A' }, elsewhere, 'p.asm')).toMatchObject({ met: true });
    expect(judge('conclui', { maquina: 'D' }, elsewhere, 'p.asm')).toMatchObject({ met: false });
  });
});
