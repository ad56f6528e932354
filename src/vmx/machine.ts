// The machine: what pages, graders and tools use. Everything else in this folder is behind it.
import { Cpu } from './cpu/cpu.ts';
import * as L from './cpu/layout.ts';
import { runSteps } from './cpu/step.ts';
import { endOf } from './cpu/ending.ts';
import { physicalRead32, touchPage } from './cpu/physical.ts';
import { selectSpace } from './cpu/paging.ts';
import { knownRegions } from './cpu/regions.ts';
import { systemRegisters } from './cpu/system-registers.ts';
import { readCr8, writeCr8 } from './cpu/tpr.ts';
import { requestInterrupt, requestNmi } from './cpu/apic.ts';
import { Jit } from './jit/jit.ts';
import { allFailing } from './checks/failing.ts';
import { VMCS_LAUNCH_STATE, encodingByName, fieldByEncoding } from './fields/fields.ts';
import { buildGround } from './ground/ground.ts';
import { fieldValue } from './instructions/vmcs-access.ts';
import { haswell } from './profiles/haswell.ts';
import { penryn } from './profiles/penryn.ts';
import type { Profile } from './profiles/profile.ts';
import type {
  FailingCheck,
  Flags,
  MachineOptions,
  Mode,
  RegionState,
  RegisterName,
  RunOptions,
  RunResult,
  Snapshot,
  SystemRegisters,
  VmxMachine,
} from './machine-types.ts';
import type { EndEvent, EventSink } from './trace/events.ts';

const DEFAULT_RAM = 4 << 20;

const REGISTER_SLOTS: Readonly<Record<Exclude<RegisterName, 'rip' | 'cr8'>, number>> = {
  rax: 0,
  rcx: 1,
  rdx: 2,
  rbx: 3,
  rsp: 4,
  rbp: 5,
  rsi: 6,
  rdi: 7,
  r8: 8,
  r9: 9,
  r10: 10,
  r11: 11,
  r12: 12,
  r13: 13,
  r14: 14,
  r15: 15,
  rflags: L.RFLAGS,
  cr0: L.CR0,
  cr2: L.CR2,
  cr3: L.CR3,
  cr4: L.CR4,
  dr6: L.DR6,
  dr7: L.DR7,
};

/** A field of a region: word index of its slot and how to read it. */
interface Located {
  readonly vmcs: number;
  readonly access: NonNullable<ReturnType<typeof fieldByEncoding>>;
}

export class Machine implements VmxMachine {
  /** For the modules of this folder and for tools that need more than the interface offers. */
  readonly cpu: Cpu;

  constructor(options: MachineOptions = {}) {
    const { profile = 'penryn', ramBytes = DEFAULT_RAM, ground = true } = options;
    const chosen = typeof profile === 'string' ? (profile === 'haswell' ? haswell : penryn) : profile;
    if (ramBytes <= 0 || ramBytes % 65536 !== 0 || ramBytes > L.MAX_RAM)
      throw new RangeError(`RAM must be a multiple of 64 KiB, at most ${L.MAX_RAM} bytes`);
    this.cpu = new Cpu(chosen, ramBytes);
    if (options.jit !== false) this.cpu.jit = new Jit(this.cpu);
    if (ground) buildGround(this.cpu);
    this.cpu.refresh();
    selectSpace(this.cpu);
  }

  get profile(): Profile {
    return this.cpu.profile;
  }

  get ramBytes(): number {
    return this.cpu.ramBytes;
  }

  get steps(): number {
    return this.cpu.steps;
  }

  get mode(): Mode {
    return this.cpu.common.mode;
  }

  get end(): EndEvent | null {
    return endOf(this.cpu);
  }

  load(address: number, bytes: Uint8Array): void {
    this.#checkRange(address, bytes.length);
    for (let page = address >> 12; page <= (address + bytes.length - 1) >> 12; page++)
      touchPage(this.cpu, page);
    this.cpu.u8.set(bytes, L.RAM + address);
  }

  readMemory(address: number, length: number): Uint8Array {
    this.#checkRange(address, length);
    return this.cpu.u8.slice(L.RAM + address, L.RAM + address + length);
  }

