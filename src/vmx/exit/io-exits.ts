// Which I/O exits, and the qualification of exit 30. SDM vol. 3, 25.1.3 and 27.2.1 (table 27-5).
import type { Cpu } from '../cpu/cpu.ts';
import type { Insn } from '../cpu/insn.ts';
import * as L from '../cpu/layout.ts';
import { F } from '../fields/slots.ts';
import { physicalRead8 } from '../cpu/physical.ts';
import { exitForInstruction, exitGuestLinear } from './vm-exit.ts';

const IO_INSTRUCTION = 30;
const UNCONDITIONAL = 1 << 24;
const USE_BITMAPS = 1 << 25;

/** Does an access to `size` ports from `port` exit? With bitmaps, "unconditional I/O exiting" is ignored. */
function exits(cpu: Cpu, port: number, size: number): boolean {
  if (cpu.mode !== L.VMX_NON_ROOT) return false;
  if ((cpu.proc & USE_BITMAPS) === 0) return (cpu.proc & UNCONDITIONAL) !== 0;
  if (port + size > 0x10000) return true;
  for (let p = port; p < port + size; p++) {
    const field = p < 0x8000 ? F.io_bitmap_a_addr : F.io_bitmap_b_addr;
    const base = cpu.u32[cpu.vmcs + field]! + cpu.u32[cpu.vmcs + field + 1]! * 4294967296;
    if (((physicalRead8(cpu, base + ((p & 0x7fff) >> 3)) >> (p & 7)) & 1) === 1) return true;
  }
  return false;
}

/** Size in bits 2:0, direction 3, string 4, REP 5, immediate 6, port 31:16. */
function qualification(d: Insn, port: number, isInput: boolean, isString: boolean): number {
  const immediate = d.opcode >= 0xe4 && d.opcode <= 0xe7;
  return (
    (d.size - 1) |
    (isInput ? 8 : 0) |
    (isString ? 0x10 : 0) |
    (isString && d.repeat !== 0 ? 0x20 : 0) |
    (immediate ? 0x40 : 0) |
    (port << 16)
  );
}

export function ioExits(cpu: Cpu, d: Insn, port: number, isInput: boolean): boolean {
  if (!exits(cpu, port, d.size)) return false;
  exitForInstruction(cpu, d, IO_INSTRUCTION, qualification(d, port, isInput, false) >>> 0, 0);
  return true;
}

/** INS and OUTS: also the guest-linear address and, for IA32_VMX_BASIC[54], the instruction information. */
export function stringIoExits(
  cpu: Cpu,
  d: Insn,
  port: number,
  isInput: boolean,
  segment: number,
  low: number,
  high: number,
): boolean {
  if (!exits(cpu, port, d.size)) return false;
  const base = cpu.codeSize === 64 && segment < L.FS ? 0n : cpu.u64[L.SEGMENTS + 3 * segment + 1]!;
  const offset = BigInt(low >>> 0) | (BigInt(high >>> 0) << 32n);
  let address = BigInt.asUintN(64, base + offset);
  if (cpu.codeSize !== 64) address &= 0xffffffffn;
  exitGuestLinear(cpu, address);
  const addressSize = d.addressSize === 2 ? 0 : d.addressSize === 4 ? 1 : 2;
  const information = (addressSize << 7) | (segment << 15);
  exitForInstruction(cpu, d, IO_INSTRUCTION, qualification(d, port, isInput, true) >>> 0, information);
  return true;
}
