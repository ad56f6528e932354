// The prefixes of an instruction: REP, LOCK, segment, sizes. Intel SDM vol. 2, 2.1.1; their order is NASM's.
import type { EncodeContext, ParsedInstruction, Resolved, Writer } from './encode-context.ts';
import type { InstructionForm } from './instruction-table.ts';
import { Problem } from './problem.ts';

type Slot = 'repeat' | 'lock' | 'segment' | 'address';

/** What each prefix word writes, and which of the four places it takes: an instruction has one of each. */
const PREFIXES: Readonly<Record<string, { readonly slot: Slot; readonly byte: number | null }>> = {
  rep: { slot: 'repeat', byte: 0xf3 },
  repe: { slot: 'repeat', byte: 0xf3 },
  repz: { slot: 'repeat', byte: 0xf3 },
  repne: { slot: 'repeat', byte: 0xf2 },
  repnz: { slot: 'repeat', byte: 0xf2 },
  lock: { slot: 'lock', byte: 0xf0 },
  es: { slot: 'segment', byte: 0x26 },
  cs: { slot: 'segment', byte: 0x2e },
  ss: { slot: 'segment', byte: 0x36 },
  ds: { slot: 'segment', byte: 0x3e },
  fs: { slot: 'segment', byte: 0x64 },
  gs: { slot: 'segment', byte: 0x65 },
  a32: { slot: 'address', byte: 0x67 },
  /** The usual size: nothing to write. */
  a64: { slot: 'address', byte: null },
};

/** Words that may stand before a mnemonic. */
export const PREFIX_WORDS: readonly string[] = Object.keys(PREFIXES);

export const isPrefix = (word: string): boolean => Object.hasOwn(PREFIXES, word.toLowerCase());

type Memory = Resolved & { kind: 'memory' };

/** Throws a Problem for prefixes that exclude each other; what NASM takes and the processor would refuse is a warning. */
export function writePrefixes(
  writer: Writer,
  instruction: ParsedInstruction,
  form: InstructionForm,
  given: readonly Resolved[],
  memory: Memory | undefined,
  context: EncodeContext,
): void {
  const bytes = new Map<Slot, number | null>();
  const names = new Map<Slot, string>();
  const warn = (code: string, token: Parameters<EncodeContext['warn']>[1]): void => {
    if (context.final) context.warn(code, token, { found: token.text, name: instruction.mnemonic });
  };
  for (const { name, token } of instruction.prefixes) {
    const prefix = PREFIXES[name];
    if (prefix === undefined) continue;
    const { slot, byte } = prefix;
    const other = names.get(slot);
    if (other === name) warn('prefix-twice', token);
    else if (other !== undefined)
      throw new Problem('prefix-conflict', token, { found: token.text, name: other });
    if (slot === 'lock' && !(form.lockable && lockableMemory(form, given))) warn('lock-not-taken', token);
    if (slot === 'repeat' && !form.repeatable) {
      if (byte === 0xf2 && isNearBranch(form))
        throw new Problem('repne-not-taken', token, { found: token.text, name: instruction.mnemonic });
      warn('rep-not-taken', token);
    }
    if (slot === 'address' && memory !== undefined)
      throw new Problem('address-size-prefix', token, { found: token.text });
    names.set(slot, name);
    bytes.set(slot, byte);
  }
  const segment = memory?.operand.segment ?? null;
  if (segment !== null) {
    const { name } = segment;
    const other = names.get('segment');
    if (other !== undefined)
      throw new Problem('prefix-conflict', memory?.operand.token ?? instruction.token, {
        found: name,
        name: other,
      });
    bytes.set('segment', PREFIXES[name]?.byte ?? null);
  }
  for (const slot of ['repeat', 'lock', 'segment'] as const) {
    const byte = bytes.get(slot);
    if (byte != null) writer.byte(byte);
  }
  if (form.operandSize === 16) writer.byte(0x66);
  if (memory?.address.size === 32 || form.addressSize === 32 || bytes.get('address') === 0x67)
    writer.byte(0x67);
}

/** LOCK needs a memory destination; XCHG may name the memory second. */
function lockableMemory(form: InstructionForm, given: readonly Resolved[]): boolean {
  return given[0]?.kind === 'memory' || (form.mnemonic === 'xchg' && given[1]?.kind === 'memory');
}

/** Before these NASM takes F2 for BND of the MPX extension, which it wants written so. */
function isNearBranch(form: InstructionForm): boolean {
  if (form.mnemonic === 'call' || form.mnemonic === 'jmp')
    return !form.operands.some((operand) => /^(?:mfar|short|auto)/.test(operand));
  if (form.mnemonic.startsWith('ret')) return true;
  return form.mnemonic.startsWith('j') && form.operands.includes('near');
}
