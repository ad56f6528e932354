// Runs a recorded case on the machine: each op is carried out as the recording harness does, with the machine
// executing the instruction's own bytes in VMX root operation.
import { Baseline } from '../baseline.ts';
import { Machine } from '../machine.ts';
import type { EventSink } from '../trace/events.ts';
import type { ProfileName } from '../profiles/profile.ts';
import * as L from '../cpu/layout.ts';
import { selectSpace } from '../cpu/paging.ts';
import { requestInterrupt } from '../cpu/apic.ts';
import { setSegment } from '../cpu/segments.ts';
import { encodingByName } from '../fields/fields.ts';
import { PML4, setHostTables } from '../ground/ground.ts';
import { DEFAULT_FIELDS, SYMBOLS } from '../ground/ground-data.ts';
import type { DefaultSet } from '../ground/ground-data.ts';
import type { CaseOp, OpResult, OracleCase } from './case-format.ts';
import { assembleGuest, number64 } from './guest-programs.ts';
import { GPR_NAMES, GPR_SLOTS, exitRecord } from './exit-record.ts';

/** Where the harness keeps its code and variables: pages no case uses. */
const CODE = 0xf0000;
const VARIABLE = 0xb048;
const DESCRIPTOR = 0xb0b0;
const STACK = 0xdff0;
const USER_STACK = 0xcff8;

/** CF PF AF ZF SF OF (and bit 1) before each instruction. */
const FLAGS_BEFORE = 0x8d7n;
const RAM_BYTES = 64 << 20;

const little64 = (value: bigint): Uint8Array => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  return bytes;
};

const absolute = (opcode: number[], modrm: number, address: number): number[] => [
  ...opcode,
  modrm,
  0x25,
  ...little64(BigInt(address)).slice(0, 4),
];

/** Bytes of the instructions that ops execute. */
const CODES: Readonly<Record<string, number[]>> = {
  vmxon: absolute([0xf3, 0x0f, 0xc7], 0x34, VARIABLE),
  vmclear: absolute([0x66, 0x0f, 0xc7], 0x34, VARIABLE),
  vmptrld: absolute([0x0f, 0xc7], 0x34, VARIABLE),
  vmptrst: absolute([0x0f, 0xc7], 0x3c, VARIABLE),
  vmxoff: [0x0f, 0x01, 0xc4],
  vmcall: [0x0f, 0x01, 0xc1],
  vmlaunch: [0x0f, 0x01, 0xc2],
  vmresume: [0x0f, 0x01, 0xc3],
  vmread: [0x0f, 0x78, 0xd8],
  vmwrite: [0x0f, 0x79, 0xd8],
  invept: absolute([0x66, 0x0f, 0x38, 0x80], 0x04, DESCRIPTOR),
  invvpid: absolute([0x66, 0x0f, 0x38, 0x81], 0x04, DESCRIPTOR),
  set_cr0: [0x0f, 0x22, 0xc0],
  set_cr4: [0x0f, 0x22, 0xe0],
  wrmsr: [0x0f, 0x30],
  rdmsr: [0x0f, 0x32],
  mov_ss: [0x8e, 0xd0],
};

const FLAG_LETTERS: readonly [string, bigint][] = [
  ['c', 1n],
  ['p', 4n],
  ['a', 0x10n],
  ['z', 0x40n],
  ['s', 0x80n],
  ['o', 0x800n],
];

const hex = (value: bigint): string => `0x${value.toString(16)}`;

function valueOf(value: unknown): bigint {
  const symbol = typeof value === 'string' ? SYMBOLS[value] : undefined;
  return symbol ?? number64(value);
}

function encodingOf(value: unknown): bigint {
  const byName = typeof value === 'string' && !/^(0x|\d)/.test(value) ? encodingByName(value) : null;
  return byName === null ? number64(value) : BigInt(byName);
}

interface Outcome {
  readonly fault: { vec: number; err: number } | null;
  readonly flags: bigint;
}

/** One machine a profile, put back to its first state before each case: as a reset does. */
const kept = new Map<ProfileName, { machine: Machine; baseline: Baseline }>();

function freshMachine(profile: ProfileName): Machine {
  let entry = kept.get(profile);
  if (entry === undefined) {
    const machine = new Machine({ profile, ramBytes: RAM_BYTES });
    entry = { machine, baseline: new Baseline(machine.cpu) };
    kept.set(profile, entry);
  } else entry.baseline.restore();
  return entry.machine;
}

export class CaseRunner {
  readonly machine: Machine;
  readonly #case: OracleCase;
  /** Register file of each VMCS region, by bits 13:12 of its address. */
  readonly #files: bigint[][];
  #loaded = 0n;
  /** Steps a guest may take before it counts as one that never exits. */
  budget = 2 ** 40;

