// The bytes of one statement at its place: instructions, data, reserved memory, times and align. NASM manual 3.2 and 4.11.
import { absolute, hex } from './encode-context.ts';
import type { EncodeContext } from './encode-context.ts';
import { encodeInstruction } from './encode.ts';
import { evaluate } from './expression.ts';
import type { Expression } from './expression.ts';
import type { Token } from './lexer.ts';
import { MAX_BYTES } from './program.ts';
import { Problem } from './problem.ts';
import type { Statement } from './statement.ts';

const MAX_ALIGN = 4096n;
const RESERVED_SECTION = '2';

/** What a statement needs of its place beyond what an instruction needs. */
export interface StatementContext extends EncodeContext {
  /** The section must begin at a multiple of `to`. */
  alignSection(to: bigint, token: Token): void;
}

/** Bytes of what has bytes; nothing for the others (their effect is the assembler's). Throws a Problem. */
export function statementBytes(statement: Statement, context: StatementContext): Uint8Array {
  switch (statement.kind) {
    case 'instruction':
      mustHoldBytes(context, statement.instruction.token);
      return encodeInstruction(statement.instruction, context);
    case 'data':
      return dataBytes(statement, context);
    case 'reserve': {
      const count = countOf(statement.count, statement.token, context, statement.bytes);
      if (context.final && context.section === '0')
        context.warn('reserved-in-text', statement.token, { found: statement.token.text });
      return new Uint8Array(count * statement.bytes);
    }
    case 'times':
      return timesBytes(statement, context);
    case 'align':
      return alignBytes(statement, context);
    default:
      return new Uint8Array();
  }
}

function mustHoldBytes(context: StatementContext, token: Token): void {
  if (context.section === RESERVED_SECTION) throw new Problem('bytes-in-bss', token, { found: token.text });
}

/** The value as a number, or null while a symbol in it is unknown. */
export function numberOf(expression: Expression, context: EncodeContext): bigint | null {
  const value = evaluate(expression, context);
  return value.unknown !== 0 ? null : value.number;
}

/** A count that must be a plain, small, non-negative number; 1 while it is unknown. */
function countOf(expression: Expression, token: Token, context: EncodeContext, unit: number): number {
  const value = evaluate(expression, context);
  if (value.unknown !== 0) return 1;
  if (value.terms !== null) throw new Problem('count-is-address', token, { found: token.text });
  if (value.number < 0n) {
    // A label that has not settled yet may make it negative for a pass.
    if (!context.final) return 0;
    throw new Problem('count-negative', token, { found: String(value.number), name: token.text });
  }
  if (value.number * BigInt(unit) > BigInt(MAX_BYTES)) throw tooMany(value.number, token);
  return Number(value.number);
}

const tooMany = (count: bigint, token: Token): Problem =>
  new Problem('count-too-big', token, { found: String(count), name: token.text, limit: MAX_BYTES });

function dataBytes(statement: Statement & { kind: 'data' }, context: StatementContext): Uint8Array {
  mustHoldBytes(context, statement.token);
  const size = statement.bytes;
  const length = statement.items.reduce(
    (sum, item) => sum + (item.kind === 'text' ? item.bytes.length : size),
    0,
  );
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const item of statement.items) {
    if (item.kind === 'text') {
      bytes.set(item.bytes, at);
      at += item.bytes.length;
      continue;
    }
    if (item.kind === 'value') {
      const number = absolute(evaluate(item.expression, context), context, item.token) ?? 0n;
      const bits = BigInt(8 * size);
      if (context.final && size < 8 && !(number >= -(1n << (bits - 1n)) && number < 1n << bits))
        context.warn('data-range', item.token, { found: hex(number), bits: Number(bits) });
      let rest = BigInt.asUintN(64, number);
      for (let i = 0; i < size; i++, rest >>= 8n) bytes[at + i] = Number(rest & 0xffn);
    }
    at += size;
  }
  return bytes;
}

function timesBytes(statement: Statement & { kind: 'times' }, context: StatementContext): Uint8Array {
  const { body, token } = statement;
  const count = countOf(statement.count, token, context, 1);
  if (count === 0) return new Uint8Array();
  const once = statementBytes(body, context);
  if (once.length * count > MAX_BYTES) throw tooMany(BigInt(count), token);
  // $ keeps meaning the start of the line, so that only an instruction can differ from copy to copy: a jump is
  // counted from where each copy stands.
  if (body.kind !== 'instruction' || body.instruction.constant) return repeated(once, count);
  const pieces = [once];
  let at = context.offset + BigInt(once.length);
  for (let i = 1; i < count; i++) {
    const piece = statementBytes(body, { ...context, offset: at });
    pieces.push(piece);
    at += BigInt(piece.length);
    if (at > MAX_BYTES) throw tooMany(BigInt(count), token);
  }
  return concatenate(pieces);
}

function alignBytes(statement: Statement & { kind: 'align' }, context: StatementContext): Uint8Array {
  const { token, fill } = statement;
  const to = numberOf(statement.to, context);
  if (to === null) return new Uint8Array();
  if (to <= 0n || (to & (to - 1n)) !== 0n) throw new Problem('align-not-power', token, { found: String(to) });
  if (to > MAX_ALIGN)
    throw new Problem('align-too-big', token, { found: String(to), limit: Number(MAX_ALIGN) });
  context.alignSection(to, token);
  const gap = Number((to - (context.offset % to)) % to);
  if (context.section === RESERVED_SECTION || fill === null)
    return new Uint8Array(gap).fill(statement.reserve || context.section === RESERVED_SECTION ? 0 : 0x90);
  // One filling statement for each byte of the gap, as in NASM, also when it has more bytes than one.
  const pieces: Uint8Array[] = [];
  let at = context.offset;
  for (let i = 0; i < gap; i++) {
    const piece = statementBytes(fill, { ...context, offset: at });
    pieces.push(piece);
    at += BigInt(piece.length);
    if (at > MAX_BYTES) throw tooMany(BigInt(gap), token);
  }
  return concatenate(pieces);
}

function repeated(once: Uint8Array, count: number): Uint8Array {
  const all = new Uint8Array(once.length * count);
  for (let i = 0; i < count; i++) all.set(once, i * once.length);
  return all;
}

function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
