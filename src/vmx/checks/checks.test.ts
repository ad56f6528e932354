// The table of VM-entry checks: complete, each with the fields it declares, each failing when its rule is broken.
import { describe, expect, it } from 'vitest';
import { ALL_CHECKS } from './all-checks.ts';
import { EntryView } from './entry-view.ts';
import { Machine } from '../machine.ts';
import { F } from '../fields/slots.ts';
import { FIELDS } from '../fields/fields.ts';
import type { FieldName } from '../fields/fields.ts';
import { DEFAULT_FIELDS, SYMBOLS } from '../ground/ground-data.ts';
import * as L from '../cpu/layout.ts';

const REGION = SYMBOLS['vmcs_a']!;
type Writes = Partial<Record<FieldName, bigint>>;

/** A machine whose VMCS A is valid, then changed. */
function machineWith(
  writes: Writes,
  profile: 'penryn' | 'haswell' = 'penryn',
  set: '64' | 'v86' | '32' = '64',
): Machine {
  const machine = new Machine({ profile });
  const fields = DEFAULT_FIELDS[set === '64' ? 'a/64' : set === 'v86' ? '32/v86' : '32/32'];
  for (const [encoding, value] of fields) machine.writeField(encoding, value, REGION);
  for (const [name, value] of Object.entries(writes)) machine.writeField(name, value, REGION);
  return machine;
}

const failing = (machine: Machine): string[] => machine.failingChecks(REGION).map(({ id }) => id);

describe('the table of checks', () => {
  it('has the 97 identifiers of the specification, once each, in order', () => {
    const numbers = (from: number, to: number): number[] =>
      Array.from({ length: to - from + 1 }, (_, i) => from + i);
    const id =
      (letter: string) =>
      (n: number): string =>
        `${letter}${String(n).padStart(2, '0')}`;
    const expected = [
      ...[...numbers(1, 24), ...numbers(30, 33), ...numbers(40, 48)].map(id('C')),
      ...numbers(1, 15).map(id('H')),
      ...[...numbers(1, 10), ...numbers(20, 37), 40, ...numbers(50, 53), ...numbers(60, 71)].map(id('G')),
    ];
    expect(ALL_CHECKS.map((check) => check.id)).toEqual(expected);
    expect(ALL_CHECKS).toHaveLength(97);
  });

  it('passes a valid VMCS of every kind, on both profiles', () => {
    for (const profile of ['penryn', 'haswell'] as const)
      for (const set of ['64', '32', 'v86'] as const)
        expect(failing(machineWith({}, profile, set))).toEqual([]);
  });

  it('declares every field that a predicate reads', () => {
    const names = new Map<number, string>();
    for (const { name } of FIELDS) {
      names.set(F[name], name);
      names.set(F[name] + 1, name);
    }
    class Spy extends EntryView {
      readonly seen = new Set<string>();
      override low(word: number): number {
        this.seen.add(names.get(word)!);
        return super.low(word);
      }
      override high(word: number): number {
        this.seen.add(names.get(word)!);
        return super.high(word);
      }
      override unsigned(word: number): number {
        this.seen.add(names.get(word)!);
        return super.unsigned(word);
      }
    }
    const everything: Writes = { primary_proc_based_controls: 0xffffffffn, secondary_proc_based_controls: 0xffffffffn, pin_based_controls: 0xffn, vmexit_controls: 0xffffffffn, vmentry_controls: 0xffffffffn, vmentry_interruption_info: 0x80000b0dn }; // prettier-ignore
    for (const writes of [{}, everything])
      for (const set of ['64', '32', 'v86'] as const) {
        const { cpu } = machineWith(writes, 'haswell', set);
        for (const check of ALL_CHECKS) {
          const spy = new Spy(cpu);
          spy.base = (L.RAM + Number(REGION)) >> 2;
          check.holds(spy);
          const undeclared = [...spy.seen].filter(
            (name) => !check.fields.some((declared) => declared === name),
          );
          expect([check.id, undeclared]).toEqual([check.id, []]);
        }
      }
  });
});

const SECONDARY = 0x8401e1f2n;
const TPR_SHADOW = 0x421e1f2n;
const BAD = 0x12008n;

