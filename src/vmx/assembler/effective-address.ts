// A memory operand to ModRM, SIB and displacement. Intel SDM vol. 2, 2.1.5 and 2.2.1.6; NASM manual 3.3.
import { absolute, fitsSigned, hex } from './encode-context.ts';
import type { EncodeContext, Resolved, Writer } from './encode-context.ts';
import { Problem } from './problem.ts';

export function isRelative(memory: Resolved & { kind: 'memory' }, context: EncodeContext): boolean {
  const { operand, address } = memory;
  if (address.base !== null || address.index !== null || operand.displacement === 64) return false;
  // A plain number is no place in the program: NASM keeps it absolute.
  if (address.offset.terms === null && address.offset.unknown === 0) return false;
  if (operand.relative !== null) return operand.relative === 'rel';
  return context.defaultRelative && (operand.segment?.number ?? 0) < 4;
}

export function writeMemory(
  writer: Writer,
  field: number,
  memory: Resolved & { kind: 'memory' },
  relative: boolean,
  immediateBytes: number,
  context: EncodeContext,
): void {
  const { address, operand } = memory;
  const { base, index, offset } = address;
  const token = operand.token;
  if ((base !== null || index !== null) && (operand.displacement ?? 32) !== 32 && operand.displacement !== 8)
    throw new Problem('displacement-size', token, { found: operand.displacement ?? 0 });
  if (relative) {
    writer.byte((field << 3) | 5);
    const target = absolute(offset, context, token);
    const end =
      context.sectionBase(context.section) +
      context.offset +
      BigInt(writer.bytes.length + 4 + immediateBytes);
    const distance = (target ?? 0n) - end;
    if (context.final && !fitsSigned(distance, 32n))
      context.warn('relative-range', token, { found: hex(target ?? 0n) });
    writer.little(distance, 4);
    return;
  }
  const value = absolute(offset, context, token) ?? 0n;
  const unsigned32 = address.size === 32 || operand.displacement === 32;
  if (context.final && !fitsSigned(value, 32n) && !(unsigned32 && value >= 0n && value < 1n << 32n))
    context.warn('displacement-range', token, { found: hex(value), bits: 32 });
  if (base === null) {
    writer.byte((field << 3) | 4);
    const scaleBits = { 1: 0, 2: 1, 4: 2, 8: 3 }[address.scale];
    writer.byte((scaleBits << 6) | ((index === null ? 4 : index.number & 7) << 3) | 5);
    writer.little(value, 4);
    return;
  }
  const plain = offset.unknown === 0 && offset.terms === null;
  // NASM cuts it to 32 bits before it looks whether a byte will do.
  const displacement = BigInt.asIntN(32, offset.number);
  let mode = 2;
  if (plain && displacement === 0n && (base.number & 7) !== 5 && operand.displacement === null) mode = 0;
  else if (
    operand.displacement === 8 ||
    (plain && displacement >= -128n && displacement <= 127n && operand.displacement === null)
  )
    mode = 1;
  if (mode === 1 && context.final && !(displacement >= -128n && displacement <= 127n))
    context.warn('displacement-range', token, { found: hex(displacement), bits: 8 });
  if (index !== null || (base.number & 7) === 4) {
    writer.byte((mode << 6) | (field << 3) | 4);
    const scaleBits = { 1: 0, 2: 1, 4: 2, 8: 3 }[address.scale];
    writer.byte((scaleBits << 6) | ((index === null ? 4 : index.number & 7) << 3) | (base.number & 7));
  } else writer.byte((mode << 6) | (field << 3) | (base.number & 7));
  if (mode === 1) writer.little(displacement, 1);
  else if (mode === 2) writer.little(value, 4);
}
