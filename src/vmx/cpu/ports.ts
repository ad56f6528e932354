// I/O ports: a character device at 0xE9, serial COM1, and nothing elsewhere (reads give ones).
// SDM vol. 1, 19.5 (I/O permission).
import type { Cpu } from './cpu.ts';
import * as L from './layout.ts';
import { GP, raise } from './faults.ts';
import { asSupervisor, load16, load8 } from './memory.ts';
import { baseOf } from './segments.ts';

const DEBUG_PORT = 0xe9;
const COM1 = 0x3f8;

export function portRead(_cpu: Cpu, port: number, size: number): number {
  // Every device here is one byte wide; a wider read finds nobody.
  return size === 1 ? readByte(port) : size === 2 ? 0xffff : 0xffffffff;
}

function readByte(port: number): number {
  switch (port) {
    case DEBUG_PORT:
      return DEBUG_PORT;
    case COM1:
    case COM1 + 1:
    case COM1 + 3:
    case COM1 + 4:
      return 0;
    case COM1 + 2:
      return 1;
    case COM1 + 5:
      // Line status: transmitter empty and ready.
      return 0x60;
    case COM1 + 6:
      return 0xb0;
    case 0x21:
    case 0xa1:
      // Both interrupt controllers are masked.
      return 0xff;
    default:
      // The DMA controller and its page registers, the diagnostic port among them, read 0 after reset.
      return port <= 0x0f || (port >= 0x80 && port <= 0x8f) ? 0 : 0xff;
  }
}

export function portWrite(cpu: Cpu, port: number, size: number, value: number): void {
  if (cpu.sink === null) return;
  cpu.emit({ kind: 'port-output', ...cpu.common, port, bytes: size, value: value >>> 0 });
  for (let i = 0; i < size; i++) {
    if (port + i === DEBUG_PORT || port + i === COM1)
      cpu.emit({
        kind: 'character',
        ...cpu.common,
        device: port + i === DEBUG_PORT ? 'e9' : 'com1',
        code: (value >>> (8 * i)) & 0xff,
      });
  }
}

/** Above IOPL (and always in V86 mode) the TSS's I/O bitmap decides; #GP(0) when it forbids. */
export function checkIoPermission(cpu: Cpu, port: number, size: number): void {
  if (!cpu.protectedMode) return;
  const iopl = (cpu.i32[2 * L.RFLAGS]! >> 12) & 3;
  if (!cpu.v86 && cpu.cpl <= iopl) return;
  const tr = 2 * (L.SEGMENTS + 3 * L.TR);
  const limit = cpu.u32[tr + 4]!;
  const ar = cpu.i32[tr + 1]!;
  if ((ar & L.AR_UNUSABLE) !== 0 || (ar & 8) === 0 || limit < 103) raise(GP, 0);
  const base = Number(BigInt.asIntN(64, baseOf(cpu, L.TR)));
  const map = asSupervisor(cpu, () => load16(cpu, base + 102));
  if (map + ((port + size - 1) >> 3) > limit) raise(GP, 0);
  for (let i = 0; i < size; i++) {
    const bits = asSupervisor(cpu, () => load8(cpu, base + map + ((port + i) >> 3)));
    if (((bits >> ((port + i) & 7)) & 1) === 1) raise(GP, 0);
  }
}