/** One way to break each rule. `also`: other rules that the same values cannot help breaking. */
const BROKEN: readonly (readonly [id: string, writes: Writes, options?: { profile?: 'haswell'; set?: 'v86' | '32'; also?: boolean }])[] = [
  ['C01', { pin_based_controls: 0n }],
  ['C02', { primary_proc_based_controls: 0n }],
  ['C03', { primary_proc_based_controls: SECONDARY, secondary_proc_based_controls: 4n }],
  ['C04', { cr3_target_count: 5n }],
  ['C05', { primary_proc_based_controls: 0x601e1f2n, io_bitmap_b_addr: BAD }],
  ['C06', { primary_proc_based_controls: 0x1401e1f2n, msr_bitmap_addr: 1n << 40n }],
  ['C07', { primary_proc_based_controls: TPR_SHADOW, virtual_apic_page_addr: BAD }],
  ['C08', { primary_proc_based_controls: TPR_SHADOW, virtual_apic_page_addr: 0x19000n, tpr_threshold: 0x10n }],
  ['C09', { primary_proc_based_controls: TPR_SHADOW, virtual_apic_page_addr: 0x19000n, tpr_threshold: 1n }],
  ['C10', { pin_based_controls: 0x36n }],
  ['C11', { primary_proc_based_controls: 0x441e1f2n }],
  ['C12', { primary_proc_based_controls: SECONDARY, secondary_proc_based_controls: 1n, apic_access_addr: 1n }],
  ['C13', { primary_proc_based_controls: SECONDARY, secondary_proc_based_controls: 0x100n }, { profile: 'haswell' }],
  ['C14', { primary_proc_based_controls: 0x8421e1f2n, secondary_proc_based_controls: 0x11n, virtual_apic_page_addr: 0x19000n, apic_access_addr: 0x1d000n }, { profile: 'haswell' }],
  ['C15', { primary_proc_based_controls: 0x8421e1f2n, secondary_proc_based_controls: 0x200n, virtual_apic_page_addr: 0x19000n }, { profile: 'haswell' }],
  ['C16', { pin_based_controls: 0x96n }, { also: true }],
  ['C17', { primary_proc_based_controls: SECONDARY, secondary_proc_based_controls: 0x20n }, { profile: 'haswell' }],
  ['C18', { primary_proc_based_controls: SECONDARY, secondary_proc_based_controls: 2n, ept_pointer: 0x1e007n }, { profile: 'haswell' }],
  ['C19', { primary_proc_based_controls: SECONDARY, secondary_proc_based_controls: 0x20000n }, { also: true }],
  ['C20', { primary_proc_based_controls: SECONDARY, secondary_proc_based_controls: 0x80n }, { profile: 'haswell' }],
  ['C21', { primary_proc_based_controls: SECONDARY, secondary_proc_based_controls: 0x2000n, vm_function_controls: 2n }, { profile: 'haswell' }],
  ['C22', { primary_proc_based_controls: SECONDARY, secondary_proc_based_controls: 0x4000n, vmread_bitmap_addr: 1n }, { profile: 'haswell' }],
  ['C23', { primary_proc_based_controls: SECONDARY, secondary_proc_based_controls: 0x40000n, virtualization_exception_info_addr: 1n }, { profile: 'haswell', also: true }],
  ['C24', { primary_proc_based_controls: SECONDARY, secondary_proc_based_controls: 0x2000000n }, { also: true }],
  ['C30', { vmexit_controls: 0n }, { also: true }],
  ['C31', { vmexit_controls: 0x436fffn }, { profile: 'haswell' }],
  ['C32', { vmexit_msr_store_count: 1n, vmexit_msr_store_addr: 8n }],
  ['C33', { vmexit_msr_load_count: 2n, vmexit_msr_load_addr: (1n << 40n) - 16n }],
  ['C40', { vmentry_controls: 0n }, { also: true }],
  ['C41', { vmentry_interruption_info: 0x80000100n }],
  ['C42', { vmentry_interruption_info: 0x80000203n }],
  ['C43', { vmentry_interruption_info: 0x8000030dn }],
  ['C44', { vmentry_interruption_info: 0x80001306n }],
  ['C45', { vmentry_interruption_info: 0x80000b0dn, vmentry_exception_error_code: 0x10000n }],
  ['C46', { vmentry_interruption_info: 0x80000480n }],
  ['C47', { vmentry_msr_load_count: 0x10000000n, vmentry_msr_load_addr: 0xfffffff000n }],
  ['C48', { vmentry_controls: 0x17ffn }, { also: true }],
  ['H01', { host_cr0: 0x80010013n }],
  ['H02', { host_cr4: 0x20n }],
  ['H03', { host_cr3: 1n << 40n }],
  ['H04', { host_ia32_sysenter_eip: 1n << 47n }],
  ['H05', { vmexit_controls: 0x37fffn, host_ia32_perf_global_ctrl: 1n << 63n }],
  ['H06', { vmexit_controls: 0xb6fffn, host_ia32_pat: 2n }, { profile: 'haswell' }],
  ['H07', { vmexit_controls: 0x236fffn, host_ia32_efer: 0n }, { profile: 'haswell' }],
  ['H08', { host_ds_selector: 0x13n }],
  ['H09', { host_tr_selector: 0n }],
  ['H10', { vmexit_controls: 0x36dffn, host_ss_selector: 0n }, { also: true }],
  ['H11', { host_gs_base: 1n << 62n }],
  ['H13', { vmexit_controls: 0x36dffn }, { also: true }],
  ['H14', { vmexit_controls: 0x36dffn, host_rip: 1n << 32n }, { also: true }],
  ['H15', { host_rip: 0x800000000000n }],
  ['G01', { guest_cr0: 0x80010013n }],
  ['G02', { guest_cr0: 0x80010032n }, { also: true }],
  ['G03', { guest_cr4: 0x20n }],
  ['G04', { guest_ia32_debugctl: 0x10000n }],
  ['G05', { guest_cr4: 0x2000n }],
  ['G06', { guest_cr4: 0x22010n }, { profile: 'haswell', set: '32' }],
  ['G07', { guest_cr3: 1n << 40n }],
  ['G08', { guest_dr7: 0x100000400n }],
  ['G09', { guest_ia32_sysenter_esp: 1n << 47n }],
  ['G10', { vmentry_controls: 0x93ffn, guest_ia32_efer: 0x400n }, { profile: 'haswell' }],
  ['G20', { guest_tr_selector: 0x2cn }],
  ['G21', { guest_cs_selector: 9n }],
  ['G22', { guest_ds_base: 0x30010n }, { set: 'v86' }],
  ['G23', { guest_fs_base: 1n << 62n }],
  ['G24', { guest_ds_base: 1n << 32n }],
  ['G25', { guest_cs_access_rights: 0xa093n }],
  ['G26', { guest_ss_access_rights: 0xc091n }],
  ['G27', { guest_ds_access_rights: 0xc092n }],
  ['G28', { guest_es_access_rights: 0xc083n }],
  ['G29', { guest_cs_access_rights: 0xa0fbn }],
  ['G30', { guest_ss_selector: 0x13n, guest_cs_selector: 0xbn }],
  ['G31', { guest_ds_selector: 0x13n }],
  ['G32', { guest_gs_access_rights: 0xc013n }],
  ['G33', { guest_fs_access_rights: 0xc193n }],
  ['G34', { guest_cs_access_rights: 0xe09bn }],
  ['G35', { guest_ds_access_rights: 0x4093n }],
  ['G36', { guest_tr_access_rights: 0x89n }],
  ['G37', { guest_ldtr_access_rights: 0x81n }],
  ['G40', { guest_gdtr_limit: 0x10000n }],
  ['G50', { guest_rip: 0x800000000000n }],
  ['G51', { guest_rflags: 0n }],
  ['G52', { guest_rflags: 0x20002n }, { also: true }],
  ['G53', { vmentry_interruption_info: 0x80000030n }],
  ['G60', { guest_activity_state: 4n }],
  ['G61', { guest_activity_state: 1n, guest_ss_access_rights: 0xc0f3n, guest_ss_selector: 0x43n, guest_cs_selector: 0x3bn, guest_cs_access_rights: 0xa0fbn }],
  ['G62', { guest_activity_state: 1n, guest_interruptibility_state: 2n }],
  ['G63', { guest_activity_state: 1n, vmentry_interruption_info: 0x80000306n }],
  ['G64', { vmentry_controls: 0x17ffn, guest_activity_state: 3n }, { also: true }],
  ['G65', { guest_interruptibility_state: 3n, guest_rflags: 0x202n }],
  ['G66', { guest_interruptibility_state: 2n, vmentry_interruption_info: 0x80000202n }],
  ['G67', { guest_interruptibility_state: 4n }],
  ['G68', { pin_based_controls: 0x3en, guest_interruptibility_state: 8n, vmentry_interruption_info: 0x80000202n }],
  ['G69', { guest_interruptibility_state: 2n, guest_pending_debug_exceptions: 0x4000n }],
  ['G70', { vmcs_link_pointer: 0x13000n }],
  ['G71', { guest_cr4: 0x2020n, guest_cr3: 0x8000n }, { set: '32' }],
]; // prettier-ignore