  #checkRange(address: number, length: number): void {
    if (address < 0 || length < 0 || address + length > this.cpu.ramBytes)
      throw new RangeError(`bytes ${address} to ${address + length} are not in RAM`);
  }

  register(name: RegisterName): bigint {
    if (name === 'rip') return this.cpu.rip64;
    if (name === 'cr8') return BigInt(readCr8(this.cpu));
    return this.cpu.u64[REGISTER_SLOTS[name]]!;
  }

  setRegister(name: RegisterName, value: bigint): void {
    const { cpu } = this;
    if (name === 'rip') cpu.rip = Number(BigInt.asIntN(64, value));
    else if (name === 'cr8') writeCr8(cpu, Number(value & 15n));
    else cpu.u64[REGISTER_SLOTS[name]] = value;
    cpu.refresh();
    selectSpace(cpu);
    cpu.attend();
  }

  flags(): Flags {
    const flags = this.cpu.i32[2 * L.RFLAGS]!;
    return {
      cf: (flags & L.CF) !== 0,
      pf: (flags & L.PF) !== 0,
      af: (flags & L.AF) !== 0,
      zf: (flags & L.ZF) !== 0,
      sf: (flags & L.SF) !== 0,
      of: (flags & L.OF) !== 0,
      if: (flags & L.IF) !== 0,
      tf: (flags & L.TF) !== 0,
    };
  }

  systemRegisters(): SystemRegisters {
    return systemRegisters(this.cpu);
  }

  step(sink?: EventSink): boolean {
    this.run(1, { sink });
    return this.end === null;
  }

  run(budget: number, options: RunOptions = {}): RunResult {
    const { cpu } = this;
    cpu.sink = options.sink ?? null;
    const steps = runSteps(cpu, budget, options.until ?? null, options.untilModeChanges ?? false);
    cpu.sink = null;
    cpu.sync();
    const { end } = this;
    const status = end !== null ? 'ended' : steps < budget ? 'stopped' : 'budget';
    return { status, steps, end };
  }

  /** Makes an external interrupt or an NMI pending, as a device would. */
  interrupt(vector: number | 'nmi'): void {
    if (vector === 'nmi') requestNmi(this.cpu);
    else requestInterrupt(this.cpu, vector);
  }

  snapshot(): Snapshot {
    this.cpu.sync();
    return { bytes: this.cpu.u8.slice(0, this.cpu.tlb) };
  }

  restore(snapshot: Snapshot): void {
    if (snapshot.bytes.length !== this.cpu.tlb) throw new RangeError('a snapshot of another size of machine');
    this.cpu.u8.set(snapshot.bytes);
    this.cpu.reload();
    selectSpace(this.cpu);
  }

  regions(): RegionState[] {
    const { cpu } = this;
    return knownRegions(cpu).map(({ address, flags }) => ({
      address,
      revision: physicalRead32(cpu, Number(address)),
      launchState: physicalRead32(cpu, Number(address) + VMCS_LAUNCH_STATE) === 1 ? 'launched' : 'clear',
      active: (flags & L.REGION_ACTIVE) !== 0,
      current: address === cpu.u64[L.CURRENT_VMCS],
      everCleared: (flags & L.REGION_CLEARED) !== 0,
    }));
  }

  get currentVmcs(): bigint | null {
    const pointer = this.cpu.u64[L.CURRENT_VMCS]!;
    return pointer === L.NO_VMCS ? null : pointer;
  }

  get vmxonRegion(): bigint | null {
    const pointer = this.cpu.u64[L.VMXON_POINTER]!;
    return pointer === L.NO_VMCS ? null : pointer;
  }

  /** Word index of a region, or of the current VMCS; null when it is not in RAM. */
  #region(region: bigint | undefined): number | null {
    const address = region ?? this.currentVmcs;
    if (address === null || address + 4096n > BigInt(this.cpu.ramBytes) || (address & 4095n) !== 0n)
      return null;
    return (L.RAM + Number(address)) >> 2;
  }

  #locate(name: string | number, region: bigint | undefined): Located | null {
    const encoding = typeof name === 'number' ? name : encodingByName(name);
    const access = encoding === null ? null : fieldByEncoding(encoding);
    const vmcs = this.#region(region);
    return access === null || vmcs === null ? null : { vmcs, access };
  }

  readField(name: string | number, region?: bigint): bigint | null {
    const located = this.#locate(name, region);
    if (located === null) return null;
    return fieldValue(this.cpu, located.vmcs, located.access.field, located.access.high);
  }

  writeField(name: string | number, value: bigint, region?: bigint): void {
    const located = this.#locate(name, region);
    if (located === null) throw new RangeError(`no field ${name}, or no VMCS to write it to`);
    const { vmcs, access } = located;
    const { cpu } = this;
    touchPage(cpu, ((vmcs << 2) - L.RAM) >> 12);
    const at = vmcs + (access.field.offset >> 2);
    if (access.high) cpu.u32[at + 1] = Number(value & 0xffffffffn);
    else {
      const { width } = access.field;
      cpu.u64[at >> 1] = BigInt.asUintN(width === 'natural' ? 64 : width, value);
    }
    cpu.refreshControls();
  }

  failingChecks(region?: bigint): FailingCheck[] {
    const vmcs = this.#region(region);
    return vmcs === null ? [] : allFailing(this.cpu, vmcs);
  }
}
