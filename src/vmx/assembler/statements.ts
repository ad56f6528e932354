// One preprocessed line to one statement: label, directive or instruction, with its expressions parsed. NASM manual, chapter 3.
import { badToken, ExpressionParser, isConstant } from './expression.ts';
import { formsOf } from './instruction-table.ts';
import { stringBytes } from './string-bytes.ts';
import type { Token } from './lexer.ts';
import { isNasmMnemonic } from './nasm-mnemonics.ts';
import { parseOperand } from './operands.ts';
import { isPrefix } from './prefixes.ts';
import type { Operand } from './operands.ts';
import { Problem } from './problem.ts';
import { isForeignRegister, registerByName } from './registers.ts';
import { isIncludedWord } from './source-text.ts';
import {
  DATA,
  FOREIGN_DIRECTIVES,
  FOREIGN_PREFIXES,
  RESERVE,
  RESERVED,
  STATEMENT_WORDS,
  isStatementWord,
} from './statement-words.ts';
import type { DataItem, Statement, SectionAttribute, Label, ParsedLine } from './statement.ts';
import { suggest } from './suggest.ts';

/** Parses lines one after another; local labels belong to the last other label before them. */
export class StatementParser {
  private parent = '';
  private readonly macroNames: ReadonlySet<string>;

  constructor(macroNames: ReadonlySet<string>) {
    this.macroNames = macroNames;
  }

  private remarks: { code: string; token: Token }[] = [];

  /** Label of the last line when its parsing failed, else null. */
  labelOfBadLine: Label | null = null;

  /** Throws a Problem. `end` stands for the end of the line. */
  parse(tokens: readonly Token[], end: Token): ParsedLine {
    const [first, second] = tokens;
    const labelled =
      first?.kind === 'id' &&
      second?.kind === 'op' &&
      second.text === ':' &&
      registerByName(first.text) === undefined;
    this.labelOfBadLine = labelled ? { name: this.scope(first.text), token: first } : null;
    this.remarks = [];
    const parsed = this.parseLine(tokens, end);
    this.labelOfBadLine = null;
    return this.remarks.length === 0 ? parsed : { ...parsed, remarks: this.remarks };
  }

  private parseLine(tokens: readonly Token[], end: Token): ParsedLine {
    const bad = tokens.find((token) => token.kind === 'bad');
    if (bad !== undefined) throw badToken(bad);
    const first = tokens[0];
    if (first === undefined) return { label: null, statement: { kind: 'none' } };
    if (first.kind === 'op' && first.text === '[') return this.bracketed(tokens, end);
    if (first.kind !== 'id')
      throw new Problem('statement-expected', first, {
        found: first.text,
        expected: ['label', 'instruction', 'directive'],
      });
    const second = tokens[1];
    const colon = second?.kind === 'op' && second.text === ':';
    if (!colon && isStatementWord(first.text)) {
      if (!(second?.kind === 'id' && second.text.toLowerCase() === 'equ'))
        return { label: null, statement: this.statement(tokens, 0, end) };
    }
    const labelled = colon || (second?.kind === 'id' && isStatementWord(second.text));
    if (!labelled && tokens.length > 1) throw this.unknownWord(first);
    if (registerByName(first.text) !== undefined || isForeignRegister(first.text))
      throw new Problem('register-as-label', first, { found: first.text });
    const lower = first.text.toLowerCase();
    if (RESERVED.has(lower) || FOREIGN_PREFIXES.has(lower))
      throw new Problem('reserved-as-label', first, { found: first.text });
    if (!labelled) {
      const problem = this.unknownWord(first);
      if (problem.parts['suggestion'] !== undefined || problem.parts['slip'] !== undefined) throw problem;
    }
    const label = this.define(first);
    const at = colon ? 2 : 1;
    if (at >= tokens.length) {
      // A word alone on its line, without colon: a label to NASM.
      if (!colon) this.remarks.push({ code: 'orphan-label', token: first });
      return { label, statement: { kind: 'none' } };
    }
    const next = tokens[at];
    if (next?.kind !== 'id')
      throw new Problem('statement-expected', next ?? end, {
        found: next?.text ?? '',
        expected: ['instruction', 'directive'],
      });
    if (!isStatementWord(next.text)) {
      if (tokens[at + 1]?.text === ':') throw new Problem('two-labels', next, { found: next.text });
      throw this.unknownWord(next);
    }
    return { label, statement: this.statement(tokens, at, end) };
  }

  private likely(word: string): string | null {
    const near = suggest(word, [...STATEMENT_WORDS, ...this.macroNames]);
    // Capitals are answered in capitals; the name of a macro is written as it was defined.
    return near === null || this.macroNames.has(near) || word !== word.toUpperCase()
      ? near
      : near.toUpperCase();
  }

