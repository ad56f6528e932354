// Compiling a region of hot code: the basic blocks of one page that direct jumps reach from an entry, with general
// registers as locals and flags kept as operands until somebody needs them. What is not handled here ends a block,
// and the interpreter goes on from there; so does any memory access that the TLB cannot serve at once.
import type { Cpu } from '../cpu/cpu.ts';
import type { Insn } from '../cpu/insn.ts';
import { fetchAt } from '../cpu/step.ts';
import * as L from '../cpu/layout.ts';
import { ABSOLUTE } from '../cpu/memory.ts';
import * as A from '../cpu/execute-arithmetic.ts';
import * as D from '../cpu/execute-data.ts';
import * as J from '../cpu/execute-flow.ts';
import * as Y from '../cpu/execute-system.ts';
import { ADD, AND, CMP, OR, SUB, XOR } from '../cpu/flags.ts';
import { Code, I32, I64, OP, VOID, moduleBytes } from './wasm-writer.ts';
import { KIND_ADD, KIND_DEC, KIND_INC, KIND_LOGIC, KIND_SUB } from './lazy-flags.ts';

const MAX_BLOCKS = 48;
const MAX_INSTRUCTIONS = 400;

/** Scratch after the TLB: exit RIP (i64), then kind (i32), a, b, result (i64), carry (i32). */
export const EXIT_RIP = 0;
export const FLAG_KIND = 8;
export const FLAG_A = 16;
export const FLAG_B = 24;
export const FLAG_RESULT = 32;
export const FLAG_CARRY = 40;

// Parameters and locals of the function.
const BUDGET = 0;
const NEED_READ = 1;
const NEED_WRITE = 2;
const GENERATION = 3;
const PARAMETERS = 4;
const STEPS = 4;
const NEXT = 5;
const KIND = 6;
const CARRY = 7;
const SLOT = 8;
const HOST_ADDRESS = 9;
const I32_LOCALS = 6;
const GPR = 10;
const FA = 26;
const FB = 27;
const FR = 28;
const EXIT = 29;
const LINEAR = 30;
const VALUE = 31;
const OLD = 32;
const I64_LOCALS = 23;

interface Block {
  readonly rip: number;
  readonly insns: Insn[];
  /** Linear addresses of the instructions. */
  readonly rips: number[];
}

/** Does the compiler handle this instruction? Control transfers are told apart by `isBranch`. */
function supported(d: Insn): boolean {
  if (d.lock || d.repeat !== 0 || d.addressSize !== 8) return false;
  if (d.isMemory && (d.segment >= L.FS || d.base === ABSOLUTE)) return false;
  if (d.size < 4 && !isNarrowMove(d)) return false;
  switch (d.run) {
    case A.aluToRm:
    case A.aluFromRm:
    case A.aluImmediate:
      return (
        d.sub === ADD || d.sub === SUB || d.sub === CMP || d.sub === AND || d.sub === OR || d.sub === XOR
      );
    case A.testRm:
    case A.testImmediate:
    case A.incDec:
    case A.not:
    case D.movToRm:
    case D.movFromRm:
    case D.movImmediateToRm:
    case D.movImmediate:
    case D.movzx:
    case D.movsxd:
    case D.lea:
    case Y.nop:
      return d.size >= 4 || isNarrowMove(d);
    case D.pushRm:
    case D.popRm:
      return !d.isMemory && d.size === 8;
    case A.imul:
      return false;
    default:
      return false;
  }
}

/** Byte and word loads and stores with registers that need no AH ... BH. */
function isNarrowMove(d: Insn): boolean {
  if (d.run === D.movToRm) return d.isMemory && (d.size === 2 || d.reg < 4 || d.hasRex);
  return d.run === Y.nop;
}

const isBranch = (d: Insn): boolean =>
  (d.run === J.jumpRelative || d.run === J.jcc) && d.addressSize === 8 && d.repeat === 0;

