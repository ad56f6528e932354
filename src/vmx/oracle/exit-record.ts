// What the harness writes down after an exit: fields, registers, and host state where it is not the usual one.
import type { Machine } from '../machine.ts';
import * as L from '../cpu/layout.ts';
import { HOST_AFTER_EXIT, SYMBOLS } from '../ground/ground-data.ts';
import type { OracleCase } from './case-format.ts';

/** The harness's order; slots are the machine's. */
export const GPR_NAMES = ['rax', 'rbx', 'rcx', 'rdx', 'rsi', 'rdi', 'rbp', 'r8', 'r9', 'r10', 'r11', 'r12', 'r13', 'r14', 'r15']; // prettier-ignore
export const GPR_SLOTS = [0, 3, 1, 2, 6, 7, 5, 8, 9, 10, 11, 12, 13, 14, 15];

/** Name in the record, encoding, value for which it is left out. */
const FIELDS: readonly (readonly [name: string, encoding: number, omitted: bigint | null])[] = [
  ['reason', 0x4402, null],
  ['qual', 0x6400, null],
  ['ilen', 0x440c, null],
  ['intr', 0x4404, 0n],
  ['intr_err', 0x4406, 0n],
  ['idtv', 0x4408, 0n],
  ['idtv_err', 0x440a, 0n],
  ['iinfo', 0x440e, 0n],
  ['glin', 0x640a, 0n],
  ['rip', 0x681e, null],
  ['rsp', 0x681c, null],
  ['rflags', 0x6820, null],
  ['cr0', 0x6800, 0x80010033n],
  ['cr3', 0x6802, 0x1000n],
  ['cr4', 0x6804, 0x2020n],
  ['dr7', 0x681a, 0x400n],
  ['act', 0x4826, 0n],
  ['intrblk', 0x4824, 0n],
  ['pdbg', 0x6822, 0n],
  ['entry_intr', 0x4016, 0n],
  ['entry_ctls', 0x4012, 0x13ffn],
  ['cs', 0x0802, 8n],
  ['ss', 0x0804, 0x10n],
  ['cs_ar', 0x4816, 0xa09bn],
  ['ss_ar', 0x4818, 0xc093n],
];
const INTEGERS = new Set(['ilen', 'act', 'intrblk']);

const hex = (value: bigint): string => `0x${value.toString(16)}`;

const segment = (machine: Machine, index: number): bigint =>
  BigInt(machine.cpu.u32[2 * (L.SEGMENTS + 3 * index)]! & 0xffff);

/** Host registers by the names of the record; `entry` = which of the two exit routines. */
function hostState(machine: Machine): Record<string, bigint> {
  const { cpu } = machine;
  return {
    rsp: cpu.u64[L.RSP]!,
    rflags: cpu.u64[L.RFLAGS]!,
    cr0: cpu.u64[L.CR0]!,
    cr3: cpu.u64[L.CR3]!,
    cr4: cpu.u64[L.CR4]!,
    dr7: cpu.u64[L.DR7]!,
    cs: segment(machine, L.CS),
    ss: segment(machine, L.SS),
    ds: segment(machine, L.DS),
    es: segment(machine, L.ES),
    fs: segment(machine, L.FS),
    gs: segment(machine, L.GS),
    tr: segment(machine, L.TR),
    ldtr: segment(machine, L.LDTR),
    gdtr_limit: cpu.u64[L.GDTR_LIMIT]!,
    gdtr_base: cpu.u64[L.GDTR_BASE]!,
    idtr_limit: cpu.u64[L.IDTR_LIMIT]!,
    idtr_base: cpu.u64[L.IDTR_BASE]!,
    sysenter_cs: cpu.u64[L.SYSENTER_CS]!,
    sysenter_esp: cpu.u64[L.SYSENTER_ESP]!,
    sysenter_eip: cpu.u64[L.SYSENTER_EIP]!,
    efer: cpu.u64[L.EFER]!,
    fs_base: baseAfterReload(machine, L.FS),
    gs_base: baseAfterReload(machine, L.GS),
    entry: machine.register('rip') === SYMBOLS['exit_entry2'] ? 1n : 0n,
  };
}

const baseAfterReload = (machine: Machine, index: number): bigint =>
  machine.cpu.u64[L.SEGMENTS + 3 * index + 1]!;

export function exitRecord(machine: Machine, oracleCase: OracleCase): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const [name, encoding, omitted] of FIELDS) {
    const value = machine.readField(encoding) ?? 0n;
    if (value !== omitted) record[name] = INTEGERS.has(name) ? Number(value) : hex(value);
  }
  const place = whereIs(machine.readField(0x681e) ?? 0n, oracleCase);
  if (place !== null) record['at'] = place;
  const gpr: Record<string, string> = {};
  GPR_NAMES.forEach((name, i) => {
    const value = machine.cpu.u64[GPR_SLOTS[i]!]!;
    if (value !== 0x1111111111111111n * BigInt(i + 1)) gpr[name] = hex(value);
  });
  if (Object.keys(gpr).length > 0) record['gpr'] = gpr;
  const host: Record<string, string> = {};
  for (const [name, value] of Object.entries(hostState(machine)))
    if (value !== HOST_AFTER_EXIT[name]) host[name] = hex(value);
  if (Object.keys(host).length > 0) record['host'] = host;
  return record;
}

/** RIP as guest+offset, or guest.vecN in a handler: a convenience. */
function whereIs(rip: bigint, oracleCase: OracleCase): string | null {
  let place: string | null = null;
  for (const name of Object.keys(oracleCase.guests ?? {})) {
    const base = Number(SYMBOLS[`guest_${name}`] ?? 0n);
    const candidates = name === '32' && rip < 0x8000n ? [Number(rip), Number(rip) + 0x30000] : [Number(rip)];
    for (const at of candidates) {
      if (at >= base && at < base + 0x1000) place = `${name}+${at - base}`;
      else if (at >= base + 0x1000 && at < base + 0x2000 && ((at & 15) === 0 || (at & 15) === 3))
        place = `${name}.vec${(at - base - 0x1000) >> 4}${(at & 15) === 0 ? '' : '+3'}`;
    }
  }
  return place;
}