  private unknownWord(token: Token): Problem {
    if (!this.macroNames.has(token.text) && isIncludedWord(token.text))
      return new Problem('unknown-instruction', token, { found: token.text, slip: 'needs-include' });
    const likely = this.likely(token.text);
    return new Problem('unknown-instruction', token, {
      found: token.text,
      ...(likely === null ? {} : { suggestion: likely }),
    });
  }

  /** `..@x` belongs to nobody; `.x` to the last other label. */
  private scope(name: string): string {
    return name.startsWith('.') && !name.startsWith('..') ? this.parent + name : name;
  }

  private define(token: Token): Label {
    const name = this.scope(token.text);
    if (!token.text.startsWith('.')) this.parent = token.text;
    return { name, token };
  }

  private parser(tokens: readonly Token[], end: Token, position: number): ExpressionParser {
    return new ExpressionParser(tokens, end, (name) => this.scope(name), position);
  }

  private bracketed(tokens: readonly Token[], end: Token): ParsedLine {
    const last = tokens.at(-1);
    const word = tokens[1];
    if (
      last?.text !== ']' ||
      word?.kind !== 'id' ||
      !/^(?:bits|org|section|segment|default)$/i.test(word.text)
    )
      throw new Problem('statement-expected', word ?? end, {
        found: word?.text ?? '[',
        expected: ['instruction', 'directive'],
      });
    return { label: null, statement: this.statement(tokens.slice(0, -1), 1, last) };
  }

  private statement(tokens: readonly Token[], at: number, end: Token): Statement {
    const head = tokens[at];
    if (head === undefined) return { kind: 'none' };
    const word = head.text.toLowerCase();
    const parser = this.parser(tokens, end, at + 1);
    const data = DATA[word];
    const reserve = RESERVE[word];
    if (data !== undefined) return this.data(parser, data, head);
    if (reserve !== undefined) {
      const count = parser.expression();
      this.finish(parser);
      return { kind: 'reserve', bytes: reserve, count, token: head };
    }
    switch (word) {
      case 'equ': {
        const expression = parser.expression();
        this.finish(parser);
        return { kind: 'equ', expression };
      }
      case 'times': {
        const count = parser.expression();
        const body = parser.token;
        if (parser.atEnd) throw parser.unexpected('instruction');
        if (body.kind !== 'id' || !isStatementWord(body.text)) throw this.unknownWord(body);
        if (/^(?:equ|align|alignb|section|segment|org|bits|default|times)$/i.test(body.text))
          throw new Problem('times-of-directive', body, { found: body.text });
        return { kind: 'times', count, body: this.statement(tokens, parser.position, end), token: head };
      }
      case 'align':
      case 'alignb':
        return this.align(parser, tokens, end, head, word === 'alignb');
      case 'section':
      case 'segment':
        return this.section(parser, head);
      case 'org':
      case 'bits': {
        const expression = parser.expression();
        this.finish(parser);
        return word === 'org'
          ? { kind: 'org', address: expression, token: head }
          : { kind: 'bits', bits: expression, token: head };
      }
      case 'default': {
        const mode = parser.token;
        if (!/^(?:rel|abs)$/i.test(mode.text)) throw parser.unexpected('rel-or-abs');
        parser.position++;
        this.finish(parser);
        return { kind: 'default', relative: mode.text.toLowerCase() === 'rel' };
      }
    }
    if (FOREIGN_DIRECTIVES.has(word)) throw new Problem('foreign-directive', head, { found: head.text });
    return this.instruction(tokens, at, end);
  }

  private finish(parser: ExpressionParser): void {
    if (!parser.atEnd) throw parser.unexpected('operator', 'end');
  }

  private data(parser: ExpressionParser, bytes: 1 | 2 | 4 | 8, head: Token): Statement {
    const items: DataItem[] = [];
    if (parser.atEnd) throw new Problem('data-without-value', head, { found: head.text });
    for (;;) {
      const token = parser.token;
      const next = parser.tokens[parser.position + 1];
      const alone = next === undefined || (next.kind === 'op' && next.text === ',');
      if (token.kind === 'str' && alone) {
        const text = stringBytes(token.text);
        const padded = new Uint8Array(Math.ceil(text.length / bytes) * bytes);
        padded.set(text);
        items.push({ kind: 'text', bytes: padded });
        parser.position++;
      } else if (token.kind === 'op' && token.text === '?' && alone) {
        items.push({ kind: 'hole' });
        parser.position++;
      } else {
        // NASM takes a sign at the start of an item for that of a real number, and then looks for a symbol.
        if (token.kind === 'op' && /^[-+]$/.test(token.text) && next?.kind === 'str')
          throw new Problem('sign-before-text', token, { found: `${token.text}'${next.text}'` });
        items.push({ kind: 'value', expression: parser.expression(), token });
      }
      if (parser.atEnd) return { kind: 'data', bytes, items, token: head };
      if (!parser.take(',')) throw parser.unexpected('comma', 'end');
      // NASM lets a list end with a comma.
      if (parser.atEnd) return { kind: 'data', bytes, items, token: head };
    }
  }

