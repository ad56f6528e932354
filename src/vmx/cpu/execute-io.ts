// IN, OUT, INS, OUTS and the string instructions. SDM vol. 2.
import type { Cpu } from './cpu.ts';
import type { Insn } from './insn.ts';
import * as L from './layout.ts';
import { CMP, alu, alu64 } from './flags.ts';
import { READ, WRITE } from './paging.ts';
import { linear, load64, probeWrite, store64 } from './memory.ts';
import { load, readRegister, store, writeRegister } from './operands.ts';
import { checkIoPermission, portRead, portWrite } from './ports.ts';
import { ioExits, stringIoExits } from '../exit/io-exits.ts';

const portOf = (cpu: Cpu, d: Insn): number =>
  d.opcode === 0xe4 || d.opcode === 0xe5 || d.opcode === 0xe6 || d.opcode === 0xe7
    ? d.immediate & 0xff
    : cpu.u32[2 * L.RDX]! & 0xffff;

export function input(cpu: Cpu, d: Insn): void {
  const port = portOf(cpu, d);
  checkIoPermission(cpu, port, d.size);
  if (ioExits(cpu, d, port, true)) return;
  writeRegister(cpu, d, L.RAX, d.size, portRead(cpu, port, d.size));
}

export function output(cpu: Cpu, d: Insn): void {
  const port = portOf(cpu, d);
  checkIoPermission(cpu, port, d.size);
  if (ioExits(cpu, d, port, false)) return;
  portWrite(cpu, port, d.size, readRegister(cpu, d, L.RAX, d.size));
}

/** Value of RSI, RDI or RCX of the address size, as low and high halves. */
const highOf = (cpu: Cpu, d: Insn, register: number): number =>
  d.addressSize === 8 ? cpu.i32[2 * register + 1]! : 0;

const lowOf = (cpu: Cpu, d: Insn, register: number): number =>
  d.addressSize === 2 ? cpu.i32[2 * register]! & 0xffff : cpu.i32[2 * register]!;

function advance(cpu: Cpu, d: Insn, register: number, by: number): void {
  const step = (cpu.i32[2 * L.RFLAGS]! & L.DF) !== 0 ? -by : by;
  if (d.addressSize === 8) cpu.u64[register] = BigInt.asUintN(64, cpu.u64[register]! + BigInt(step));
  else
    writeRegister(
      cpu,
      d,
      register,
      d.addressSize,
      (readRegister(cpu, d, register, d.addressSize) + step) >>> 0,
    );
}

const counterIsZero = (cpu: Cpu, d: Insn): boolean =>
  lowOf(cpu, d, L.RCX) === 0 && highOf(cpu, d, L.RCX) === 0;

function decrementCounter(cpu: Cpu, d: Insn): void {
  if (d.addressSize === 8) cpu.u64[L.RCX] = BigInt.asUintN(64, cpu.u64[L.RCX]! - 1n);
  else writeRegister(cpu, d, L.RCX, d.addressSize, (readRegister(cpu, d, L.RCX, d.addressSize) - 1) >>> 0);
}

const source = (cpu: Cpu, d: Insn): number =>
  linear(cpu, d.segment, lowOf(cpu, d, L.RSI), highOf(cpu, d, L.RSI), d.size, READ);

const destination = (cpu: Cpu, d: Insn, access: number): number =>
  linear(cpu, L.ES, lowOf(cpu, d, L.RDI), highOf(cpu, d, L.RDI), d.size, access);

function movsOnce(cpu: Cpu, d: Insn): void {
  const from = source(cpu, d);
  if (d.size === 8) store64(cpu, destination(cpu, d, WRITE), load64(cpu, from));
  else {
    const value = load(cpu, from, d.size);
    store(cpu, destination(cpu, d, WRITE), d.size, value);
  }
  advance(cpu, d, L.RSI, d.size);
  advance(cpu, d, L.RDI, d.size);
}

function stosOnce(cpu: Cpu, d: Insn): void {
  const to = destination(cpu, d, WRITE);
  if (d.size === 8) store64(cpu, to, cpu.u64[L.RAX]!);
  else store(cpu, to, d.size, readRegister(cpu, d, L.RAX, d.size));
  advance(cpu, d, L.RDI, d.size);
}

