// The compiler of hot loops: counts visits to targets of backward jumps, compiles a region to WebAssembly when it is
// hot, and runs it. The interpreter stays the definition: a region leaves exactly the state that it would have left.
import type { Cpu } from '../cpu/cpu.ts';
import type { Insn } from '../cpu/insn.ts';
import * as L from '../cpu/layout.ts';
import { EXIT_RIP, FLAG_A, FLAG_CARRY, FLAG_KIND, compileRegion } from './compile.ts';
import { settleFlags } from './lazy-flags.ts';

type RegionCode = (budget: number, needRead: number, needWrite: number, generation: number) => number;

/** A compiled loop, good for one linear address. */
export interface Region {
  readonly rip: number;
  readonly run: RegionCode;
}

const HOT = 64;
/** Value of Insn.region for code that gains nothing from being compiled. */
const HOPELESS = -1;
/** Steps in one call: short enough that WebAssembly's optimised code is picked up when it is ready. */
const SLICE = 200_000;
/** Regions compiled in all; a program that keeps rewriting its code cannot make the page compile for ever. */
const MAX_REGIONS = 512;

export class Jit {
  readonly #cpu: Cpu;
  #compiled = 0;
  #allowed = true;

  constructor(cpu: Cpu) {
    this.#cpu = cpu;
  }

  /** Regions compiled so far. */
  get compiled(): number {
    return this.#compiled;
  }

  /** Runs the code at cpu.rip, whose first instruction is `insn`, for at most `budget` steps; 0 when it cannot. */
  run(insn: Insn, budget: number): number {
    let { region } = insn;
    if (typeof region === 'number') {
      if (region === HOPELESS || ++region < HOT) {
        insn.region = region;
        return 0;
      }
      region = this.#compile() ?? HOPELESS;
      insn.region = region;
      if (typeof region === 'number') return 0;
    }
    const cpu = this.#cpu;
    if (region.rip !== cpu.rip) return 0;
    const steps = region.run(Math.min(budget, SLICE), cpu.needRead, cpu.needWrite, cpu.generation);
    const scratch = cpu.tlb + L.JIT_SCRATCH;
    cpu.rip = Number(cpu.view.getBigInt64(scratch + EXIT_RIP, true));
    settleFlags(
      cpu,
      cpu.i32[(scratch + FLAG_KIND) >> 2]!,
      scratch + FLAG_A,
      cpu.i32[(scratch + FLAG_CARRY) >> 2]!,
    );
    return steps;
  }

  #compile(): Region | null {
    const cpu = this.#cpu;
    if (!this.#allowed || this.#compiled >= MAX_REGIONS) return null;
    const bytes = compileRegion(cpu, cpu.rip);
    if (bytes === null) return null;
    try {
      const module = new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>);
      const instance = new WebAssembly.Instance(module, { m: { m: cpu.memory } });
      this.#compiled++;
      return { rip: cpu.rip, run: instance.exports['f'] as RegionCode };
    } catch {
      // A content security policy without WebAssembly: the interpreter does it all.
      this.#allowed = false;
      return null;
    }
  }
}
