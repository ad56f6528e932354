// The short notation: text to Script, or every error of the text with line, column, found, expected and likely slip.
import { MAX_ERRORS } from '../assembler/diagnostic.ts';
import type { Diagnostic, DiagnosticParts } from '../assembler/diagnostic.ts';
import { assemble, binaryPosition } from '../assembler/assemble.ts';
import { badToken } from '../assembler/expression.ts';
import { FIELD_WORDS } from '../assembler/field-words.ts';
import { formsOf } from '../assembler/instruction-table.ts';
import { tokenize } from '../assembler/lexer.ts';
import type { Token } from '../assembler/lexer.ts';
import { isNasmMnemonic } from '../assembler/nasm-mnemonics.ts';
import { SIZE_WORDS } from '../assembler/operands.ts';
import { LIMITS } from '../assembler/limits.ts';
import { Problem } from '../assembler/problem.ts';
import { isForeignRegister, registerByName } from '../assembler/registers.ts';
import { STATEMENT_WORDS } from '../assembler/statements.ts';
import { suggest } from '../assembler/suggest.ts';
import { GUEST_NAMES, catalogueGuest } from './guest-catalogue.ts';
import { BUILT_IN_REGIONS, GUEST_LETTERS } from './script.ts';
import type { CopiedText, Guest, GuestLine, Region, RootInstruction, Script, Step } from './script.ts';

export interface ParseResult {
  /** Null when there are errors. */
  readonly script: Script | null;
  readonly errors: readonly Diagnostic[];
}

/** Lines of the root program; more is no lesson, it is a machine's output. */
const MAX_STEPS = 1_000;
const MAX_LINES = 20_000;

const PLAIN = new Set(['VMXOFF', 'VMPTRST', 'VMCALL', 'VMLAUNCH', 'VMRESUME', 'AVANCA']);
const REGION = new Set(['VMXON', 'VMCLEAR', 'VMPTRLD']);
const DIRECTIVE_WORDS = ['PREPARAR', 'SEM', 'REGIAO', 'REVISAO', 'CONVIDADO', 'CR4.VMXE', 'FEATURE_CONTROL'];

/** Every word a line of the root program can begin with, as it is best written. */
export const ROOT_WORDS: readonly string[] = [
  'VMXON', 'VMXOFF', 'VMCLEAR', 'VMPTRLD', 'VMPTRST', 'VMREAD', 'VMWRITE', 'VMLAUNCH', 'VMRESUME', 'VMCALL',
  'AVANCA', 'preparar', 'sem preenchimento', 'regiao', 'revisao', 'convidado', 'CR4.VMXE', 'FEATURE_CONTROL',
]; // prettier-ignore

const UNSUITABLE_IN_GUEST = new Set(['section', 'segment', 'org', 'bits', 'default', 'equ']);

/** Letters without accents, in capitals. */
export function fold(word: string): string {
  return word
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toUpperCase();
}

let includeSymbols: ReadonlySet<string> | null = null;

/** Names that vmx.inc gives: constants and labels. */
export function includedNames(): ReadonlySet<string> {
  if (includeSymbols === null) {
    const result = assemble('%include "vmx.inc"\n');
    includeSymbols = new Set(result.ok ? result.program.symbols.keys() : []);
  }
  return includeSymbols;
}

interface OpenGuest {
  readonly letter: string;
  readonly line: number;
  readonly origin: 'written' | 'catalogue';
  readonly name: string;
  readonly source: { readonly number: number; readonly text: string; readonly tokens: readonly Token[] }[];
}

class Parser {
  private readonly file: string;
  private readonly errors: Diagnostic[] = [];
  private readonly steps: Step[] = [];
  private readonly guests: OpenGuest[] = [];
  private readonly regions = new Map<string, Region>();
  private readonly used = new Map<string, { line: number; token: Token }>();
  private prepare: Script['prepare'] | null = null;
  private fill = true;
  private tokens: readonly Token[] = [];
  private position = 0;
  private line = 0;
  private writes: { step: number; tokens: readonly Token[]; text: string; line: number }[] = [];

  constructor(file: string) {
    this.file = file;
    for (const [name, address] of Object.entries(BUILT_IN_REGIONS))
      this.regions.set(name, { name, address, revision: null });
  }

