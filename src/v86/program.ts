// A DOS program of this model: a few real 8086 mnemonics in text, one a line, read into a list of instructions.

export const REGISTERS = ['AX', 'BX', 'CX', 'DX'] as const;
export type WideRegister = (typeof REGISTERS)[number];
/** A whole register, or one of its halves (AL, AH, ...). */
export type Register = WideRegister | `${'A' | 'B' | 'C' | 'D'}${'L' | 'H'}`;
export type Source = Register | number;

/** Interrupt-related and privileged operations, without or with one operand. */
export const BARE_OPS = [
  'NOP',
  'CLI',
  'STI',
  'PUSHF',
  'POPF',
  'IRET',
  'HLT',
  'INT3',
  'CPUID',
  'VMCALL',
] as const;
export type BareOp = (typeof BARE_OPS)[number];

export type Instruction =
  | { readonly op: BareOp }
  | { readonly op: 'INT'; readonly vector: number }
  | { readonly op: 'IN' | 'OUT'; readonly port: number }
  | { readonly op: 'MOV' | 'ADD' | 'SUB' | 'CMP'; readonly to: Register; readonly from: Source }
  | { readonly op: 'INC' | 'DEC'; readonly to: Register }
  | { readonly op: 'PUSH' | 'POP' | 'SMSW'; readonly to: WideRegister }
  | { readonly op: 'JMP' | 'JZ' | 'JNZ' | 'LOOP'; readonly target: number };
export type Op = Instruction['op'];

export interface Program {
  readonly instructions: readonly Instruction[];
  /** Line of the text of each instruction, from 1; 0 for those added at the end. */
  readonly lines: readonly number[];
  /** The interrupt vector table: where `int_21h:` and the like stand. */
  readonly handlers: ReadonlyMap<number, number>;
  /** Handler of every other vector: an IRET alone, as a BIOS leaves them. */
  readonly dummyHandler: number;
}

export interface ProgramProblem {
  readonly code:
    'unknown-mnemonic' | 'bad-operand' | 'unknown-label' | 'duplicate-label' | 'too-long' | 'empty';
  /** From 1. */
  readonly line: number;
  readonly found: string;
}

export type ParseResult =
  | { readonly ok: true; readonly program: Program }
  | { readonly ok: false; readonly problems: readonly ProgramProblem[] };

/** Longest program read, in lines. */
export const MOST_LINES = 200;

const WIDE = new Set<string>(REGISTERS);
const isRegister = (text: string): text is Register => WIDE.has(text) || /^[ABCD][LH]$/.test(text);
const isWide = (text: string): text is WideRegister => WIDE.has(text);

/** 10, 0Ah, 0x0A or 'c'; null when it is none or does not fit in `bits`. */
function number(text: string, bits: number): number | null {
  const character = /^'(.)'$/u.exec(text)?.[1];
  let value: number | null = null;
  if (character !== undefined) value = character.charCodeAt(0);
  else if (/^[0-9][0-9A-F]*H$/i.test(text)) value = Number.parseInt(text.slice(0, -1), 16);
  else if (/^0X[0-9A-F]+$/i.test(text)) value = Number.parseInt(text.slice(2), 16);
  else if (/^[0-9]+$/.test(text)) value = Number.parseInt(text, 10);
  return value !== null && value < 2 ** bits ? value : null;
}

function source(text: string, to: Register): Source | null {
  const name = text.toUpperCase();
  if (isRegister(name)) return isWide(name) === isWide(to) ? name : null;
  return number(text, isWide(to) ? 16 : 8);
}

