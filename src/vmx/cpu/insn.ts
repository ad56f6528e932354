// A decoded instruction: one shape for all, so that executing it stays fast.
import type { Cpu } from './cpu.ts';
import type { Region } from '../jit/jit.ts';

export type Handler = (cpu: Cpu, insn: Insn) => void;

export class Insn {
  length = 0;
  mnemonic = '';
  run: Handler = undefinedOpcode;
  /** Opcode: 0x00-0xff one byte, 0x0f00-0x0fff two bytes, 0x0f3800 and up three bytes. */
  opcode = 0;
  /** Operand size in bytes: 1, 2, 4 or 8. */
  size = 4;
  /** Address size in bytes: 2, 4 or 8. */
  addressSize = 8;
  /** Operation inside a family (ALU operation, condition, group member). */
  sub = 0;
  isMemory = false;
  /** Register number of modrm.reg and of modrm.rm (with REX), or of the opcode's low bits. */
  reg = 0;
  rm = 0;
  /** Memory operand: -1 for none. */
  base = -1;
  index = -1;
  scale = 1;
  displacement = 0;
  ripRelative = false;
  segment = 3;
  /** Immediate, sign-extended to 32 bits; its high half for 64-bit immediates and addresses. */
  immediate = 0;
  immediateHigh = 0;
  /** Second immediate (ENTER, far pointers). */
  immediate2 = 0;
  /** 0, 0xf2 or 0xf3. */
  repeat = 0;
  operandPrefix = false;
  lock = false;
  rex = 0;
  hasRex = false;
  /** What the block compiler knows of the code that starts here: visits counted, a compiled region, or nothing doing. */
  region: Region | number = 0;
}

function undefinedOpcode(): void {
  throw new Error('instruction without a handler');
}