  parse(source: string): ParseResult {
    const lines = source.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
    if (lines.length > MAX_LINES)
      this.report(1, { column: 1, length: 1 }, 'too-many-lines', { limit: MAX_LINES });
    else lines.forEach((text, index) => this.guarded(index + 1, () => this.readLine(text, index + 1)));
    for (const [name, use] of this.used) {
      if (!this.regions.has(name))
        this.report(use.line, use.token, 'unknown-region', {
          found: name,
          expected: [...GUEST_LETTERS, 'VMXON'],
        });
    }
    if (this.steps.length === 0 && this.errors.length === 0)
      this.report(1, { column: 1, length: 1 }, 'empty-program', { expected: ['VMXON'] });
    const guests = this.finishGuests();
    this.finishWrites(guests);
    if (this.errors.length > 0) {
      const sorted = [...this.errors].sort((a, b) => a.line - b.line || a.column - b.column);
      return { script: null, errors: sorted.slice(0, MAX_ERRORS) };
    }
    const everything = { vmxe: true, featureControl: true, revision: true };
    return {
      script: {
        prepare: this.prepare ?? everything,
        fill: this.fill,
        regions: this.regions,
        steps: this.steps,
        guests,
      },
      errors: [],
    };
  }

  private guarded(line: number, work: () => void): void {
    if (this.errors.length > MAX_ERRORS) return;
    try {
      work();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.report(line, problem, problem.code, problem.parts);
    }
  }

  private report(
    line: number,
    at: { readonly column: number; readonly length: number },
    code: string,
    parts: DiagnosticParts,
  ): void {
    const { column, length } = at;
    this.errors.push({ severity: 'error', code, file: this.file, line, column, length, parts });
  }

  // --- reading one line ----------------------------------------------------------------------------------------

  private get token(): Token | undefined {
    return this.tokens[this.position];
  }

  /** Where the line ends, for messages. */
  private get end(): Token {
    const last = this.tokens.at(-1);
    return {
      kind: 'op',
      text: '',
      column: (last?.column ?? 1) + (last?.length ?? 0),
      length: 1,
      space: false,
    };
  }

  private unexpected(...expected: string[]): Problem {
    const token = this.token;
    if (token === undefined) return new Problem('unexpected-end', this.end, { found: '', expected });
    if (token.kind === 'bad') return badToken(token);
    return new Problem('unexpected-token', token, { found: token.text, expected });
  }

  private next(kind: Token['kind'], ...expected: string[]): Token {
    const token = this.token;
    if (token?.kind !== kind) throw this.unexpected(...expected);
    this.position++;
    return token;
  }

  private operator(text: string, expected: string): void {
    if (this.token?.kind !== 'op' || this.token.text !== text) throw this.unexpected(expected);
    this.position++;
  }

  private finish(): void {
    if (this.token !== undefined) throw this.unexpected('end');
  }

  private readLine(text: string, number: number): void {
    if (text.length > LIMITS.line)
      throw new Problem('line-too-long', { column: 1, length: 1 }, { limit: LIMITS.line });
    this.tokens = tokenize(text);
    this.position = 0;
    this.line = number;
    const first = this.tokens[0];
    if (first === undefined) return;
    const heading = first.kind === 'id' && fold(first.text) === 'CONVIDADO' && this.tokens[1]?.text !== ':';
    const guest = this.guests.at(-1);
    if (guest !== undefined && !heading) {
      if (guest.origin === 'catalogue' && this.rootLineAfterCatalogue(first)) return this.rootLine(first);
      if (guest.origin === 'catalogue')
        throw new Problem('code-after-catalogue', first, { found: first.text, name: guest.name });
      guest.source.push({ number, text, tokens: this.tokens });
      return;
    }
    if (heading) this.heading();
    else this.rootLine(first);
  }

  /** Behind `convidado A: pacato` there is no body, so a line of the root program may follow. */
  private rootLineAfterCatalogue(first: Token): boolean {
    const word = fold(first.text);
    return (
      first.kind === 'id' &&
      (PLAIN.has(word) || REGION.has(word) || ['VMREAD', 'VMWRITE', ...DIRECTIVE_WORDS].includes(word))
    );
  }

