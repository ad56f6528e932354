// %if ... %elif ... %else ... %endif: which lines are read. NASM manual 4.4.
import type { Token } from './lexer.ts';
import type { Macro } from './multi-line-macros.ts';
import { Problem } from './problem.ts';
import type { RawLine } from './raw-lines.ts';
import { sameTokens, splitArguments } from './single-line-macros.ts';
import type { SingleLineMacros } from './single-line-macros.ts';

interface Condition {
  readonly at: RawLine;
  /** taken: this branch is read; waiting: a later branch may be; done: no more branch is; dead: inside skipped text. */
  state: 'taken' | 'waiting' | 'done' | 'dead';
  sawElse: boolean;
}

const CONDITION = /^%(el)?if(n)?(def|macro|idni|idn|num|id|str|empty)?$/;

/** What a test may ask about. */
export interface ConditionWorld {
  readonly defines: SingleLineMacros;
  macrosNamed(name: string): readonly Macro[];
  /** A number known here; throws a Problem. */
  number(tokens: readonly Token[], head: Token): bigint;
}

/** Whether a line's first word opens, divides or closes a condition. */
export const isConditional = (head: Token): boolean =>
  CONDITION.test(head.text.toLowerCase()) || /^%(?:else|endif)$/i.test(head.text);

export class Conditions {
  private readonly open: Condition[] = [];

  get depth(): number {
    return this.open.length;
  }

  /** Whether lines here are read and not skipped. */
  get reading(): boolean {
    return this.open.every((condition) => condition.state === 'taken');
  }

  /** Forgets those opened since there were `depth`: the %if lines that nothing closed. */
  closeTo(depth: number): RawLine[] {
    return this.open
      .splice(depth)
      .reverse()
      .map(({ at }) => at);
  }

  /**
   * A line with %if, %elif, %else or %endif. Those below `floor` belong to another file or macro. `rest` gives what
   * stands after the word, arguments filled in. Throws a Problem.
   */
  line(head: Token, raw: RawLine, floor: number, rest: () => readonly Token[], world: ConditionWorld): void {
    const word = head.text.toLowerCase();
    const test = (): boolean => conditionHolds(head, rest(), world);
    const current = this.open.length > floor ? this.open.at(-1) : undefined;
    if (word === '%endif') {
      if (current === undefined) throw new Problem('endif-without-if', head, {});
      this.open.pop();
      return;
    }
    if (word !== '%else' && !word.startsWith('%elif')) {
      const condition: Condition = { at: raw, state: this.reading ? 'done' : 'dead', sawElse: false };
      this.open.push(condition);
      if (condition.state === 'done') condition.state = test() ? 'taken' : 'waiting';
      return;
    }
    if (current === undefined) throw new Problem('else-without-if', head, { found: head.text });
    if (current.state === 'dead') return;
    if (current.sawElse) throw new Problem('else-after-else', head, { found: head.text });
    if (word === '%else') {
      current.sawElse = true;
      current.state = current.state === 'waiting' ? 'taken' : 'done';
    } else if (current.state === 'waiting') {
      current.state = 'done';
      // The test itself is read as text outside the condition.
      current.state = test() ? 'taken' : 'waiting';
    } else current.state = 'done';
  }
}

function conditionHolds(head: Token, rest: readonly Token[], world: ConditionWorld): boolean {
  const [, , negated, kind] = CONDITION.exec(head.text.toLowerCase()) ?? [];
  return holds(kind, rest, head, world) !== (negated !== undefined);
}

function holds(
  kind: string | undefined,
  rest: readonly Token[],
  head: Token,
  world: ConditionWorld,
): boolean {
  if (kind === 'def') {
    if (rest.length === 0) throw new Problem('directive-needs-name', head, { found: head.text });
    return rest.some((token) => world.defines.has(token.text));
  }
  if (kind === 'macro') {
    const name = rest[0]?.text ?? '';
    const count = rest[1]?.kind === 'num' ? Number(rest[1].value) : null;
    const found = world.macrosNamed(name);
    return found.some(
      (macro) => count === null || (macro.minimum <= count && (macro.greedy || count <= macro.maximum)),
    );
  }
  const expanded = world.defines.expand(rest);
  if (kind === 'idn' || kind === 'idni') {
    const parts = splitArguments(expanded);
    if (parts.length !== 2) throw new Problem('directive-needs-two', head, { found: head.text });
    return sameTokens(parts[0] ?? [], parts[1] ?? [], kind === 'idni');
  }
  if (kind === 'empty') return expanded.length === 0;
  const first = expanded[0];
  if (kind === 'num') {
    const number = first?.kind === 'op' && (first.text === '-' || first.text === '+') ? expanded[1] : first;
    return number?.kind === 'num';
  }
  if (kind === 'id') return first?.kind === 'id';
  if (kind === 'str') return first?.kind === 'str';
  return world.number(expanded, head) !== 0n;
}