/** Finds the blocks; null when there is no cycle, for then compiling would gain nothing. */
function findBlocks(cpu: Cpu, entry: number): Block[] | null {
  const page = Math.floor(entry / 4096);
  const blocks = new Map<number, Block>();
  const waiting = [entry];
  let instructions = 0;
  while (waiting.length > 0 && blocks.size < MAX_BLOCKS && instructions < MAX_INSTRUCTIONS) {
    const rip = waiting.shift()!;
    if (blocks.has(rip)) continue;
    const block: Block = { rip, insns: [], rips: [] };
    let at = rip;
    while (instructions < MAX_INSTRUCTIONS) {
      const d = Math.floor(at / 4096) === page ? fetchAt(cpu, at) : null;
      if (d === null || at + d.length > (page + 1) * 4096) break;
      const branch = isBranch(d);
      if (!branch && !supported(d)) break;
      block.insns.push(d);
      block.rips.push(at);
      instructions++;
      at += d.length;
      if (branch) {
        waiting.push(at + d.immediate);
        if (d.run === J.jcc) waiting.push(at);
        break;
      }
      // The start of another block: fall through to it.
      if (blocks.has(at)) break;
    }
    blocks.set(rip, block);
  }
  const list = [...blocks.values()].filter(({ insns }) => insns.length > 0);
  if (list[0]?.rip !== entry) return null;
  const starts = new Set(list.map(({ rip }) => rip));
  const cyclic = list.some((block) => {
    const last = block.insns.at(-1)!;
    if (!isBranch(last)) return false;
    const target = block.rips.at(-1)! + last.length + last.immediate;
    return starts.has(target) && target <= block.rips.at(-1)!;
  });
  return cyclic ? list : null;
}

class Compiler {
  readonly cpu: Cpu;
  readonly blocks: readonly Block[];
  readonly code = new Code();
  readonly index: Map<number, number>;
  /** Depth of nested wasm blocks inside the present basic block, beyond its own. */
  depth = 0;
  blockNumber = 0;
  /** Kind of the last flag setter in this block, when it is known; its operand size. */
  kind = -1;
  kindSize = 0;

  constructor(cpu: Cpu, blocks: readonly Block[]) {
    this.cpu = cpu;
    this.blocks = blocks;
    this.index = new Map(blocks.map(({ rip }, i) => [rip, i]));
  }

  compile(): Uint8Array {
    const { code, blocks } = this;
    for (let r = 0; r < 16; r++)
      code
        .i32(8 * r)
        .memory(OP.i64load)
        .set(GPR + r);
    code.op(OP.block, VOID); // $exit
    code.op(OP.loop, VOID); // $again
    for (let i = 0; i < blocks.length; i++) code.op(OP.block, VOID);
    code.get(NEXT).op(OP.brTable, ...leb(blocks.length - 1));
    for (let i = 0; i < blocks.length; i++) code.op(...leb(i));
    blocks.forEach((block, i) => {
      code.op(OP.end);
      this.blockNumber = i;
      this.block(block);
    });
    code.op(OP.end, OP.end);
    for (let r = 0; r < 16; r++)
      code
        .i32(8 * r)
        .get(GPR + r)
        .memory(OP.i64store);
    const scratch = this.cpu.tlb + L.JIT_SCRATCH;
    code.i32(scratch).get(EXIT).memory(OP.i64store, EXIT_RIP);
    code.i32(scratch).get(KIND).memory(OP.i32store, FLAG_KIND);
    code.i32(scratch).get(FA).memory(OP.i64store, FLAG_A);
    code.i32(scratch).get(FB).memory(OP.i64store, FLAG_B);
    code.i32(scratch).get(FR).memory(OP.i64store, FLAG_RESULT);
    code.i32(scratch).get(CARRY).memory(OP.i32store, FLAG_CARRY);
    code.get(STEPS);
    return moduleBytes(PARAMETERS, [[I32_LOCALS, I32], [I64_LOCALS, I64]], code); // prettier-ignore
  }

  /** Branch depth of $again and $exit from the present basic block. */
  get again(): number {
    return this.blocks.length - 1 - this.blockNumber + this.depth;
  }
  get exit(): number {
    return this.again + 1;
  }