  private rootLine(first: Token): void {
    if (first.kind === 'bad') throw badToken(first);
    if (first.kind !== 'id') throw new Problem('root-line-expected', first, { found: first.text });
    const word = fold(first.text);
    if (this.tokens[1]?.kind === 'op' && this.tokens[1].text === ':' && !DIRECTIVE_WORDS.includes(word))
      throw new Problem('label-in-root', first, { found: first.text });
    this.position = 1;
    if (PLAIN.has(word)) {
      this.noOperands(first);
      return this.add({ kind: 'plain', instruction: word as RootInstruction, line: this.line });
    }
    if (REGION.has(word)) return this.regionInstruction(word as 'VMXON' | 'VMCLEAR' | 'VMPTRLD', first);
    switch (word) {
      case 'VMREAD': {
        const encoding = this.field(first);
        this.finish();
        return this.add({ kind: 'read', encoding, line: this.line });
      }
      case 'VMWRITE':
        return this.vmwrite(first);
      case 'PREPARAR':
        return this.preparation(first);
      case 'SEM': {
        const what = this.next('id', 'preenchimento');
        if (fold(what.text) !== 'PREENCHIMENTO') {
          this.position--;
          throw this.unexpected('preenchimento');
        }
        this.finish();
        this.fill = false;
        return;
      }
      case 'REGIAO':
        return this.regionDirective();
      case 'REVISAO':
        return this.revision();
      case 'CR4.VMXE': {
        this.operator('=', 'equals');
        const value = this.next('num', '0', '1');
        if (value.value !== 0n && value.value !== 1n)
          throw new Problem('value-range', value, { found: value.text, expected: ['0', '1'] });
        this.finish();
        return this.add({ kind: 'vmxe', value: value.value === 0n ? 0 : 1, line: this.line });
      }
      case 'FEATURE_CONTROL': {
        this.operator('=', 'equals');
        const value = this.next('num', 'number');
        this.finish();
        return this.add({ kind: 'feature-control', value: value.value ?? 0n, line: this.line });
      }
    }
    throw this.unknownRootWord(first, word);
  }

  private unknownRootWord(first: Token, word: string): Problem {
    const lower = first.text.toLowerCase();
    if (/^j[a-z]{1,4}$/.test(lower) && formsOf(lower) !== undefined)
      return new Problem('jump-in-root', first, { found: first.text });
    if (formsOf(lower) !== undefined || /^d[bwdq]$/.test(lower))
      return new Problem('guest-code-in-root', first, { found: first.text });
    if (isNasmMnemonic(lower)) return new Problem('foreign-instruction', first, { found: first.text });
    const likely = suggest(
      word,
      ROOT_WORDS.map((candidate) => candidate.split(' ')[0] ?? candidate),
    );
    const shown = likely === 'sem' ? 'sem preenchimento' : likely;
    return new Problem('unknown-root-word', first, {
      found: first.text,
      ...(shown === null ? {} : { suggestion: shown }),
    });
  }

  private add(step: Step): void {
    this.steps.push(step);
    if (this.steps.length === MAX_STEPS + 1)
      throw new Problem('too-many-steps', { column: 1, length: 1 }, { limit: MAX_STEPS });
  }

  private noOperands(instruction: Token): void {
    const token = this.token;
    if (token !== undefined)
      throw new Problem('operand-not-taken', token, { found: token.text, name: fold(instruction.text) });
  }

  /** A region's name where one stands: a letter or VMXON. */
  private regionName(name: string): string {
    const token = this.next('id', 'region');
    const word = fold(token.text);
    if (!/^[A-Z]$/.test(word) && word !== 'VMXON')
      throw new Problem('region-expected', token, {
        found: token.text,
        name,
        expected: [...GUEST_LETTERS, 'VMXON'],
      });
    if (!this.used.has(word)) this.used.set(word, { line: this.line, token });
    return word;
  }

  private regionInstruction(instruction: 'VMXON' | 'VMCLEAR' | 'VMPTRLD', head: Token): void {
    if (this.token === undefined && instruction !== 'VMXON')
      throw new Problem('region-missing', this.end, {
        name: instruction,
        found: '',
        expected: [...GUEST_LETTERS],
      });
    const region = this.token === undefined ? 'VMXON' : this.regionName(fold(head.text));
    this.finish();
    this.add({ kind: 'region', instruction, region, line: this.line });
  }

