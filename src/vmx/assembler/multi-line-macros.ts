// Multi-line macros: their definition, their arguments, and how a line of the body is filled in. NASM manual 4.3.
import { badToken } from './expression.ts';
import { tokenize } from './lexer.ts';
import type { Token } from './lexer.ts';
import { LIMITS } from './limits.ts';
import { Problem } from './problem.ts';
import type { RawLine } from './raw-lines.ts';
import { splitArguments, tokensToText } from './single-line-macros.ts';

export interface Macro {
  readonly name: string;
  readonly ignoreCase: boolean;
  readonly minimum: number;
  readonly maximum: number;
  readonly greedy: boolean;
  readonly defaults: readonly (readonly Token[])[];
  readonly body: readonly RawLine[];
}

export interface MacroCall {
  readonly macro: Macro;
  parameters: (readonly Token[])[];
  readonly id: number;
}

/** What stands after %macro, and the lines up to its end, as a macro. Throws a Problem. */
export function readMacro(rest: readonly Token[], head: Token, body: readonly RawLine[]): Macro {
  const name = nameOf(rest, head);
  const counts = rest.slice(1);
  let i = 0;
  const number = (): number | null => {
    const token = counts[i];
    if (token?.kind !== 'num') return null;
    i++;
    return Number(token.value);
  };
  const minimum = number() ?? 0;
  let maximum = minimum;
  if (counts[i]?.text === '-') {
    i++;
    if (counts[i]?.text === '*') {
      i++;
      maximum = Infinity;
    } else maximum = number() ?? Infinity;
  }
  const greedy = counts[i]?.text === '+';
  if (greedy) i++;
  if (counts[i]?.kind === 'id' && counts[i]?.text.toLowerCase() === '.nolist') i++;
  if (maximum < minimum)
    throw new Problem('macro-counts', counts[0] ?? head, { found: tokensToText(counts) });
  if (rest.length > 1 && counts[0]?.kind !== 'num')
    throw new Problem('macro-counts', counts[0] ?? head, { found: tokensToText(counts) });
  const defaults = i < counts.length ? splitArguments(counts.slice(i), true) : [];
  return {
    name,
    ignoreCase: /^%i/i.test(head.text),
    minimum,
    maximum,
    greedy,
    defaults,
    body,
  };
}

/** The name that a directive is followed by. */
export function nameOf(rest: readonly Token[], head: Token): string {
  const token = rest[0];
  if (token?.kind === 'bad') throw badToken(token);
  if (token?.kind !== 'id') throw new Problem('directive-needs-name', head, { found: head.text });
  return token.text;
}

export function stringOf(tokens: readonly Token[], head: Token): string {
  const token = tokens[0];
  if (token?.kind === 'bad') throw badToken(token);
  if (token?.kind !== 'str' || tokens.length > 1)
    throw new Problem('directive-needs-string', head, { found: head.text });
  return token.text;
}

/** Puts a macro's arguments and local labels in place of %1, %0, %%name; `spend` says whether so many more tokens are allowed. */
export function fillIn(
  raw: RawLine,
  call: MacroCall | null,
  spend: (tokens: number) => boolean,
): readonly Token[] {
  if (!raw.tokens.some((token) => token.kind === 'pp' && /^%(?:%|[0-9{]|\+)/.test(token.text)))
    return raw.tokens;
  const result: Token[] = [];
  let pasteNext = false;
  const put = (token: Token, glue: boolean): void => {
    const previous = result.at(-1);
    // Text that touches an argument is one word with it: `regs_%1`, `%1_fim`.
    const touches = glue && !token.space && previous !== undefined && /^(?:id|num|pp)$/.test(previous.kind);
    if (previous !== undefined && touches && /^(?:id|num)$/.test(token.kind) && previous.kind !== 'bad') {
      if (previous.text.length + token.text.length > LIMITS.line)
        throw new Problem('line-too-long', token, { limit: LIMITS.line });
      const joined = tokenize(previous.text + token.text, previous.column)[0];
      if (joined !== undefined)
        result[result.length - 1] = { ...joined, space: previous.space, length: previous.length };
      return;
    }
    result.push(token);
  };
  for (const token of raw.tokens) {
    if (token.kind !== 'pp' || isDirective(token)) {
      put(token, pasteNext);
      pasteNext = false;
      continue;
    }
    pasteNext = false;
    if (token.text === '%+') {
      result.push(token);
      continue;
    }
    if (call === null) throw new Problem('parameter-outside-macro', token, { found: token.text });
    if (token.text.startsWith('%%')) {
      put({ ...token, kind: 'id', text: `..@${call.id}.${token.text.slice(2)}` }, false);
      continue;
    }
    const index = /^%([0-9]+)$/.exec(token.text)?.[1];
    if (index === undefined) throw new Problem('foreign-directive', token, { found: token.text });
    if (index === '0') {
      put(
        {
          ...token,
          kind: 'num',
          text: String(call.parameters.length),
          value: BigInt(call.parameters.length),
        },
        true,
      );
      continue;
    }
    const argument = call.parameters[Number(index) - 1] ?? [];
    // A macro may hand more to itself each time than it was given.
    if (!spend(argument.length)) return [];
    argument.forEach((part, i) =>
      put(
        { ...part, space: i === 0 ? token.space : part.space, column: token.column, length: token.length },
        i === 0,
      ),
    );
    pasteNext = argument.length > 0;
  }
  return result;
}

/** Several arguments as one, commas and all. */
export function joinArguments(parts: readonly (readonly Token[])[], at: Token): Token[] {
  const comma: Token = { kind: 'op', text: ',', column: at.column, length: 1, space: false };
  return parts.flatMap((part, i) => (i === 0 ? [...part] : [comma, ...part]));
}

export const isDirective = (token: Token): boolean => token.kind === 'pp' && /^%[A-Za-z_]/.test(token.text);