  block(block: Block): void {
    const { code } = this;
    this.kind = -1;
    const length = block.insns.length;
    // Not enough budget for the whole block: the interpreter takes over at its start.
    code.get(BUDGET).get(STEPS).op(OP.i32sub).i32(length).op(OP.i32ltS).op(OP.if, VOID);
    this.depth++;
    code.i64(BigInt(block.rip)).set(EXIT).br(this.exit);
    this.depth--;
    code.op(OP.end);
    block.insns.forEach((d, i) => {
      this.done = i;
      this.rip = block.rips[i]!;
      if (!isBranch(d)) this.instruction(d);
    });
    const last = block.insns.at(-1)!;
    const after = block.rips.at(-1)! + last.length;
    if (!isBranch(last)) {
      this.addSteps(length);
      this.goTo(after);
    } else if (last.run === J.jumpRelative) {
      this.addSteps(length);
      this.goTo(after + last.immediate);
    } else if (this.kind < 0) {
      // The flags come from another block: let the interpreter decide.
      this.addSteps(length - 1);
      code
        .i64(BigInt(block.rips.at(-1)!))
        .set(EXIT)
        .br(this.exit);
    } else {
      this.addSteps(length);
      this.condition(last.sub);
      code.op(OP.if, VOID);
      this.depth++;
      this.goTo(after + last.immediate);
      this.depth--;
      code.op(OP.end);
      this.goTo(after);
    }
  }

  done = 0;
  rip = 0;

  addSteps(count: number): void {
    if (count > 0) this.code.get(STEPS).i32(count).op(OP.i32add).set(STEPS);
  }

  goTo(target: number): void {
    const { code } = this;
    const known = this.index.get(target);
    if (known !== undefined) code.i32(known).set(NEXT).br(this.again);
    else code.i64(BigInt(target)).set(EXIT).br(this.exit);
  }

  /** Leaves at the present instruction when the i32 on the stack is not 0. */
  bailIf(): void {
    const { code } = this;
    code.op(OP.if, VOID);
    this.depth++;
    this.addSteps(this.done);
    code.i64(BigInt(this.rip)).set(EXIT).br(this.exit);
    this.depth--;
    code.op(OP.end);
  }

  /** Address of the memory operand to LINEAR. */
  address(d: Insn): void {
    const { code } = this;
    let constant = BigInt(d.displacement);
    if (d.ripRelative) constant += BigInt(this.rip + d.length);
    code.i64(constant);
    if (d.base >= 0) code.get(GPR + d.base).op(OP.i64add);
    if (d.index >= 0)
      code
        .get(GPR + d.index)
        .i64(BigInt(d.scale))
        .op(OP.i64mul, OP.i64add);
    code.set(LINEAR);
  }

  /** LINEAR to an offset in the buffer, in HOST_ADDRESS; leaves unless the TLB and one page of RAM serve it. */
  translate(size: number, writing: boolean): void {
    const { code, cpu } = this;
    // Entry of the page: (page + generation * 97) & 1023.
    code.get(LINEAR).i64(12n).op(OP.i64shrS).tee(VALUE).op(OP.wrap);
    code
      .get(GENERATION)
      .i32(97)
      .op(OP.i32mul, OP.i32add)
      .i32(1023)
      .op(OP.i32and)
      .i32(5)
      .op(OP.i32shl)
      .set(SLOT);
    code.get(SLOT).memory(OP.f64load, cpu.tlb).get(VALUE).op(OP.f64FromI64, OP.f64ne);
    code
      .get(SLOT)
      .memory(OP.i32load, cpu.tlb + 4 * L.TLB_GENERATION)
      .get(GENERATION)
      .op(OP.i32ne, OP.i32or);
    const permissions = cpu.tlb + 4 * L.TLB_PERMISSIONS;
    code
      .get(SLOT)
      .memory(OP.i32load, permissions)
      .get(writing ? NEED_WRITE : NEED_READ)
      .i32(64)
      .op(OP.i32or, OP.i32and);
    code.get(writing ? NEED_WRITE : NEED_READ).op(OP.i32ne, OP.i32or);
    if (size > 1)
      code
        .get(LINEAR)
        .op(OP.wrap)
        .i32(4095)
        .op(OP.i32and)
        .i32(4096 - size)
        .op(OP.i32gtU, OP.i32or);
    this.bailIf();
    code
      .get(SLOT)
      .memory(OP.f64load, cpu.tlb + 8 * L.TLB_PHYSICAL)
      .op(OP.i32FromF64);
    code.get(LINEAR).op(OP.wrap).i32(4095).op(OP.i32and, OP.i32add).tee(HOST_ADDRESS);
    if (!writing) {
      code.set(HOST_ADDRESS);
      return;
    }
    // Only pages that are already marked as changed, and hold neither code nor tables.
    code.i32(12).op(0x76).memory(OP.i32load8u, L.PAGE_FLAGS).i32(L.PAGE_DIRTY).op(OP.i32ne);
    this.bailIf();
  }