  private field(instruction: Token): bigint {
    const token = this.token;
    const name = fold(instruction.text);
    if (token === undefined)
      throw new Problem('field-missing', this.end, {
        name,
        found: '',
        expected: ['EXIT_REASON', 'GUEST_RIP'],
      });
    this.position++;
    if (token.kind === 'num') return token.value ?? 0n;
    if (token.kind !== 'id') {
      this.position--;
      throw this.unexpected('field');
    }
    const encoding = FIELD_WORDS.get(fold(token.text));
    if (encoding !== undefined) return BigInt(encoding);
    if (registerByName(token.text) !== undefined)
      throw new Problem('field-not-register', token, { found: token.text, name });
    const likely = suggest(fold(token.text), FIELD_WORDS.keys());
    throw new Problem('unknown-field', token, {
      found: token.text,
      ...(likely === null ? {} : { suggestion: likely }),
    });
  }

  private vmwrite(head: Token): void {
    const encoding = this.field(head);
    this.operator(',', 'comma');
    const rest = this.tokens.slice(this.position);
    if (rest.length === 0) throw this.unexpected('value');
    this.writes.push({ step: this.steps.length, tokens: rest, text: '', line: this.line });
    this.add({ kind: 'write', encoding, value: { text: '0', columns: [] }, line: this.line });
  }

  private preparation(head: Token): void {
    if (this.prepare !== null) throw new Problem('directive-twice', head, { found: head.text });
    if (this.steps.length > 0) throw new Problem('directive-too-late', head, { found: head.text });
    const asked = { vmxe: false, featureControl: false, revision: false };
    const expected = ['nada', 'tudo', 'vmxe', 'feature_control', 'revisao'];
    for (;;) {
      const token = this.next('id', ...expected);
      const word = fold(token.text);
      if (word === 'TUDO') Object.assign(asked, { vmxe: true, featureControl: true, revision: true });
      else if (word === 'VMXE' || word === 'CR4.VMXE') asked.vmxe = true;
      else if (word === 'FEATURE_CONTROL') asked.featureControl = true;
      else if (word === 'REVISAO' || word === 'REVISOES') asked.revision = true;
      else if (word !== 'NADA') {
        const likely = suggest(word, expected);
        throw new Problem('unexpected-token', token, {
          found: token.text,
          expected,
          ...(likely === null ? {} : { suggestion: likely }),
        });
      }
      if (this.token === undefined) break;
      this.operator(',', 'comma');
    }
    this.prepare = asked;
  }

  private regionDirective(): void {
    const name = this.next('id', 'region');
    const word = fold(name.text);
    if (!/^[A-Z]$/.test(word) && word !== 'VMXON')
      throw new Problem('region-expected', name, {
        found: name.text,
        name: 'regiao',
        expected: [...GUEST_LETTERS, 'VMXON'],
      });
    this.operator(':', 'colon');
    let region = this.regions.get(word) ?? null;
    let { address, revision } = region ?? { address: null, revision: null };
    do {
      const property = this.next('id', 'revisao', 'endereco');
      const kind = fold(property.text);
      if (kind !== 'REVISAO' && kind !== 'ENDERECO') {
        this.position--;
        throw this.unexpected('revisao', 'endereco');
      }
      this.operator('=', 'equals');
      if (kind === 'ENDERECO') address = this.next('num', 'number').value ?? 0n;
      else revision = this.revisionValue();
    } while (this.token?.text === ',' && ++this.position > 0);
    this.finish();
    if (address === null)
      throw new Problem('region-without-address', name, { found: word, expected: ['endereco'] });
    region = { name: word, address, revision };
    this.regions.set(word, region);
  }

  private revisionValue(): bigint | 'right' {
    const token = this.token;
    if (token?.kind === 'id' && fold(token.text) === 'CERTA') {
      this.position++;
      return 'right';
    }
    const value = this.next('num', 'certa', 'number');
    if ((value.value ?? 0n) > 0xffff_ffffn)
      throw new Problem('value-range', value, { found: value.text, expected: ['32 bits'] });
    return value.value ?? 0n;
  }

  private revision(): void {
    const region = this.regionName('revisao');
    this.operator('=', 'equals');
    const value = this.revisionValue();
    this.finish();
    this.add({ kind: 'revision', region, value, line: this.line });
  }

