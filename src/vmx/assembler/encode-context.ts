// What the encoder is given: a parsed instruction, the place where it stands, its operands once evaluated.
import { evaluate } from './expression.ts';
import type { Environment, Value } from './expression.ts';
import type { DiagnosticParts } from './diagnostic.ts';
import type { Token } from './lexer.ts';
import { resolveAddress } from './operands.ts';
import type { Address, Operand, OperandSize } from './operands.ts';
import { Problem } from './problem.ts';
import type { Register } from './registers.ts';

/** An instruction as parsed: prefixes, mnemonic, operands. */
export interface ParsedInstruction {
  readonly mnemonic: string;
  readonly token: Token;
  readonly prefixes: readonly { readonly name: string; readonly token: Token }[];
  readonly operands: readonly Operand[];
  /** No operand depends on a symbol or on the place: the bytes are always the same. */
  readonly constant: boolean;
}

/** What the encoder must know about the place where the instruction stands. */
export interface EncodeContext extends Environment {
  /** Section of the instruction (`0`: .text, `1`: .data) and offset in it. */
  readonly section: string;
  readonly offset: bigint;
  /** Absolute address of the start of a section. */
  sectionBase(section: string): bigint;
  readonly defaultRelative: boolean;
  /** True in the last pass: values are final, ranges are checked. */
  readonly final: boolean;
  /** Something NASM accepts with a warning. */
  warn(code: string, at: Token, parts: DiagnosticParts): void;
}

export type Resolved =
  | {
      readonly kind: 'register';
      readonly register: Register;
      readonly operand: Operand;
      readonly size: OperandSize;
    }
  | {
      readonly kind: 'immediate';
      readonly value: Value;
      readonly operand: Operand & { kind: 'immediate' };
      readonly size: OperandSize | null;
    }
  | {
      readonly kind: 'memory';
      readonly address: Address;
      readonly operand: Operand & { kind: 'memory' };
      readonly size: OperandSize | null;
    };

export function resolve(operand: Operand, context: EncodeContext): Resolved {
  if (operand.kind === 'register')
    return { kind: 'register', register: operand.register, operand, size: operand.register.size };
  if (operand.kind === 'immediate')
    return { kind: 'immediate', value: evaluate(operand.expression, context), operand, size: operand.size };
  return { kind: 'memory', address: resolveAddress(operand, context), operand, size: operand.size };
}

/** The address of a value in the 64-bit space: sections placed. Null while it is unknown. */
export function absolute(
  value: Value,
  context: Pick<EncodeContext, 'sectionBase'>,
  token: Token,
): bigint | null {
  if (value.unknown !== 0) return null;
  let result = value.number;
  for (const [section, times] of value.terms ?? []) {
    if (times !== 1n || (value.terms?.size ?? 0) > 1) throw new Problem('not-an-address', token, {});
    result += context.sectionBase(section);
  }
  return result;
}

export const fitsSigned = (value: bigint, bits: bigint): boolean =>
  BigInt.asIntN(Number(bits), value) === value;

export function hex(value: bigint): string {
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

export function registerNumber(operand: Resolved | undefined): number {
  return operand?.kind === 'register' ? operand.register.number : 0;
}

export class Writer {
  readonly bytes: number[] = [];

  byte(value: number): void {
    this.bytes.push(value & 0xff);
  }

  little(value: bigint, count: number): void {
    for (let i = 0; i < count; i++) this.byte(Number((value >> BigInt(8 * i)) & 0xffn));
  }
}
