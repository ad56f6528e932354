// A remembered state that a machine can be put back to at the cost of the pages changed since.
import type { Cpu } from './cpu/cpu.ts';
import * as L from './cpu/layout.ts';
import { selectSpace } from './cpu/paging.ts';

const PAGE = 4096;

export class Baseline {
  readonly #cpu: Cpu;
  readonly #state: Uint8Array;
  /** Contents of RAM up to the last page that is not all zero. */
  readonly #ram: Uint8Array;

  /** Remembers the present state; from now on page flags tell what changed since. */
  constructor(cpu: Cpu) {
    this.#cpu = cpu;
    cpu.sync();
    this.#state = cpu.u8.slice(0, L.PAGE_FLAGS);
    let end = cpu.ramBytes;
    while (end > 0 && isZero(cpu, end - PAGE)) end -= PAGE;
    this.#ram = cpu.u8.slice(L.RAM, L.RAM + end);
    cpu.u8.fill(0, L.PAGE_FLAGS, L.RAM);
  }

  /** Puts the machine back. */
  restore(): void {
    const cpu = this.#cpu;
    const pages = cpu.ramBytes / PAGE;
    for (let page = 0; page < pages; page++) {
      if ((cpu.u8[L.PAGE_FLAGS + page]! & L.PAGE_DIRTY) === 0) continue;
      const at = page * PAGE;
      const known = this.#ram.subarray(at, at + PAGE);
      if (known.length > 0) cpu.u8.set(known, L.RAM + at);
      else cpu.u8.fill(0, L.RAM + at, L.RAM + at + PAGE);
    }
    cpu.u8.set(this.#state, 0);
    cpu.reload();
    cpu.u8.fill(0, L.PAGE_FLAGS, L.RAM);
    selectSpace(cpu);
  }
}

function isZero(cpu: Cpu, address: number): boolean {
  const first = (L.RAM + address) >> 2;
  for (let i = first; i < first + PAGE / 4; i++) if (cpu.i32[i] !== 0) return false;
  return true;
}