  // --- guests --------------------------------------------------------------------------------------------------

  private heading(): void {
    this.position = 1;
    const token = this.next('id', 'guest-letter');
    const letter = fold(token.text);
    const open = (origin: 'written' | 'catalogue', name: string): void => {
      this.guests.push({ letter, line: this.line, origin, name, source: [] });
    };
    // What follows belongs to this guest even when its heading is wrong: it would only make more errors in root.
    if (!(GUEST_LETTERS as readonly string[]).includes(letter)) {
      open('written', letter);
      throw new Problem('guest-letter', token, { found: token.text, expected: [...GUEST_LETTERS] });
    }
    const twice = this.guests.find((guest) => guest.letter === letter);
    if (twice !== undefined) {
      open('written', letter);
      throw new Problem('guest-twice', token, { found: letter, firstLine: twice.line });
    }
    if (this.token?.text !== ':') {
      open('written', letter);
      throw this.unexpected('colon');
    }
    this.position++;
    const name = this.token;
    if (name === undefined) return open('written', letter);
    this.position++;
    const known = name.kind === 'id' ? catalogueGuest(fold(name.text).toLowerCase()) : undefined;
    open(known === undefined ? 'written' : 'catalogue', known?.name ?? letter);
    if (known === undefined) {
      const instruction = name.kind === 'id' && formsOf(name.text) !== undefined;
      const likely = suggest(name.text, GUEST_NAMES);
      throw new Problem(instruction ? 'instruction-after-heading' : 'unknown-guest', name, {
        found: name.text,
        expected: [...GUEST_NAMES],
        ...(likely === null || instruction ? {} : { suggestion: likely }),
      });
    }
    this.finish();
  }

  private finishGuests(): Guest[] {
    const guests: Guest[] = [];
    for (const open of this.guests) {
      const labels = guestLabels(open);
      if (open.origin === 'catalogue') {
        const lines = (catalogueGuest(open.name)?.lines ?? []).map((text) => ({
          line: open.line,
          code: localized(text, tokenize(text), open.letter, new Set(['de_novo'])),
        }));
        guests.push({ letter: open.letter, origin: 'catalogue', name: open.name, line: open.line, lines });
        continue;
      }
      const lines: GuestLine[] = [];
      for (const { number, text, tokens } of open.source) {
        this.guarded(number, () => {
          this.checkGuestLine(tokens, open, labels);
          lines.push({ line: number, code: localized(text, tokens, open.letter, labels) });
        });
      }
      guests.push({ letter: open.letter, origin: 'written', name: open.letter, line: open.line, lines });
    }
    const wanted = new Set<string>();
    for (const step of this.steps)
      if (step.kind === 'region' && step.instruction === 'VMPTRLD' && step.region !== 'VMXON')
        wanted.add(step.region);
    for (const letter of wanted) {
      if (guests.some((guest) => guest.letter === letter)) continue;
      const quiet = catalogueGuest('pacato');
      const lines = (quiet?.lines ?? []).map((text) => ({
        line: null,
        code: localized(text, tokenize(text), letter, new Set(['de_novo'])),
      }));
      guests.push({ letter, origin: 'filled-in', name: 'pacato', line: null, lines });
    }
    return guests;
  }

