// Guest programs of recorded cases: names of instructions to bytes.
import { GUEST_INSTRUCTIONS, GUEST_INSTRUCTIONS_IMM8, GUEST_TAIL } from '../ground/ground-data.ts';

const REGISTERS: Readonly<Record<string, number>> = {
  rax: 0,
  rcx: 1,
  rdx: 2,
  rbx: 3,
  rsp: 4,
  rbp: 5,
  rsi: 6,
  rdi: 7,
};

const bytesOf = (hex: string): number[] => (hex.match(/../g) ?? []).map((pair) => parseInt(pair, 16));

/** A number as cases write it: a JSON integer or a string such as "0x10". */
export function number64(value: unknown): bigint {
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt.asUintN(64, BigInt(value));
  if (typeof value === 'string' && /^-?(0x[0-9a-f]+|\d+)$/i.test(value)) {
    const negative = value.startsWith('-');
    const magnitude = BigInt(negative ? value.slice(1) : value);
    return BigInt.asUintN(64, negative ? -magnitude : magnitude);
  }
  throw new Error(`not a number: ${JSON.stringify(value)}`);
}

function little(value: bigint, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}

function instruction(item: unknown, mode: string): number[] {
  const list = Array.isArray(item) ? (item as unknown[]) : [item];
  const name = list[0];
  if (typeof name !== 'string') throw new Error(`not an instruction: ${JSON.stringify(item)}`);
  const plain = GUEST_INSTRUCTIONS[name];
  if (plain !== undefined && list.length === 1) return bytesOf(plain);
  const withByte = GUEST_INSTRUCTIONS_IMM8[name];
  if (withByte !== undefined) return [...bytesOf(withByte), Number(number64(list[1]) & 0xffn)];
  if (name === 'bytes' && typeof list[1] === 'string') return bytesOf(list[1]);
  if (name === 'loop') return [0xb9, ...little(number64(list[1]), 4), 0xff, 0xc9, 0x75, 0xfc];
  if (name === 'jmp_far') return [0xea, 0, 0, 0, 0, ...little(number64(list[1]), 2)];
  const move = /^mov_(\w{3})_imm$/.exec(name);
  const register = REGISTERS[move?.[1] ?? ''];
  if (register === undefined) throw new Error(`unknown guest instruction ${JSON.stringify(item)}`);
  const value = number64(list[1]);
  if (mode === '64') return [0x48, 0xb8 + register, ...little(value, 8)];
  if (mode === '32') return [0xb8 + register, ...little(value, 4)];
  return [0x66, 0xb8 + register, ...little(value, 4)];
}

export function assembleGuest(program: readonly unknown[], mode: string): Uint8Array {
  return Uint8Array.from([...program.flatMap((item) => instruction(item, mode)), ...bytesOf(GUEST_TAIL)]);
}