  /** Pushes the value at HOST_ADDRESS, zero-extended. */
  loadValue(size: number): void {
    const opcode =
      size === 8 ? OP.i64load : size === 4 ? OP.i64load32u : size === 2 ? OP.i64load16u : OP.i64load8u;
    this.code.get(HOST_ADDRESS).memory(opcode, L.RAM);
  }

  /** Stores VALUE at HOST_ADDRESS. */
  storeValue(size: number): void {
    const opcode =
      size === 8 ? OP.i64store : size === 4 ? OP.i64store32 : size === 2 ? OP.i64store16 : OP.i64store8;
    this.code.get(HOST_ADDRESS).get(VALUE).memory(opcode, L.RAM);
  }

  register(register: number, size: number): void {
    this.code.get(GPR + register);
    if (size === 4) this.truncate();
  }

  truncate(): void {
    this.code.i64(0xffffffffn).op(OP.i64and);
  }

  readRm(d: Insn, size: number): void {
    if (!d.isMemory) {
      if (size >= 4) this.register(d.rm, size);
      else
        this.code
          .get(GPR + d.rm)
          .i64(size === 2 ? 0xffffn : 0xffn)
          .op(OP.i64and);
      return;
    }
    this.address(d);
    this.translate(size, false);
    this.loadValue(size);
  }

  instruction(d: Insn): void {
    const { code } = this;
    const { size } = d;
    switch (d.run) {
      case Y.nop:
        return;
      case D.movImmediate:
        code.i64(
          size === 8
            ? (BigInt(d.immediateHigh) << 32n) | BigInt(d.immediate >>> 0)
            : BigInt(d.immediate >>> 0),
        );
        code.set(GPR + d.rm);
        return;
      case D.movImmediateToRm:
        this.moveToRm(d, () => code.i64(size === 8 ? BigInt(d.immediate) : BigInt(d.immediate >>> 0)));
        return;
      case D.movToRm:
        this.moveToRm(d, () => {
          if (size >= 4) this.register(d.reg, size);
          else code.get(GPR + d.reg);
        });
        return;
      case D.movFromRm:
        this.readRm(d, size);
        code.set(GPR + d.reg);
        return;
      case D.movzx:
        this.movzx(d);
        return;
      case D.movsxd:
        this.readRm(d, 4);
        if (size === 8) code.op(OP.wrap, OP.extendS);
        code.set(GPR + d.reg);
        return;
      case D.lea:
        this.address(d);
        code.get(LINEAR);
        if (size === 4) this.truncate();
        code.set(GPR + d.reg);
        return;
      case D.pushRm:
        this.push(d);
        return;
      case D.popRm:
        this.pop(d);
        return;
      case A.not:
        this.update(d, () =>
          code
            .get(OLD)
            .i64(size === 8 ? -1n : 0xffffffffn)
            .op(OP.i64xor),
        );
        return;
      case A.incDec:
        this.incDec(d);
        return;
      case A.testRm:
        this.readRm(d, size);
        code.set(FA);
        this.register(d.reg, size);
        code.set(FB);
        this.logic(size, OP.i64and);
        return;
      case A.testImmediate:
        this.readRm(d, size);
        code.set(FA);
        this.immediate(d);
        code.set(FB);
        this.logic(size, OP.i64and);
        return;
      default:
        this.alu(d);
    }
  }

  immediate(d: Insn): void {
    this.code.i64(d.size === 8 ? BigInt(d.immediate) : BigInt(d.immediate >>> 0));
  }

