// The main loop: boundary, fetch, execute, commit. A fault or a VM exit inside an instruction ends it.
import type { CodePage, Cpu } from './cpu.ts';
import type { Insn } from './insn.ts';
import * as L from './layout.ts';
import { ENDED_SIGNAL, EXITED, FAULT } from './faults.ts';
import { EXECUTE, translate } from './paging.ts';
import { decode } from './decode.ts';
import { boundary } from './boundary.ts';
import { handleFault } from './interrupts.ts';

/** Pages of decoded code kept before all are dropped: bounds the memory a program can make the cache take. */
const MAX_CODE_PAGES = 256;

/** Makes the page of the linear address the one fetched from. */
function openPage(cpu: Cpu, linear: number, page: number): void {
  const physical = translate(cpu, linear, EXECUTE, cpu.cpl === 3);
  const physicalPage = Math.floor(physical / 4096);
  if (physical >= cpu.ramBytes) {
    cpu.fetchPage = NaN;
    cpu.fetchInsns = null;
    return;
  }
  const key = physicalPage * 128 + cpu.codeSize;
  let code: CodePage | undefined = cpu.codePages.get(key);
  if (code === undefined) {
    if (cpu.codePages.size >= MAX_CODE_PAGES) cpu.codePages.clear();
    code = { insns: [], mode: cpu.codeSize, physicalPage, valid: true };
    cpu.codePages.set(key, code);
  }
  // Every time: the flag may have gone with a store to the page.
  cpu.u8[L.PAGE_FLAGS + physicalPage]! |= L.PAGE_HAS_CODE;
  cpu.fetchPage = page;
  cpu.fetchInsns = code.insns;
}

/** The decoded instruction at cpu.rip. */
export function fetch(cpu: Cpu): Insn {
  const linear = cpu.codeSize === 64 ? cpu.rip : (cpu.csBase + cpu.rip) % 4294967296;
  const page = Math.floor(linear / 4096);
  const offset = linear - page * 4096;
  if (page !== cpu.fetchPage) openPage(cpu, linear, page);
  const insns = cpu.fetchInsns;
  const cached = insns?.[offset];
  // Outside 64-bit mode the segment limit is checked when decoding.
  if (cached !== undefined && cpu.codeSize === 64) return cached;
  const insn = decode(cpu, linear);
  if (insns !== null && cpu.fetchPage === page && offset + insn.length <= 4096) insns[offset] = insn;
  return insn;
}

/** The decoded instruction at a linear address of the page being fetched from, or null: for the block compiler. */
export function fetchAt(cpu: Cpu, linear: number): Insn | null {
  const insns = cpu.fetchInsns;
  if (insns === null || Math.floor(linear / 4096) !== cpu.fetchPage) return null;
  const offset = linear - cpu.fetchPage * 4096;
  const known = insns[offset];
  if (known !== undefined) return known;
  const rip = cpu.rip;
  cpu.rip = linear;
  try {
    const insn = decode(cpu, linear);
    if (offset + insn.length > 4096) return null;
    insns[offset] = insn;
    return insn;
  } catch (signal) {
    if (signal !== FAULT) throw signal;
    return null;
  } finally {
    cpu.rip = rip;
  }
}

function emitInstruction(cpu: Cpu, insn: Insn): void {
  cpu.emit({ kind: 'instruction', ...cpu.common, length: insn.length, mnemonic: insn.mnemonic });
}

/**
 * Executes at most `budget` steps. Gives how many were done; the program has ended when ENDED is set. With a sink,
 * every instruction is announced before its own events.
 */
export function runSteps(
  cpu: Cpu,
  budget: number,
  until: (() => boolean) | null,
  untilModeChanges = false,
): number {
  const { i32 } = cpu;
  // Compiled code runs many steps at once: not when each has to be seen.
  const jit = until === null && cpu.sink === null ? cpu.jit : null;
  let back = false;
  const mode = untilModeChanges ? cpu.mode : -1;
  const first = cpu.steps;
  const last = first + budget;
  while (cpu.steps < last && i32[2 * L.ENDED] === 0) {
    try {
      while (cpu.steps < last) {
        if (until !== null && until()) return cpu.steps - first;
        if (mode >= 0 && cpu.mode !== mode) return cpu.steps - first;
        cpu.nextRip = cpu.rip;
        if (i32[2 * L.ATTENTION] !== 0 && boundary(cpu)) {
          cpu.rip = cpu.nextRip;
          cpu.steps++;
          continue;
        }
        cpu.insn = null;
        const insn = fetch(cpu);
        if (back) {
          back = false;
          if (jit !== null && i32[2 * L.ATTENTION] === 0 && cpu.codeSize === 64) {
            const entered = cpu.rip;
            const done = jit.run(insn, last - cpu.steps);
            if (done > 0) {
              cpu.steps += done;
              // A region left at its own start has only used up its slice.
              back = cpu.rip === entered;
              continue;
            }
          }
        }
        cpu.insn = insn;
        cpu.nextRip = cpu.rip + insn.length;
        if (cpu.sink !== null) emitInstruction(cpu, insn);
        insn.run(cpu, insn);
        back = cpu.nextRip < cpu.rip;
        cpu.rip = cpu.nextRip;
        cpu.steps++;
      }
    } catch (signal) {
      recover(cpu, signal);
    }
  }
  return cpu.steps - first;
}

/** After a fault, an exit or the end: the step is over. */
function recover(cpu: Cpu, signal: unknown): void {
  if (signal === FAULT) {
    try {
      handleFault(cpu);
    } catch (nested) {
      if (nested !== EXITED && nested !== ENDED_SIGNAL) throw nested;
      if (nested === ENDED_SIGNAL) {
        cpu.steps++;
        return;
      }
    }
  } else if (signal === ENDED_SIGNAL) {
    cpu.steps++;
    return;
  } else if (signal !== EXITED) throw signal;
  cpu.rip = cpu.nextRip;
  cpu.steps++;
}
