// What the manual says where no recording can: errors and outcomes the recorded implementation does not produce, and
// those in which it is known to leave the manual. Names of sections are those of the SDM, volume 3 (2016).
import { describe, expect, it } from 'vitest';
import type { CaseOp, OpResult } from './case-format.ts';
import { CaseRunner, runCase } from './run-case.ts';
import type { ProfileName } from '../profiles/profile.ts';

const VMX_ON: readonly CaseOp[] = [
  { op: 'wrmsr', msr: '0x3a', val: '0x5' },
  { op: 'set_cr4', vmxe: 1 },
  { op: 'write_rev', region: 'vmxon_a', val: 43 },
  { op: 'vmxon', ptr: 'vmxon_a' },
];
const VMCS_A: readonly CaseOp[] = [
  { op: 'write_rev', region: 'vmcs_a', val: 43 },
  { op: 'vmclear', ptr: 'vmcs_a' },
  { op: 'vmptrld', ptr: 'vmcs_a' },
  { op: 'load_defaults', guest: 'a' },
];
const launch: CaseOp = { op: 'vmlaunch' };
const write = (field: string, val: string): CaseOp => ({ op: 'vmwrite', field, val });
const read = (field: string): CaseOp => ({ op: 'vmread', field });

/** Results of `ops` after VMX is on and VMCS A is valid; the guest runs `program`. */
function after(
  ops: readonly CaseOp[],
  program: unknown[] = ['cpuid'],
  profile: ProfileName = 'penryn',
): OpResult[] {
  const all = [...VMX_ON, ...VMCS_A, ...ops];
  return runCase({ id: 't', guests: { a: program }, ops: all }, profile).slice(VMX_ON.length + VMCS_A.length);
}

const exitOf = (result: OpResult | undefined): Record<string, unknown> => {
  expect(result).toHaveProperty('exit');
  return result!['exit'] as Record<string, unknown>;
};

describe('VM-instruction errors', () => {
  it('VM-instruction error 1: VMCALL executed in VMX root operation', () => {
    expect(after([{ op: 'vmcall' }])[0]).toEqual({ fl: 'z', vmfail: 1 });
    expect(after([launch, { op: 'vmcall' }])[1]).toEqual({ fl: 'z', vmfail: 1 });
  });

  it('VM-instruction error 6: VMRESUME after VMXOFF and a new VMXON', () => {
    const ops: CaseOp[] = [
      launch,
      { op: 'vmxoff' },
      { op: 'vmxon', ptr: 'vmxon_a' },
      { op: 'vmptrld', ptr: 'vmcs_a' },
    ];
    const results = after([...ops, { op: 'vmresume' }, launch, { op: 'vmclear', ptr: 'vmcs_a' }]);
    expect(results[4]).toEqual({ fl: 'z', vmfail: 6 });
    expect(results[5]).toEqual({ fl: 'z', vmfail: 4 });
    expect(results[6]).toEqual({ fl: '' });
  });

  it('VM-instruction error 28: invalid operand to INVEPT/INVVPID', () => {
    const ops: CaseOp[] = [
      { op: 'invept', type: 9 },
      { op: 'invvpid', type: 1, desc: 0 },
      { op: 'invvpid', type: 2 },
    ];
    expect(after(ops, [], 'haswell')).toEqual([{ fl: 'z', vmfail: 28 }, { fl: 'z', vmfail: 28 }, { fl: '' }]);
  });

  it('INVEPT and INVVPID do not exist on the first profile: #UD', () => {
    const results = after([
      { op: 'invept', type: 1 },
      { op: 'invvpid', type: 1 },
    ]);
    for (const result of results) expect(result).toEqual({ fault: { vec: 6, err: 0 } });
  });
});

const FAILED_ENTRY = '0x80000021';