  /** Words of a guest's line that mean nothing are found here, where the guest's labels are known. */
  private checkGuestLine(tokens: readonly Token[], guest: OpenGuest, labels: ReadonlySet<string>): void {
    const bad = tokens.find((token) => token.kind === 'bad');
    if (bad !== undefined) throw badToken(bad);
    const directive = tokens.find((token) => token.kind === 'pp');
    if (directive !== undefined)
      throw new Problem('directive-in-guest', directive, { found: directive.text });
    const start = tokens[1]?.kind === 'op' && tokens[1].text === ':' ? 2 : 0;
    const label = start === 2 ? tokens[0] : undefined;
    if (label?.kind === 'id') {
      const key = labelKey(label.text);
      const twice = guest.source.find(
        ({ tokens: other }) =>
          other !== tokens && other[1]?.text === ':' && labelKey(other[0]?.text ?? '') === key,
      );
      const earlier =
        twice !== undefined &&
        (twice.tokens[0]?.kind ?? '') === 'id' &&
        guest.source.findIndex((l) => l === twice) < guest.source.findIndex((l) => l.tokens === tokens);
      if (earlier) throw new Problem('label-twice', label, { found: label.text, firstLine: twice.number });
      if (registerByName(label.text) !== undefined)
        throw new Problem('register-as-label', label, { found: label.text });
    }
    const word = tokens[start];
    if (word === undefined) return;
    if (word.kind === 'id' && UNSUITABLE_IN_GUEST.has(word.text.toLowerCase()))
      throw new Problem('directive-in-guest', word, { found: word.text });
    if (word.kind === 'id' && fold(word.text) === 'AVANCA')
      throw new Problem('root-word-in-guest', word, { found: word.text });
    tokens.slice(start + 1).forEach((token, index) => {
      if (token.kind !== 'id' || this.isKnownInGuest(token, labels, guest)) return;
      if (index === 0 && tokens.length === start + 2 && formsOf(word.text) === undefined) return;
      const others = this.guests.filter(
        (other) =>
          other !== guest &&
          (fold(token.text) === other.letter || guestLabels(other).has(labelKey(token.text))),
      );
      if (others[0] !== undefined)
        throw new Problem('label-of-other-guest', token, { found: token.text, name: others[0].letter });
      // The first word says more when it is the one that is wrong.
      if (word.kind === 'id' && !STATEMENT_WORDS.includes(word.text.toLowerCase())) return;
      const likely = suggest(token.text, [...labels, ...FIELD_WORDS.keys()]);
      throw new Problem('unknown-symbol', token, {
        found: token.text,
        ...(likely === null ? {} : { suggestion: likely }),
      });
    });
  }

  private isKnownInGuest(token: Token, labels: ReadonlySet<string>, guest: OpenGuest): boolean {
    const lower = token.text.toLowerCase();
    return (
      labels.has(labelKey(token.text)) ||
      fold(token.text) === guest.letter ||
      registerByName(lower) !== undefined ||
      isForeignRegister(lower) ||
      lower in SIZE_WORDS ||
      /^(?:rel|abs|strict|short|near|far|nosplit|ptr)$/.test(lower) ||
      STATEMENT_WORDS.includes(lower) ||
      isNasmMnemonic(lower) ||
      FIELD_WORDS.has(token.text) ||
      includedNames().has(token.text)
    );
  }

  // --- values of VMWRITE, which may name labels of guests ------------------------------------------------------

  private finishWrites(guests: readonly Guest[]): void {
    const written = new Map(this.guests.map((guest) => [guest.letter, guestLabels(guest)]));
    for (const guest of guests)
      if (guest.origin !== 'written') written.set(guest.letter, new Set(['de_novo']));
    for (const { step, tokens, line } of this.writes) {
      this.guarded(line, () => {
        const value = this.writeValue(tokens, written);
        const old = this.steps[step];
        if (old?.kind === 'write') this.steps[step] = { ...old, value };
      });
    }
  }

  private writeValue(tokens: readonly Token[], guests: ReadonlyMap<string, ReadonlySet<string>>): CopiedText {
    let text = '';
    const columns: { offset: number; column: number }[] = [];
    for (const token of tokens) {
      if (token.kind === 'bad') throw badToken(token);
      if (
        token.kind === 'pp' ||
        token.kind === 'str' ||
        (token.kind === 'op' && /^[[\]{},:$]/.test(token.text))
      )
        throw new Problem('unexpected-token', token, {
          found: token.text,
          expected: ['number', 'constant', 'label'],
        });
      const piece = token.kind === 'id' ? this.writeWord(token, guests) : token.text;
      columns.push({ offset: text.length + (text === '' ? 0 : 1), column: token.column });
      text += (text === '' ? '' : ' ') + piece;
    }
    return { text, columns };
  }

