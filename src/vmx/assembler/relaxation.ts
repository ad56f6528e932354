// What a pass must look at again once every label is known: jumps, labels, and what may change its length. The rest is
// counted in runs, so that the many passes that a chain of growing jumps takes cost little.
import type { Expression } from './expression.ts';
import { isConstant } from './expression.ts';
import type { ParsedInstruction } from './encode-context.ts';
import type { Operand } from './operands.ts';
import type { Label, Statement } from './statement.ts';
import type { SymbolEntry, Symbols } from './symbols.ts';

/** A line as the passes see it. */
export interface AssembledLine {
  readonly parsed: { readonly statement: Statement; readonly label: Label | null };
  /** Length in the last pass. */
  length: number;
}

export type PassItem<Line> =
  /** This line, in full. */
  | { readonly kind: 'line'; readonly line: Line }
  /** The label of a line, by itself. */
  | { readonly kind: 'label'; readonly entry: SymbolEntry }
  /** Lines without labels whose length does not change any more. */
  | { readonly kind: 'run'; length: number }
  /** JMP or Jcc to a place: two bytes when it is near enough, else `long`. */
  | { readonly kind: 'jump'; readonly target: SymbolEntry; readonly addend: number; readonly long: number };

/** The items of a pass over lines that have all been assembled with every symbol known. */
export function passItems<Line extends AssembledLine>(
  lines: readonly Line[],
  symbols: Symbols,
): PassItem<Line>[] {
  const items: PassItem<Line>[] = [];
  const grow = (length: number): void => {
    const last = items.at(-1);
    if (last?.kind === 'run') last.length += length;
    else if (length > 0) items.push({ kind: 'run', length });
  };
  for (const line of lines) {
    const { statement, label } = line.parsed;
    const jump = statement.kind === 'instruction' ? shortJump(statement.instruction, symbols) : null;
    const steady = jump !== null || hasSteadyLength(statement, symbols);
    const entry = label === null ? null : symbols.label(label.name);
    if (!steady || (label !== null && entry === null && statement.kind !== 'equ')) {
      items.push({ kind: 'line', line });
      continue;
    }
    if (entry !== null && statement.kind !== 'equ') items.push({ kind: 'label', entry });
    if (jump !== null) items.push({ kind: 'jump', ...jump });
    else grow(line.length);
  }
  return items;
}

function shortJump(
  { mnemonic, prefixes, operands }: ParsedInstruction,
  symbols: Symbols,
): { target: SymbolEntry; addend: number; long: number } | null {
  const [target] = operands;
  if (!/^j(?!r?cxz|ecxz)/.test(mnemonic) || prefixes.length > 0 || operands.length !== 1) return null;
  if (target?.kind !== 'immediate' || target.jump !== null || target.strict || target.size !== null)
    return null;
  const place = placeOf(target.expression, symbols);
  if (place === null) return null;
  return { target: place.entry, addend: place.addend, long: mnemonic === 'jmp' ? 5 : 6 };
}

/** A label, perhaps with a number added to it. */
function placeOf(
  expression: Expression,
  symbols: Symbols,
): { readonly entry: SymbolEntry; readonly addend: number } | null {
  if (expression.kind === 'symbol') {
    const entry = symbols.label(expression.name);
    return entry === null ? null : { entry, addend: 0 };
  }
  if (expression.kind !== 'binary' || !/^[-+]$/.test(expression.operator)) return null;
  const { left, right } = expression;
  if (right.kind !== 'number' || right.value > 0xffffn) return null;
  const place = placeOf(left, symbols);
  if (place === null) return null;
  const by = Number(right.value);
  return { entry: place.entry, addend: place.addend + (expression.operator === '+' ? by : -by) };
}

function hasSteadyLength(statement: Statement, symbols: Symbols): boolean {
  switch (statement.kind) {
    case 'none':
    case 'data':
      return true;
    case 'equ':
      return isConstant(statement.expression);
    case 'reserve':
      return isConstant(statement.count);
    case 'times':
      return isConstant(statement.count) && hasSteadyLength(statement.body, symbols);
    case 'instruction':
      return (
        statement.instruction.constant ||
        (!/^j/.test(statement.instruction.mnemonic) &&
          statement.instruction.operands.every((operand) => isSteady(operand, symbols)))
      );
    default:
      return false;
  }
}

/** An address takes four or eight bytes whatever it is; a number may take one. */
function isSteady(operand: Operand, symbols: Symbols): boolean {
  return (
    operand.kind === 'register' ||
    isConstant(operand.expression) ||
    placeOf(operand.expression, symbols) !== null
  );
}