describe('entries that must fail', () => {
  const rows: [string, CaseOp[], number | string, string?][] = [
    ['RIP not canonical', [write('guest_rip', '0x800000000000')], FAILED_ENTRY],
    ['reserved bits of DEBUGCTL', [write('guest_ia32_debugctl', '0x10000')], FAILED_ENTRY],
    ['NMI injected while STI blocks: qualification 3', [write('guest_rflags', '0x202'), write('guest_interruptibility_state', '0x1'), write('vmentry_interruption_info', '0x80000202')], FAILED_ENTRY, '0x3'],
    ['entry to SMM outside SMM', [write('vmentry_controls', '0x17ff')], 7],
    ['injection type 7 without the monitor trap flag', [write('vmentry_interruption_info', '0x80000700')], 7],
    ['virtual NMI injected while blocked', [write('pin_based_controls', '0x3e'), write('guest_interruptibility_state', '0x8'), write('vmentry_interruption_info', '0x80000202')], FAILED_ENTRY],
    ['#UD injected into a halted guest', [write('guest_activity_state', '0x1'), write('vmentry_interruption_info', '0x80000306')], FAILED_ENTRY],
    ['interrupt 18 injected into shutdown', [write('guest_rflags', '0x202'), write('guest_activity_state', '0x2'), write('vmentry_interruption_info', '0x80000012')], FAILED_ENTRY],
    ['usable null SS of a wrong type', [write('guest_ss_selector', '0x0'), write('guest_ss_access_rights', '0xc09b')], FAILED_ENTRY],
    ['pending debug exceptions above bit 31', [write('guest_pending_debug_exceptions', '0x100000000')], FAILED_ENTRY],
    ['BS without TF while MOV SS blocks', [write('guest_interruptibility_state', '0x2'), write('guest_pending_debug_exceptions', '0x4000')], FAILED_ENTRY],
    ['PERF_GLOBAL_CTRL of the guest', [write('vmentry_controls', '0x33ff'), write('guest_ia32_perf_global_ctrl', '0xffffffffffffffff')], FAILED_ENTRY],
    ['PERF_GLOBAL_CTRL of the host', [write('vmexit_controls', '0x37fff'), write('host_ia32_perf_global_ctrl', '0x8000000000000000')], 8],
    ['an MSR area that leaves the address width', [write('vmentry_msr_load_count', '0x10000000'), write('vmentry_msr_load_addr', '0xfffffff000')], 7],
  ]; // prettier-ignore
  it.each(rows)('%s', (_name, ops, outcome, qualification = '0x0') => {
    const result = after([...ops, launch]).at(-1);
    if (typeof outcome === 'number') expect(result).toEqual({ fl: 'z', vmfail: outcome });
    else expect(exitOf(result)).toMatchObject({ reason: outcome, qual: qualification });
  });

  it('an entry failure writes reason and qualification only (26.7)', () => {
    const ops = [
      write('exception_bitmap', '0x40'),
      launch,
      write('guest_rflags', '0x0'),
      { op: 'vmresume' },
      read('vmexit_interruption_info'),
    ];
    const results = after(ops, ['ud2']);
    expect(exitOf(results[3])['reason']).toBe(FAILED_ENTRY);
    expect(results[4]).toMatchObject({ value: '0x80000306' });
  });
});