  private writeWord(token: Token, guests: ReadonlyMap<string, ReadonlySet<string>>): string {
    const word = fold(token.text);
    const address = (letter: string, label: string | null): string =>
      `(${label === null ? `convidado_${letter}` : `convidado_${letter}.${label}`} - convidado_${letter} + ${baseName(letter)})`;
    if (guests.has(word)) return address(word, null);
    const dotted = /^([A-Za-z])\.(.+)$/.exec(token.text);
    const letter = dotted?.[1]?.toUpperCase() ?? '';
    if (dotted?.[2] !== undefined && guests.get(letter)?.has(labelKey(dotted[2])) === true)
      return address(letter, labelKey(dotted[2]));
    const owners = [...guests].filter(([, labels]) => labels.has(labelKey(token.text)));
    if (owners.length > 1)
      throw new Problem('label-in-several-guests', token, {
        found: token.text,
        expected: owners.map(([name]) => `${name}.${token.text}`),
      });
    const owner = owners[0];
    if (owner !== undefined) return address(owner[0], labelKey(token.text));
    const names = includedNames();
    const field = FIELD_WORDS.has(word);
    if (names.has(token.text)) return token.text;
    if (field) return word;
    if (names.has(word)) return word;
    if (registerByName(token.text) !== undefined)
      throw new Problem('value-not-register', token, { found: token.text });
    const likely = suggest(token.text, [...[...guests.values()].flatMap((labels) => [...labels]), ...names]);
    throw new Problem('unknown-symbol', token, {
      found: token.text,
      ...(likely === null ? {} : { suggestion: likely }),
    });
  }
}

/** Symbol with the base address of a guest's memory; letters without memory of their own run from the image. */
export function baseName(letter: string): string {
  return (GUEST_LETTERS as readonly string[]).includes(letter)
    ? `guest_${letter.toLowerCase()}`
    : `convidado_${letter}`;
}

/** Labels are found whatever their case, with or without a leading dot. */
function labelKey(word: string): string {
  return word.replace(/^\.+/, '').toLowerCase();
}

function guestLabels(guest: OpenGuest): Set<string> {
  const labels = new Set<string>();
  for (const { tokens } of guest.source) {
    const [first, second] = tokens;
    if (first?.kind === 'id' && second?.kind === 'op' && second.text === ':')
      labels.add(labelKey(first.text));
  }
  if (guest.origin === 'catalogue') labels.add('de_novo');
  return labels;
}

/**
 * A guest's line as assembly: its labels become local labels of `convidado_X`. Jumps take them as they are; anywhere
 * else the address is the one in the guest's own memory, where the program is copied.
 */
function localized(
  text: string,
  tokens: readonly Token[],
  letter: string,
  labels: ReadonlySet<string>,
): CopiedText {
  let result = '';
  let copied = 0;
  const columns: { offset: number; column: number }[] = [];
  const start = tokens[1]?.kind === 'op' && tokens[1].text === ':' ? 2 : 0;
  const word = tokens[start]?.text.toLowerCase() ?? '';
  const jump = /^(?:j[a-z]+|call|loop[a-z]*)$/.test(word) && tokens.every((token) => token.text !== '[');
  const own = `convidado_${letter}`;
  tokens.forEach((token, index) => {
    const from = token.column - 1;
    result += text.slice(copied, from);
    columns.push({ offset: result.length, column: token.column });
    copied = from + token.length;
    const key = labelKey(token.text);
    const definition = index === 0 && start === 2;
    const isLabel = token.kind === 'id' && index !== start && labels.has(key);
    const isSelf = token.kind === 'id' && index > start && fold(token.text) === letter;
    if (definition && token.kind === 'id') result += `.${key}`;
    else if (isLabel) result += jump ? `.${key}` : `(${own}.${key} - ${own} + ${baseName(letter)})`;
    else if (isSelf) result += jump ? own : baseName(letter);
    else result += text.slice(from, copied);
  });
  return { text: result.trim() === '' ? '' : result, columns };
}

/** Parses a .vmx text. Never throws; work is bounded by the limits of the assembler. */
export function parseNotation(source: string, file = 'programa.vmx'): ParseResult {
  const whole = (
    code: string,
    at: { line: number; column: number },
    parts: DiagnosticParts,
  ): ParseResult => ({
    script: null,
    errors: [{ severity: 'error', code, file, line: at.line, column: at.column, length: 1, parts }],
  });
  if (source.length > LIMITS.source)
    return whole('source-too-long', { line: 1, column: 1 }, { found: source.length, limit: LIMITS.source });
  const binary = binaryPosition(source);
  if (binary !== null) return whole('not-text', binary, { found: binary.code });
  return new Parser(file).parse(source);
}