  constructor(oracleCase: OracleCase, profile: ProfileName) {
    this.machine = freshMachine(profile);
    this.#case = oracleCase;
    this.#files = Array.from({ length: 4 }, () =>
      GPR_NAMES.map((_, i) => 0x1111111111111111n * BigInt(i + 1)),
    );
    for (const [name, guest] of Object.entries(oracleCase.guests ?? {})) {
      const mode = 'prog' in guest ? (guest.mode ?? '64') : '64';
      const program = 'prog' in guest ? guest.prog : guest;
      const base = SYMBOLS[`guest_${name}`];
      if (base === undefined) throw new Error(`unknown guest ${name}`);
      const code = assembleGuest(program, mode);
      if (code.length >= 0x1000) throw new Error(`guest ${name} is too long`);
      this.machine.load(Number(base), code);
    }
  }

  run(): OpResult[] {
    const results: OpResult[] = [];
    for (const op of this.#case.ops) {
      // A guest that can never come back leaves the rest of the case without results.
      results.push(this.machine.end === null ? this.runOp(op) : null);
    }
    return results;
  }

  /** One op, outside the case's own list. */
  runOp(o: CaseOp): OpResult {
    const { machine } = this;
    switch (o.op) {
      case 'write_rev':
        machine.load(Number(valueOf(o['region'])), little64(number64(o['val'])).slice(0, 4));
        return null;
      case 'write_mem':
        machine.load(this.#place(o), this.#data(o));
        return null;
      case 'read_mem': {
        const bytes = machine.readMemory(this.#place(o), 8);
        return { ok: 1, value: hex(new DataView(bytes.buffer).getBigUint64(0, true)) };
      }
      case 'set_cr0':
        return this.#plain(o, number64(o['val']));
      case 'set_cr4':
        return this.#plain(o, 'vmxe' in o ? (o['vmxe'] === 1 || o['vmxe'] === true ? 0x2020n : 0x20n) : number64(o['val'])); // prettier-ignore
      case 'wrmsr':
      case 'rdmsr':
        return this.#msr(o);
      case 'vmxon':
      case 'vmclear':
      case 'vmptrld':
        return this.#pointer(o);
      case 'vmptrst':
        return this.#vmptrst(o);
      case 'vmread':
      case 'vmwrite':
        return this.#field(o);
      case 'vmxoff':
      case 'vmcall':
        return this.#result(this.#execute(o.op, o));
      case 'vmlaunch':
      case 'vmresume':
        return this.#enter(o);
      case 'load_defaults':
        return this.#loadDefaults(o);
      case 'advance_rip':
        return this.#advanceRip(o);
      case 'invept':
      case 'invvpid':
        machine.load(DESCRIPTOR, little64(valueOf(o['desc'] ?? 0)));
        machine.load(DESCRIPTOR + 8, little64(0n));
        machine.setRegister('rax', number64(o['type']));
        return this.#result(this.#execute(o.op, o));
      case 'set_gpr': {
        const index = GPR_NAMES.indexOf(String(o['reg']));
        if (index < 0) throw new Error(`unknown register ${String(o['reg'])}`);
        this.#file()[index] = valueOf(o['val']);
        return null;
      }
      case 'pend_extint':
        requestInterrupt(machine.cpu, Number(number64(o['vector']) & 0xffn));
        return null;
      default:
        throw new Error(`unknown op ${o.op}`);
    }
  }

  #place(o: CaseOp): number {
    return Number(valueOf(o['region']) + number64(o['offset'] ?? 0));
  }

  #data(o: CaseOp): Uint8Array {
    const { bytes, qwords } = o;
    if (typeof bytes === 'string')
      return Uint8Array.from((bytes.match(/../g) ?? []).map((b) => parseInt(b, 16)));
    if (!Array.isArray(qwords)) throw new Error('write_mem without bytes or qwords');
    const data = new Uint8Array(8 * qwords.length);
    qwords.forEach((q, i) => {
      data.set(little64(valueOf(q)), 8 * i);
    });
    return data;
  }

  #file(): bigint[] {
    return this.#files[Number((this.#loaded >> 12n) & 3n)]!;
  }

  /** Executes one instruction in root (at CPL 3 when asked), with all arithmetic flags set before it. */
  #execute(name: string, o: CaseOp, before?: string): Outcome {
    const { machine } = this;
    const code = CODES[name]!;
    machine.load(CODE, Uint8Array.from([...(before === undefined ? [] : CODES[before]!), ...code]));
    const user = o['cpl'] === 3;
    if (user) {
      setSegment(machine.cpu, L.CS, 0x3b, 0xa0fb, 0n, 0xffffffff);
      setSegment(machine.cpu, L.SS, 0x43, 0xc0f3, 0n, 0xffffffff);
    }
    machine.setRegister('rsp', BigInt(user ? USER_STACK : STACK));
    machine.setRegister('rflags', FLAGS_BEFORE);
    machine.setRegister('rip', BigInt(CODE));
    let fault: Outcome['fault'] = null;
    const steps = before === undefined ? 1 : 2;
    for (let i = 0; i < steps && fault === null; i++) {
      machine.step((event) => {
        if (event.kind === 'exception' && event.mode !== 'non-root')
          fault = { vec: event.vector, err: event.errorCode ?? 0 };
      });
    }
    const flags = machine.register('rflags');
    if (user) this.#restoreHost();
    if (fault !== null) this.#revive();
    return { fault, flags };
  }

  /** The harness's exception handler returns to it: the program has not ended. */
  #revive(): void {
    this.machine.cpu.i32[2 * L.ENDED] = 0;
  }

  #restoreHost(): void {
    const { cpu } = this.machine;
    setHostTables(cpu);
    cpu.refresh();
  }

  #plain(o: CaseOp, value: bigint): OpResult {
    this.machine.setRegister('rax', value);
    const { fault } = this.#execute(o.op, o);
    return fault === null ? { ok: 1 } : { fault };
  }

  #msr(o: CaseOp): OpResult {
    const { machine } = this;
    const value = o.op === 'wrmsr' ? valueOf(o['val']) : 0n;
    machine.setRegister('rcx', number64(o['msr']));
    machine.setRegister('rax', value & 0xffffffffn);
    machine.setRegister('rdx', value >> 32n);
    const { fault } = this.#execute(o.op, o);
    if (fault !== null) return { fault };
    if (o.op === 'wrmsr') return { ok: 1 };
    return { ok: 1, value: hex((machine.register('rdx') << 32n) | machine.register('rax')) };
  }

  /** Flags as letters, and the error number after VMfailValid. */
  #result({ fault, flags }: Outcome): Record<string, unknown> {
    if (fault !== null) return { fault };
    const letters = FLAG_LETTERS.filter(([, bit]) => (flags & bit) !== 0n).map(([letter]) => letter);
    const result: Record<string, unknown> = { fl: letters.join('') };
    if ((flags & 1n) !== 0n) result['vmfail'] = 'invalid';
    else if ((flags & 0x40n) !== 0n)
      result['vmfail'] = Number(this.machine.readField('vm_instruction_error') ?? 0n);
    return result;
  }

  #pointer(o: CaseOp): OpResult {
    const pointer = valueOf(o['ptr']);
    this.machine.load(VARIABLE, little64(pointer));
    const outcome = this.#execute(o.op, o);
    if (o.op === 'vmptrld' && outcome.fault === null && (outcome.flags & 0x41n) === 0n)
      this.#loaded = pointer;
    return this.#result(outcome);
  }

  #vmptrst(o: CaseOp): OpResult {
    const outcome = this.#execute('vmptrst', o);
    const result = this.#result(outcome);
    if (outcome.fault === null && (outcome.flags & 0x41n) === 0n) {
      const bytes = this.machine.readMemory(VARIABLE, 8);
      result['value'] = hex(new DataView(bytes.buffer).getBigUint64(0, true));
    }
    return result;
  }

  #field(o: CaseOp): OpResult {
    const { machine } = this;
    const high = o['enc_hi'] === 1 || o['enc_hi'] === true ? 1n << 32n : 0n;
    machine.setRegister('rbx', encodingOf(o['field']) | high);
    machine.setRegister('rax', o.op === 'vmwrite' ? valueOf(o['val']) : 0xdeadbeefdeadbeefn);
    const outcome = this.#execute(o.op, o);
    const result = this.#result(outcome);
    if (o.op === 'vmread' && outcome.fault === null && (outcome.flags & 0x41n) === 0n)
      result['value'] = hex(machine.register('rax'));
    return result;
  }

  #loadDefaults(o: CaseOp): OpResult {
    const mode = typeof o['mode'] === 'string' ? o['mode'] : '64';
    const guest = mode === '64' ? (typeof o['guest'] === 'string' ? o['guest'] : 'a') : '32';
    const fields = DEFAULT_FIELDS[`${guest}/${mode}` as DefaultSet] as
      (typeof DEFAULT_FIELDS)[DefaultSet] | undefined;
    if (fields === undefined) throw new Error(`no default fields for ${guest}/${mode}`);
    let failures = 0;
    let first = -1;
    let last: Outcome = { fault: null, flags: 0n };
    for (const [index, [encoding, value]] of fields.entries()) {
      this.machine.setRegister('rbx', BigInt(encoding));
      this.machine.setRegister('rax', value);
      last = this.#execute('vmwrite', o);
      if (last.fault !== null) return { fault: last.fault };
      if ((last.flags & 0x41n) === 0n) continue;
      failures++;
      if (first < 0) first = index;
    }
    const result = this.#result(last);
    if (failures > 0) {
      result['nfail'] = failures;
      result['first'] = first;
    }
    return result;
  }

  #advanceRip(o: CaseOp): OpResult {
    const { machine } = this;
    let sum = 0n;
    for (const encoding of [0x440cn, 0x681en]) {
      machine.setRegister('rbx', encoding);
      const outcome = this.#execute('vmread', o);
      if (outcome.fault !== null || (outcome.flags & 0x41n) !== 0n) return this.#result(outcome);
      sum += machine.register('rax');
    }
    machine.setRegister('rbx', 0x681en);
    machine.setRegister('rax', BigInt.asUintN(64, sum));
    return this.#result(this.#execute('vmwrite', o));
  }

  /** VMLAUNCH or VMRESUME with the registers of the VMCS's file; runs the guest until it exits. */
  #enter(o: CaseOp): OpResult {
    const { machine } = this;
    const { cpu } = machine;
    const controls = { cr0: machine.register('cr0'), cr4: machine.register('cr4') };
    const file = this.#file();
    GPR_NAMES.forEach((_, i) => {
      cpu.u64[GPR_SLOTS[i]!] = file[i]!;
    });
    const movSs = o['mov_ss'] === 1 || o['mov_ss'] === true;
    if (movSs) cpu.u64[L.RAX] = (cpu.u64[L.RAX]! & ~0xffffn) | 0x10n;
    const outcome = this.#executeEntry(o, movSs);
    if (outcome === 'never') return { never: machine.end?.reason ?? 'budget' };
    if (outcome !== null) return this.#result(outcome);
    GPR_NAMES.forEach((_, i) => {
      file[i] = cpu.u64[GPR_SLOTS[i]!]!;
    });
    const record = exitRecord(machine, this.#case);
    this.#afterExit(controls);
    return { exit: record };
  }

  /** Null once the guest has exited (or the entry failed with bit 31); otherwise how the instruction ended. */
  #executeEntry(o: CaseOp, movSs: boolean): Outcome | 'never' | null {
    const { machine } = this;
    let left = false;
    const code = [...(movSs ? CODES['mov_ss']! : []), ...CODES[o.op]!];
    machine.load(CODE, Uint8Array.from(code));
    if (o['cpl'] === 3) {
      setSegment(machine.cpu, L.CS, 0x3b, 0xa0fb, 0n, 0xffffffff);
      setSegment(machine.cpu, L.SS, 0x43, 0xc0f3, 0n, 0xffffffff);
    }
    machine.setRegister('rsp', BigInt(STACK));
    machine.setRegister('rflags', FLAGS_BEFORE);
    machine.setRegister('rip', BigInt(CODE));
    let fault: Outcome['fault'] = null;
    const watch: EventSink = (event) => {
      if (event.kind === 'exit' || event.kind === 'entry-failure') left = true;
      if (event.kind === 'exception' && event.mode !== 'non-root')
        fault = { vec: event.vector, err: event.errorCode ?? 0 };
    };
    for (let i = 0; i < (movSs ? 2 : 1); i++) machine.step(watch);
    if (left) return null;
    if (fault !== null || machine.mode !== 'non-root') {
      const flags = machine.register('rflags');
      if (o['cpl'] === 3) this.#restoreHost();
      if (fault !== null) this.#revive();
      return { fault, flags };
    }
    const result = machine.run(this.budget, { untilModeChanges: true });
    return result.status === 'stopped' ? null : 'never';
  }

  /** After an exit the harness makes its environment safe again. */
  #afterExit(controls: { cr0: bigint; cr4: bigint }): void {
    const { cpu } = this.machine;
    setHostTables(cpu);
    cpu.u64[L.CR0] = controls.cr0;
    cpu.u64[L.CR4] = controls.cr4;
    cpu.u64[L.CR3] = BigInt(PML4);
    cpu.refresh();
    selectSpace(cpu);
  }
}

export function runCase(oracleCase: OracleCase, profile: ProfileName): OpResult[] {
  return new CaseRunner(oracleCase, profile).run();
}