describe('exits', () => {
  it('an external interrupt exits whatever RFLAGS.IF (25.2)', () => {
    const results = after([write('pin_based_controls', '0x17'), { op: 'pend_extint', vector: 49 }, launch]);
    expect(exitOf(results[2])['reason']).toBe('0x1');
  });

  it('an exit out of HLT saves activity state 1 (27.3.4)', () => {
    const ops = [
      write('pin_based_controls', '0x17'),
      write('guest_rflags', '0x202'),
      write('guest_activity_state', '0x1'),
      { op: 'pend_extint', vector: 68 },
      launch,
    ];
    expect(exitOf(after(ops)[4])).toMatchObject({ reason: '0x1', act: 1 });
  });

  it('an intercepted fault saves RF = 1, an instruction that exits RF = 0 (27.3.3)', () => {
    expect(exitOf(after([write('exception_bitmap', '0x40'), launch], ['ud2'])[1])['rflags']).toBe('0x10002');
    expect(exitOf(after([write('guest_rflags', '0x10002'), launch])[1])['rflags']).toBe('0x2');
  });

  it('an NMI exit saves blocking by NMI as it was before, and the host has NMIs blocked (27.3.4, 27.5.5)', () => {
    const nmi = [
      ['mov_rdi_imm', '0xfee00310'],
      ['mov_rax_imm', 0],
      ['bytes', '8907'],
      ['mov_rdi_imm', '0xfee00300'],
      ['mov_rax_imm', '0x4400'],
      ['bytes', '8907'],
      'nop',
    ];
    const results = after(
      [write('pin_based_controls', '0x1e'), launch, read('guest_interruptibility_state')],
      nmi,
    );
    expect(exitOf(results[1])['reason']).toBe('0x0');
    expect(results[2]).toMatchObject({ value: '0x0' });
  });

  it('blocking by NMI after an entry is what the field says (26.3.2.5)', () => {
    const ops = [
      write('guest_interruptibility_state', '0x8'),
      launch,
      write('guest_interruptibility_state', '0x0'),
      { op: 'vmresume' },
      read('guest_interruptibility_state'),
    ];
    expect(after(ops)[4]).toMatchObject({ value: '0x0' });
  });

  it('bits 15, 14 and 12 of DR7 are loaded as 0 (26.3.2.1)', () => {
    expect(exitOf(after([write('guest_dr7', '0x1400'), launch])[1])).not.toHaveProperty('dr7');
  });

  it('IA32_SYSENTER_CS of the host has 32 bits (27.5.1)', () => {
    const host = exitOf(after([write('host_ia32_sysenter_cs', '0x12345678'), launch])[1])['host'];
    expect(host).toEqual({ sysenter_cs: '0x12345678' });
  });

  it('exit reason 43: TPR below threshold, after the MOV CR8 that lowered it (29.3)', () => {
    const ops = [
      { op: 'write_mem', region: 'vapic', offset: 128, bytes: '80' },
      write('virtual_apic_page_addr', '0x19000'),
      write('tpr_threshold', '0x5'),
      write('primary_proc_based_controls', '0x421e1f2'),
      launch,
    ];
    const exit = exitOf(after(ops, [['mov_rax_imm', 3], 'mov_cr8_rax'])[4]);
    expect(exit).toMatchObject({ reason: '0x2b', at: 'a+14' });
  });

  it('a VMX abort leaves its indicator at offset 4 of the region and ends the machine (27.7)', () => {
    const ops: CaseOp[] = [
      write('vmexit_msr_load_count', '0x1'),
      { op: 'write_mem', region: 'msr_load_exit', qwords: ['0xc0000100', '0x0'] },
      launch,
    ];
    const runner = new CaseRunner(
      { id: 't', guests: { a: ['cpuid'] }, ops: [...VMX_ON, ...VMCS_A, ...ops] },
      'penryn',
    );
    runner.run();
    expect(runner.machine.end).toMatchObject({ reason: 'vmx-abort', abort: 4 });
    expect(runner.machine.readMemory(0x12004, 4)).toEqual(Uint8Array.from([4, 0, 0, 0]));
  });

  it('WRMSR of reserved bits to IA32_FEATURE_CONTROL raises #GP(0) (23.7)', () => {
    const results = runCase(
      {
        id: 't',
        ops: [
          { op: 'wrmsr', msr: '0x3a', val: '0x10085' },
          { op: 'rdmsr', msr: '0x3a' },
        ],
      },
      'penryn',
    );
    expect(results).toEqual([{ fault: { vec: 13, err: 0 } }, { ok: 1, value: '0x0' }]);
  });
});