describe('each rule, broken', () => {
  const rows = BROKEN.map(([id, writes, options]) => ({ id, writes, options: options ?? {} }));
  it.each(rows)('$id', ({ id, writes, options: { profile, set, also = false } }) => {
    const machine = machineWith(writes, profile, set);
    if (id === 'G71') machine.load(0x8000, Uint8Array.from([0xe7, 1]));
    const found = failing(machine);
    if (also) expect(found).toContain(id);
    else expect(found).toEqual([id]);
  });

  it('H12: an IA-32e guest or a 64-bit host needs a processor in IA-32e mode', () => {
    const machine = machineWith({});
    machine.cpu.u64[L.EFER] = 0n;
    expect(failing(machine)).toContain('H12');
  });

  it('covers every identifier', () => {
    const covered = new Set([...BROKEN.map(([id]) => id), 'H12']);
    expect(ALL_CHECKS.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
  });
});

describe('the bits that break a rule', () => {
  const rows = BROKEN.map(([id, writes, options]) => ({ id, writes, options: options ?? {} }));
  it.each(rows.filter(({ id }) => id !== 'G71'))('$id', ({ id, writes, options: { profile, set } }) => {
    const machine = machineWith(writes, profile, set);
    const before = Buffer.from(machine.readMemory(Number(REGION), 4096)).toString('hex');
    const check = machine.failingChecks(REGION).find((one) => one.id === id)!;
    expect(check.faults.length).toBeGreaterThan(0);
    for (const { encoding, ones, zeros } of check.faults) {
      expect(check.fields).toContain(encoding);
      const value = machine.readField(encoding, REGION)!;
      expect([ones & value, zeros & ~value]).toEqual([0n, 0n]);
    }
    expect(Buffer.from(machine.readMemory(Number(REGION), 4096)).toString('hex')).toBe(before);
    // Where it is a matter of bits that have one right value, putting them right puts the rule right.
    if (check.faults.some(({ related }) => related !== 0n)) return;
    for (const { encoding, ones, zeros } of check.faults)
      machine.writeField(encoding, (machine.readField(encoding, REGION)! | ones) & ~zeros, REGION);
    expect(failing(machine)).not.toContain(id);
  });

  it('of a number that passes its bound, the bound too', () => {
    const bound = (id: string, writes: Record<string, bigint>) =>
      machineWith(writes)
        .failingChecks(REGION)
        .find((one) => one.id === id)?.faults[0]?.most;
    expect(bound('C04', { cr3_target_count: 9n })).toBe(4n);
    expect(bound('C01', { pin_based_controls: 0n })).toBeUndefined();
  });

  it('of the segments, only the one that is wrong', () => {
    const [check] = machineWith({ guest_fs_access_rights: 0xc193n }).failingChecks(REGION);
    expect(check).toMatchObject({ id: 'G33', faults: [{ encoding: 0x481c, zeros: 0x100n, ones: 0n }] });
  });
});