function lodsOnce(cpu: Cpu, d: Insn): void {
  const from = source(cpu, d);
  if (d.size === 8) cpu.u64[L.RAX] = load64(cpu, from);
  else writeRegister(cpu, d, L.RAX, d.size, load(cpu, from, d.size));
  advance(cpu, d, L.RSI, d.size);
}

function cmpsOnce(cpu: Cpu, d: Insn): void {
  const from = source(cpu, d);
  const to = destination(cpu, d, READ);
  if (d.size === 8) alu64(cpu, CMP, load64(cpu, from), load64(cpu, to));
  else alu(cpu, CMP, d.size, load(cpu, from, d.size), load(cpu, to, d.size));
  advance(cpu, d, L.RSI, d.size);
  advance(cpu, d, L.RDI, d.size);
}

function scasOnce(cpu: Cpu, d: Insn): void {
  const to = destination(cpu, d, READ);
  if (d.size === 8) alu64(cpu, CMP, cpu.u64[L.RAX]!, load64(cpu, to));
  else alu(cpu, CMP, d.size, readRegister(cpu, d, L.RAX, d.size), load(cpu, to, d.size));
  advance(cpu, d, L.RDI, d.size);
}

/** One iteration a step: the instruction starts over until the counter (or the comparison) ends it. */
function repeated(cpu: Cpu, d: Insn, once: (cpu: Cpu, d: Insn) => void, compares: boolean): void {
  if (d.repeat === 0) {
    once(cpu, d);
    return;
  }
  if (counterIsZero(cpu, d)) return;
  once(cpu, d);
  decrementCounter(cpu, d);
  if (counterIsZero(cpu, d)) return;
  if (compares) {
    const equal = (cpu.i32[2 * L.RFLAGS]! & L.ZF) !== 0;
    if (equal !== (d.repeat === 0xf3)) return;
  }
  cpu.nextRip = cpu.rip;
}

export function movs(cpu: Cpu, d: Insn): void {
  repeated(cpu, d, movsOnce, false);
}
export function stos(cpu: Cpu, d: Insn): void {
  repeated(cpu, d, stosOnce, false);
}
export function lods(cpu: Cpu, d: Insn): void {
  repeated(cpu, d, lodsOnce, false);
}
export function cmps(cpu: Cpu, d: Insn): void {
  repeated(cpu, d, cmpsOnce, true);
}
export function scas(cpu: Cpu, d: Insn): void {
  repeated(cpu, d, scasOnce, true);
}

function insOnce(cpu: Cpu, d: Insn): void {
  const port = cpu.u32[2 * L.RDX]! & 0xffff;
  const to = destination(cpu, d, WRITE);
  probeWrite(cpu, to, d.size);
  store(cpu, to, d.size, portRead(cpu, port, d.size));
  advance(cpu, d, L.RDI, d.size);
}

function outsOnce(cpu: Cpu, d: Insn): void {
  const port = cpu.u32[2 * L.RDX]! & 0xffff;
  portWrite(cpu, port, d.size, load(cpu, source(cpu, d), d.size));
  advance(cpu, d, L.RSI, d.size);
}

/** 6C, 6D. With REP and a zero counter nothing happens, not even an exit. */
export function ins(cpu: Cpu, d: Insn): void {
  const port = cpu.u32[2 * L.RDX]! & 0xffff;
  checkIoPermission(cpu, port, d.size);
  if (d.repeat !== 0 && counterIsZero(cpu, d)) return;
  if (stringIoExits(cpu, d, port, true, L.ES, lowOf(cpu, d, L.RDI), highOf(cpu, d, L.RDI))) return;
  repeated(cpu, d, insOnce, false);
}

/** 6E, 6F. */
export function outs(cpu: Cpu, d: Insn): void {
  const port = cpu.u32[2 * L.RDX]! & 0xffff;
  checkIoPermission(cpu, port, d.size);
  if (d.repeat !== 0 && counterIsZero(cpu, d)) return;
  if (stringIoExits(cpu, d, port, false, d.segment, lowOf(cpu, d, L.RSI), highOf(cpu, d, L.RSI))) return;
  repeated(cpu, d, outsOnce, false);
}