  moveToRm(d: Insn, value: () => void): void {
    const { code } = this;
    if (!d.isMemory) {
      value();
      code.set(GPR + d.rm);
      return;
    }
    this.address(d);
    this.translate(d.size, true);
    value();
    code.set(VALUE);
    this.storeValue(d.size);
  }

  movzx(d: Insn): void {
    if (!d.isMemory && d.sub === 1 && d.rm >= 4 && d.rm < 8 && !d.hasRex)
      this.code
        .get(GPR + d.rm - 4)
        .i64(8n)
        .op(OP.i64shrU)
        .i64(0xffn)
        .op(OP.i64and);
    else this.readRm(d, d.sub);
    this.code.set(GPR + d.reg);
  }

  push(d: Insn): void {
    const { code } = this;
    code
      .get(GPR + L.RSP)
      .i64(8n)
      .op(OP.i64sub)
      .set(LINEAR);
    this.translate(8, true);
    code.get(GPR + d.rm).set(VALUE);
    this.storeValue(8);
    code.get(LINEAR).set(GPR + L.RSP);
  }

  pop(d: Insn): void {
    const { code } = this;
    code.get(GPR + L.RSP).set(LINEAR);
    this.translate(8, false);
    code
      .get(LINEAR)
      .i64(8n)
      .op(OP.i64add)
      .set(GPR + L.RSP);
    this.loadValue(8);
    code.set(GPR + d.rm);
  }

  /** Reads the destination to OLD, computes, writes back. */
  update(d: Insn, compute: () => void): void {
    const { code } = this;
    if (!d.isMemory) {
      this.register(d.rm, d.size);
      code.set(OLD);
      compute();
      code.set(GPR + d.rm);
      return;
    }
    this.address(d);
    this.translate(d.size, true);
    this.loadValue(d.size);
    code.set(OLD);
    compute();
    code.set(VALUE);
    this.storeValue(d.size);
  }

  incDec(d: Insn): void {
    const { code } = this;
    const increments = d.sub === 0;
    this.update(d, () => {
      // CF stays as it was: it has to be known before the operands are replaced.
      this.saveCarry();
      code
        .get(OLD)
        .i64(1n)
        .op(increments ? OP.i64add : OP.i64sub);
      if (d.size === 4) this.truncate();
      code.tee(FR);
    });
    this.setKind(increments ? KIND_INC : KIND_DEC, d.size);
  }

  /** CF of the lazy flags to CARRY. With an unknown kind, the four possibilities are told apart at run time. */
  saveCarry(): void {
    const { code } = this;
    if (this.kind === KIND_INC || this.kind === KIND_DEC) return;
    if (this.kind === KIND_LOGIC) {
      code.i32(0).set(CARRY);
      return;
    }
    if (this.kind === KIND_ADD) {
      code.get(FR).get(FA).op(OP.i64ltU).set(CARRY);
      return;
    }
    if (this.kind === KIND_SUB) {
      code.get(FA).get(FB).op(OP.i64ltU).set(CARRY);
      return;
    }
    // kind & 15: NONE, INC, DEC keep CARRY; ADD, SUB compute it; LOGIC clears it.
    code.get(KIND).i32(15).op(OP.i32and).tee(SLOT).i32(KIND_ADD).op(OP.i32eq, OP.if, VOID);
    code.get(FR).get(FA).op(OP.i64ltU).set(CARRY).op(OP.end);
    code.get(SLOT).i32(KIND_SUB).op(OP.i32eq, OP.if, VOID);
    code.get(FA).get(FB).op(OP.i64ltU).set(CARRY).op(OP.end);
    code.get(SLOT).i32(KIND_LOGIC).op(OP.i32eq, OP.if, VOID).i32(0).set(CARRY).op(OP.end);
  }

  setKind(kind: number, size: number): void {
    this.kind = kind;
    this.kindSize = size;
    this.code.i32(kind | (size << 4)).set(KIND);
  }

  logic(size: number, opcode: number): void {
    this.code.get(FA).get(FB).op(opcode).set(FR);
    this.setKind(KIND_LOGIC, size);
  }