/** The instruction; a code when its name or its operands are not known. Jumps go to labels. */
function instruction(
  name: string,
  operands: readonly string[],
  labels: ReadonlyMap<string, number>,
): Instruction | 'unknown-mnemonic' | 'bad-operand' | 'unknown-label' {
  const [first = '', second = ''] = operands;
  const to = first.toUpperCase();
  const count = operands.length;
  const bare = BARE_OPS.find((op) => op === name);
  if (bare) return count === 0 ? { op: bare } : 'bad-operand';
  switch (name) {
    case 'INT': {
      const vector = number(first, 8);
      return count === 1 && vector !== null ? { op: 'INT', vector } : 'bad-operand';
    }
    case 'IN':
    case 'OUT': {
      const [port, register] = name === 'IN' ? [second, to] : [first, second.toUpperCase()];
      const value = number(port, 8);
      return count === 2 && value !== null && register === 'AL' ? { op: name, port: value } : 'bad-operand';
    }
    case 'MOV':
    case 'ADD':
    case 'SUB':
    case 'CMP': {
      const from = count === 2 && isRegister(to) ? source(second, to) : null;
      return from !== null && isRegister(to) ? { op: name, to, from } : 'bad-operand';
    }
    case 'INC':
    case 'DEC':
      return count === 1 && isRegister(to) ? { op: name, to } : 'bad-operand';
    case 'PUSH':
    case 'POP':
    case 'SMSW':
      return count === 1 && isWide(to) ? { op: name, to } : 'bad-operand';
    case 'JMP':
    case 'JZ':
    case 'JNZ':
    case 'LOOP': {
      const target = labels.get(first.toLowerCase());
      if (count !== 1) return 'bad-operand';
      return target === undefined ? 'unknown-label' : { op: name, target };
    }
    default:
      return 'unknown-mnemonic';
  }
}

/** Without what follows a `;` that is not inside quotes. */
const withoutComment = (line: string): string => (/^(?:'.'|[^;'])*/u.exec(line)?.[0] ?? '').trim();

/**
 * Reads a program. `;` starts a comment, `name:` is a label, `int_NNh:` makes the label the handler of that vector.
 * After the last line come CLI and HLT, which end the task (nothing could wake it), and an IRET for other vectors.
 */
export function parseProgram(text: string): ParseResult {
  const rows = text.split(/\r?\n/);
  if (rows.length > MOST_LINES)
    return { ok: false, problems: [{ code: 'too-long', line: MOST_LINES + 1, found: '' }] };
  const problems: ProgramProblem[] = [];
  const labels = new Map<string, number>();
  const handlers = new Map<number, number>();
  const pending: { line: number; text: string }[] = [];
  rows.forEach((row, index) => {
    let rest = withoutComment(row);
    const label = /^([A-Za-z_]\w*)\s*:\s*/.exec(rest);
    if (label) {
      const name = (label[1] ?? '').toLowerCase();
      if (labels.has(name)) problems.push({ code: 'duplicate-label', line: index + 1, found: name });
      labels.set(name, pending.length);
      const vector = /^int_([0-9a-f]{1,2})h$/.exec(name)?.[1];
      if (vector !== undefined) handlers.set(Number.parseInt(vector, 16), pending.length);
      rest = rest.slice(label[0].length);
    }
    if (rest !== '') pending.push({ line: index + 1, text: rest });
  });
  const instructions = pending.flatMap(({ line, text: row }): Instruction[] => {
    const [, name = '', operands = ''] = /^(\S+)\s*(.*)$/u.exec(row) ?? [];
    const list = operands === '' ? [] : operands.split(/,(?!')/u).map((one) => one.trim());
    const found = instruction(name.toUpperCase(), list, labels);
    if (typeof found !== 'string') return [found];
    problems.push({ code: found, line, found: found === 'unknown-mnemonic' ? name : operands });
    return [];
  });
  if (pending.length === 0) problems.push({ code: 'empty', line: 1, found: '' });
  if (problems.length > 0) return { ok: false, problems };
  const end: Instruction[] = [{ op: 'CLI' }, { op: 'HLT' }, { op: 'IRET' }];
  if (!handlers.has(0x20)) handlers.set(0x20, instructions.length);
  return {
    ok: true,
    program: {
      instructions: [...instructions, ...end],
      lines: [...pending.map((one) => one.line), 0, 0, 0],
      handlers,
      dummyHandler: instructions.length + 2,
    },
  };
}