  private align(
    parser: ExpressionParser,
    tokens: readonly Token[],
    end: Token,
    head: Token,
    reserve: boolean,
  ): Statement {
    const to = parser.expression();
    let fill: Statement | null = null;
    if (parser.take(',')) {
      if (parser.atEnd) throw parser.unexpected('instruction');
      const word = parser.token;
      if (word.kind !== 'id' || !isStatementWord(word.text)) throw this.unknownWord(word);
      fill = this.statement(tokens, parser.position, end);
    } else this.finish(parser);
    return { kind: 'align', to, fill, reserve, token: head };
  }

  private section(parser: ExpressionParser, head: Token): Statement {
    const name = parser.token;
    if (parser.atEnd) throw parser.unexpected('section-name');
    if (name.text !== '.text' && name.text !== '.data' && name.text !== '.bss')
      throw new Problem('foreign-section', name, { found: name.text, expected: ['.text', '.data', '.bss'] });
    parser.position++;
    const attributes: SectionAttribute[] = [];
    while (!parser.atEnd) {
      const token = parser.token;
      const word = token.text.toLowerCase();
      if (
        word !== 'align' &&
        word !== 'valign' &&
        word !== 'vstart' &&
        word !== 'follows' &&
        word !== 'vfollows'
      )
        throw new Problem('foreign-attribute', token, {
          found: token.text,
          expected: ['align=', 'vstart=', 'vfollows='],
        });
      parser.position++;
      if (!parser.take('=')) throw parser.unexpected('equals');
      if (word === 'align' || word === 'valign' || word === 'vstart') {
        const value = parser.token;
        if (value.kind !== 'num') throw parser.unexpected('number');
        parser.position++;
        attributes.push({ name: word, value: { kind: 'number', value: value.value ?? 0n }, token });
      } else {
        const value = parser.token;
        if (value.kind !== 'id') throw parser.unexpected('section-name');
        parser.position++;
        attributes.push({ name: word, value: value.text, token });
      }
    }
    void head;
    return { kind: 'section', name: name.text, attributes };
  }

  private instruction(tokens: readonly Token[], start: number, end: Token): Statement {
    const prefixes: { name: string; token: Token }[] = [];
    let at = start;
    let head = tokens[at];
    while (head?.kind === 'id' && (isPrefix(head.text) || FOREIGN_PREFIXES.has(head.text.toLowerCase()))) {
      const name = head.text.toLowerCase();
      if (FOREIGN_PREFIXES.has(name)) throw new Problem('foreign-instruction', head, { found: head.text });
      prefixes.push({ name, token: head });
      head = tokens[++at];
    }
    if (head === undefined)
      throw new Problem('unexpected-end', end, { found: '', expected: ['instruction'] });
    if (head.kind !== 'id')
      throw new Problem('statement-expected', head, { found: head.text, expected: ['instruction'] });
    const mnemonic = head.text.toLowerCase();
    if (formsOf(mnemonic) === undefined) {
      if (isNasmMnemonic(mnemonic)) throw new Problem('foreign-instruction', head, { found: head.text });
      throw this.unknownWord(head);
    }
    const operands: Operand[] = [];
    const parser = this.parser(tokens, end, at + 1);
    if (!parser.atEnd) {
      for (;;) {
        const operand = parseOperand(parser);
        operands.push(mnemonic === 'lea' && operands.length === 1 ? asAddress(operand) : operand);
        if (parser.atEnd) break;
        const comma = parser.token;
        if (!parser.take(',')) throw parser.unexpected('comma', 'end');
        if (parser.atEnd) {
          this.remarks.push({ code: 'comma-at-end', token: comma });
          break;
        }
      }
    }
    return {
      kind: 'instruction',
      instruction: { mnemonic, token: head, prefixes, operands, constant: operands.every(isConstantOperand) },
    };
  }
}

/** LEA takes an address also without brackets. */
function asAddress(operand: Operand): Operand {
  if (operand.kind !== 'immediate' || operand.jump !== null) return operand;
  return { ...operand, kind: 'memory', segment: null, relative: null, displacement: null, nosplit: false };
}

function isConstantOperand(operand: Operand): boolean {
  return operand.kind === 'register' || isConstant(operand.expression);
}