  alu(d: Insn): void {
    const { code } = this;
    const { size, sub } = d;
    const second = (): void => {
      if (d.run === A.aluImmediate) this.immediate(d);
      else this.register(d.reg, size);
      code.set(FB);
    };
    const compute = (): void => {
      const opcode = sub === ADD ? OP.i64add : sub === SUB || sub === CMP ? OP.i64sub : sub === AND ? OP.i64and : sub === OR ? OP.i64or : OP.i64xor; // prettier-ignore
      code.get(FA).get(FB).op(opcode);
      if (size === 4 && (sub === ADD || sub === SUB || sub === CMP)) this.truncate();
      code.set(FR);
    };
    if (d.run === A.aluFromRm) {
      this.readRm(d, size);
      code.set(FB);
      this.register(d.reg, size);
      code.set(FA);
      compute();
      if (sub !== CMP) code.get(FR).set(GPR + d.reg);
    } else if (sub === CMP) {
      this.readRm(d, size);
      code.set(FA);
      second();
      compute();
    } else {
      this.update(d, () => {
        code.get(OLD).set(FA);
        second();
        compute();
        code.get(FR);
      });
    }
    this.setKind(sub === ADD ? KIND_ADD : sub === SUB || sub === CMP ? KIND_SUB : KIND_LOGIC, size);
  }

  /** Pushes the truth of a condition code, from the last flag setter of this block. */
  condition(cc: number): void {
    const { code } = this;
    switch (cc >> 1) {
      case 0:
        this.overflow();
        break;
      case 1:
        this.carry();
        break;
      case 2:
        code.get(FR).op(OP.i64eqz);
        break;
      case 3:
        this.carry();
        code.get(FR).op(OP.i64eqz, OP.i32or);
        break;
      case 4:
        this.sign();
        break;
      case 5:
        code.get(FR).op(OP.wrap).i32(255).op(OP.i32and, OP.i32popcnt).i32(1).op(OP.i32and, OP.i32eqz);
        break;
      default:
        this.sign();
        this.overflow();
        code.op(OP.i32xor);
        if (cc >> 1 === 7) code.get(FR).op(OP.i64eqz, OP.i32or);
    }
    if ((cc & 1) === 1) code.op(OP.i32eqz);
  }

  sign(): void {
    const { code } = this;
    code
      .get(FR)
      .i64(BigInt(this.kindSize * 8 - 1))
      .op(OP.i64shrU)
      .op(OP.wrap)
      .i32(1)
      .op(OP.i32and);
  }

  carry(): void {
    const { code } = this;
    if (this.kind === KIND_ADD) code.get(FR).get(FA).op(OP.i64ltU);
    else if (this.kind === KIND_SUB) code.get(FA).get(FB).op(OP.i64ltU);
    else if (this.kind === KIND_LOGIC) code.i32(0);
    else code.get(CARRY);
  }

  overflow(): void {
    const { code } = this;
    const bits = BigInt(this.kindSize * 8 - 1);
    if (this.kind === KIND_LOGIC) code.i32(0);
    else if (this.kind === KIND_INC)
      code
        .get(FR)
        .i64(1n << bits)
        .op(OP.i64eq);
    else if (this.kind === KIND_DEC)
      code
        .get(FR)
        .i64((1n << bits) - 1n)
        .op(OP.i64eq);
    else {
      // ADD: (a ^ r) & (b ^ r); SUB: (a ^ b) & (a ^ r).
      code.get(FA).get(FR).op(OP.i64xor);
      if (this.kind === KIND_ADD) code.get(FB).get(FR);
      else code.get(FA).get(FB);
      code.op(OP.i64xor, OP.i64and).i64(bits).op(OP.i64shrU, OP.wrap).i32(1).op(OP.i32and);
    }
  }
}

const leb = (value: number): number[] => {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest !== 0);
  return bytes;
};

/** Module bytes for the loop code at `entry`, or null when it is not worth it. */
export function compileRegion(cpu: Cpu, entry: number): Uint8Array | null {
  const blocks = findBlocks(cpu, entry);
  return blocks === null ? null : new Compiler(cpu, blocks).compile();
}
