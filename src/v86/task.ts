// The 8086 that one task sees, and what each instruction does to it, whoever carries it out.
import { REGISTERS, type Instruction, type Program, type Register, type WideRegister } from './program.ts';

export interface Flags {
  readonly carry: boolean;
  readonly zero: boolean;
  readonly sign: boolean;
  /** IF as the task sees it: kept by the monitor (V86, IOPL below 3) or the processor's own. */
  readonly interrupts: boolean;
}

export interface Task {
  readonly id: string;
  readonly program: Program;
  readonly ip: number;
  readonly registers: Readonly<Record<WideRegister, number>>;
  readonly flags: Flags;
  /** 16-bit words, the newest last. */
  readonly stack: readonly number[];
  readonly status: 'running' | 'halted' | 'ended';
  /** A timer interrupt waits for its IF. */
  readonly pending: boolean;
  readonly output: string;
}

/** What the machine answers, which differs between a real and a virtual one. */
export interface Surroundings {
  /** Byte read from each port; 0xFF from all others. */
  readonly ports: Readonly<Record<number, number>>;
  /** What CPUID puts in AX, and SMSW in its operand. */
  readonly cpuid: number;
  readonly machineStatus: number;
}

/** Port whose bytes appear as text (the debug port of several emulators). */
export const TEXT_PORT = 0xe9;
/** Words in a task's stack. */
export const STACK_WORDS = 64;

export function newTask(id: string, program: Program): Task {
  return {
    id,
    program,
    ip: 0,
    registers: Object.fromEntries(REGISTERS.map((name) => [name, 0])) as Record<WideRegister, number>,
    flags: { carry: false, zero: false, sign: false, interrupts: true },
    stack: [],
    status: 'running',
    pending: false,
    output: '',
  };
}

/** FLAGS as PUSHF shows them (SDM vol. 1, 3.4.3); bit 1 is always set. */
export function flagsWord({ carry, zero, sign, interrupts }: Flags): number {
  return 2 | (carry ? 1 : 0) | (zero ? 0x40 : 0) | (sign ? 0x80 : 0) | (interrupts ? 0x200 : 0);
}

export function flagsFrom(word: number): Flags {
  const bit = (mask: number): boolean => (word & mask) !== 0;
  return { carry: bit(1), zero: bit(0x40), sign: bit(0x80), interrupts: bit(0x200) };
}

const wide = (name: Register): WideRegister => `${name[0] as 'A' | 'B' | 'C' | 'D'}X`;

export function readRegister(task: Task, name: Register): number {
  const value = task.registers[wide(name)];
  return name.endsWith('X') ? value : name.endsWith('L') ? value & 0xff : value >> 8;
}

function withRegister(task: Task, name: Register, value: number): Task {
  const whole = wide(name);
  const old = task.registers[whole];
  const byte = value & 0xff;
  const next = name.endsWith('X')
    ? value & 0xffff
    : name.endsWith('L')
      ? (old & 0xff00) | byte
      : (old & 0xff) | (byte << 8);
  return { ...task, registers: { ...task.registers, [whole]: next } };
}

/** The interrupt of an 8086: FLAGS, CS and IP on the stack, IF off, on at the handler. */
export function enterHandler(task: Task, vector: number, returnTo: number): Task {
  return {
    ...task,
    stack: [...task.stack, flagsWord(task.flags), 0, returnTo],
    flags: { ...task.flags, interrupts: false },
    ip: task.program.handlers.get(vector) ?? task.program.dummyHandler,
  };
}

export interface Effect {
  readonly task: Task;
  /** Byte written to a port. */
  readonly written: { readonly port: number; readonly value: number } | null;
  /** The stack of the task overflowed or was empty, or IP left the program. */
  readonly fault: 'stack' | 'ip' | null;
}

