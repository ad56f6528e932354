// One instruction to bytes: prefixes, REX, opcode, ModRM, immediate. Intel SDM vol. 2, chapter 2 (instruction format).
import { chooseForm } from './choose-form.ts';
import { Writer, absolute, fitsSigned, hex, registerNumber, resolve } from './encode-context.ts';
import type { EncodeContext, ParsedInstruction, Resolved } from './encode-context.ts';
import { isRelative, writeMemory } from './effective-address.ts';
import type { InstructionForm } from './instruction-table.ts';
import { writePrefixes } from './prefixes.ts';
import { Problem } from './problem.ts';

/** The bytes of an instruction. Throws a Problem when no form takes its operands or a value does not fit. */
export function encodeInstruction(instruction: ParsedInstruction, context: EncodeContext): Uint8Array {
  const given = instruction.operands.map((operand) => resolve(operand, context));
  const form = chooseForm(instruction, given, context);
  const memory = given.find((operand) => operand.kind === 'memory');
  const writer = new Writer();
  writePrefixes(writer, instruction, form, given, memory, context);
  const relative = memory !== undefined && isRelative(memory, context);
  const rm = given.find((_, i) => /[mR]/.test(form.roles[i] ?? ''));
  const reg = given.find((_, i) => /[rR]/.test(form.roles[i] ?? ''));
  const opcodeRegister = given.find((_, i) => form.roles[i] === 'o');
  if (form.mandatoryPrefix !== null) writer.byte(form.mandatoryPrefix);
  const rex = rexByte(instruction, form, given, rm, reg, opcodeRegister);
  if (rex !== null) writer.byte(rex);
  const immediateBytes = form.steps.reduce(
    (sum, step) => sum + (step.kind === 'immediate' ? step.bytes : 0),
    0,
  );
  for (const step of form.steps) {
    if (step.kind === 'byte') writer.byte(step.value);
    else if (step.kind === 'byte+register') writer.byte(step.value + (registerNumber(opcodeRegister) & 7));
    else if (step.kind === 'modrm') {
      const field = step.digit ?? registerNumber(reg) & 7;
      if (rm?.kind === 'memory') writeMemory(writer, field, rm, relative, immediateBytes, context);
      else writer.byte(0xc0 | (field << 3) | (registerNumber(rm) & 7));
    } else if (step.kind === 'immediate')
      writeImmediate(writer, step.bytes, form, given, context, instruction);
    else writeJump(writer, step.bytes, form, given, context, instruction);
  }
  const absoluteIndex = form.roles.indexOf('f');
  const offset = given[absoluteIndex];
  if (offset?.kind === 'memory')
    writer.little(
      BigInt.asUintN(64, absolute(offset.address.offset, context, offset.operand.token) ?? 0n),
      8,
    );
  return Uint8Array.from(writer.bytes);
}

function rexByte(
  instruction: ParsedInstruction,
  form: InstructionForm,
  given: readonly Resolved[],
  rm: Resolved | undefined,
  reg: Resolved | undefined,
  opcodeRegister: Resolved | undefined,
): number | null {
  let rex = 0;
  if (form.wide) rex |= 8;
  if (registerNumber(reg) >= 8) rex |= 4;
  if (rm?.kind === 'memory') {
    if ((rm.address.index?.number ?? 0) >= 8) rex |= 2;
    if ((rm.address.base?.number ?? 0) >= 8) rex |= 1;
  } else if (registerNumber(rm) >= 8) rex |= 1;
  if (registerNumber(opcodeRegister) >= 8) rex |= 1;
  let required = false;
  let forbidden: Resolved | null = null;
  given.forEach((operand, i) => {
    if (operand.kind !== 'register' || form.roles[i] === '-') return;
    if (operand.register.rex === 'required') required = true;
    if (operand.register.rex === 'forbidden') forbidden = operand;
  });
  if ((rex !== 0 || required) && forbidden !== null) {
    const { operand } = forbidden as Resolved;
    throw new Problem('high-byte-with-rex', operand.token, {
      found: operand.token.text,
      name: instruction.mnemonic,
    });
  }
  return rex !== 0 || required ? 0x40 | rex : null;
}

function writeImmediate(
  writer: Writer,
  bytes: number,
  form: InstructionForm,
  given: readonly Resolved[],
  context: EncodeContext,
  instruction: ParsedInstruction,
): void {
  const at = given.findIndex((operand, i) => operand.kind === 'immediate' && form.roles[i] === 'i');
  const immediate = given[at];
  if (immediate?.kind !== 'immediate') return;
  const wanted = form.operands[at] ?? '';
  const value = absolute(immediate.value, context, immediate.operand.token) ?? 0n;
  if (context.final && !immediateFits(value, wanted, bytes)) {
    // Sign-extended to 64 bits it becomes another number altogether.
    const code = /^s[bdpx]64$/.test(wanted) ? 'immediate-sign' : 'immediate-range';
    context.warn(code, immediate.operand.token, {
      found: hex(value),
      bits: bytes * 8,
      name: instruction.mnemonic,
    });
  }
  writer.little(BigInt.asUintN(64, value), bytes);
}

function immediateFits(value: bigint, wanted: string, bytes: number): boolean {
  let bits = BigInt(bytes * 8);
  if (bytes === 8) return true;
  if (wanted === 'ud64') return value >= 0n && value < 1n << 32n;
  // A dword that the processor sign-extends to 64 bits has no unsigned reading.
  if (/^s[bdpx]64$/.test(wanted)) return fitsSigned(value, bits);
  // A byte that stands for a word or a dword.
  if (wanted === 'sb16' || wanted === 'sb32') bits = BigInt(wanted.slice(2));
  return value >= -(1n << (bits - 1n)) && value < 1n << bits;
}

function writeJump(
  writer: Writer,
  bytes: number,
  form: InstructionForm,
  given: readonly Resolved[],
  context: EncodeContext,
  instruction: ParsedInstruction,
): void {
  const target = given[form.roles.indexOf('j')];
  if (target?.kind !== 'immediate') return;
  const address = absolute(target.value, context, target.operand.token);
  const end = context.sectionBase(context.section) + context.offset + BigInt(writer.bytes.length + bytes);
  const distance = address === null ? 0n : address - end;
  if (context.final && bytes === 1 && !fitsSigned(distance, 8n))
    throw new Problem('short-jump-range', target.operand.token, {
      found: String(distance),
      name: instruction.mnemonic,
    });
  if (context.final && bytes === 4 && !fitsSigned(distance, 32n))
    context.warn('jump-range', target.operand.token, {
      found: hex(address ?? 0n),
      name: instruction.mnemonic,
    });
  writer.little(BigInt.asUintN(64, distance), bytes);
}