function arithmetic(task: Task, op: 'ADD' | 'SUB', to: Register, from: number, keep: boolean): Task {
  const modulus = to.endsWith('X') ? 0x10000 : 0x100;
  const left = readRegister(task, to);
  const raw = op === 'ADD' ? left + from : left - from;
  const value = ((raw % modulus) + modulus) % modulus;
  const flags = {
    ...task.flags,
    carry: raw < 0 || raw >= modulus,
    zero: value === 0,
    sign: value >= modulus / 2,
  };
  return { ...(keep ? withRegister(task, to, value) : task), flags };
}

/** Carries out the instruction at IP as an 8086 alone would. */
export function execute(task: Task, now: Instruction, around: Surroundings): Effect {
  const next: Task = { ...task, ip: task.ip + 1 };
  let written: Effect['written'] = null;
  const value = (from: Register | number): number =>
    typeof from === 'number' ? from : readRegister(task, from);
  const popped = (count: number): { words: number[]; rest: Task } => ({
    words: task.stack.slice(-count),
    rest: { ...next, stack: task.stack.slice(0, -count) },
  });
  const needed = now.op === 'IRET' ? 3 : now.op === 'POP' || now.op === 'POPF' ? 1 : 0;
  if (task.stack.length < needed) return { task, written, fault: 'stack' };

  const result = ((): Task => {
    switch (now.op) {
      case 'NOP':
      case 'VMCALL':
        return next;
      case 'CLI':
      case 'STI':
        return { ...next, flags: { ...task.flags, interrupts: now.op === 'STI' } };
      case 'PUSHF':
        return { ...next, stack: [...task.stack, flagsWord(task.flags)] };
      case 'POPF': {
        const { words, rest } = popped(1);
        return { ...rest, flags: flagsFrom(words[0] ?? 0) };
      }
      case 'INT':
        return enterHandler(task, now.vector, task.ip + 1);
      case 'INT3':
        return enterHandler(task, 3, task.ip + 1);
      case 'IRET': {
        const { words, rest } = popped(3);
        return { ...rest, flags: flagsFrom(words[0] ?? 0), ip: words[2] ?? 0 };
      }
      case 'HLT':
        // With IF off nothing will ever wake it: that is how a program of this model ends.
        return { ...next, status: task.flags.interrupts ? 'halted' : 'ended' };
      case 'CPUID':
        return withRegister(next, 'AX', around.cpuid);
      case 'SMSW':
        return withRegister(next, now.to, around.machineStatus);
      case 'IN':
        return withRegister(next, 'AL', around.ports[now.port] ?? 0xff);
      case 'OUT': {
        const byte = readRegister(task, 'AL');
        written = { port: now.port, value: byte };
        return now.port === TEXT_PORT ? { ...next, output: task.output + String.fromCharCode(byte) } : next;
      }
      case 'MOV':
        return withRegister(next, now.to, value(now.from));
      case 'ADD':
      case 'SUB':
        return arithmetic(next, now.op, now.to, value(now.from), true);
      case 'CMP':
        return arithmetic(next, 'SUB', now.to, value(now.from), false);
      case 'INC':
      case 'DEC': {
        // INC and DEC leave CF alone.
        const changed = arithmetic(next, now.op === 'INC' ? 'ADD' : 'SUB', now.to, 1, true);
        return { ...changed, flags: { ...changed.flags, carry: task.flags.carry } };
      }
      case 'PUSH':
        return { ...next, stack: [...task.stack, readRegister(task, now.to)] };
      case 'POP': {
        const { words, rest } = popped(1);
        return withRegister(rest, now.to, words[0] ?? 0);
      }
      case 'JMP':
        return { ...next, ip: now.target };
      case 'JZ':
      case 'JNZ':
        return task.flags.zero === (now.op === 'JZ') ? { ...next, ip: now.target } : next;
      case 'LOOP': {
        const counted = withRegister(next, 'CX', readRegister(task, 'CX') - 1);
        return readRegister(counted, 'CX') === 0 ? counted : { ...counted, ip: now.target };
      }
    }
  })();
  if (result.stack.length > STACK_WORDS) return { task, written, fault: 'stack' };
  // Only an IRET can bring an IP from outside the program: its words are the task's own.
  return result.ip < result.program.instructions.length
    ? { task: result, written, fault: null }
    : { task, written, fault: 'ip' };
}
