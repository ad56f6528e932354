// One line of the root program: an instruction of VMX (SDM vol. 3, ch. 30) or a directive, into the draft.
import { badToken } from '../assembler/expression.ts';
import { FIELD_WORDS } from '../assembler/field-words.ts';
import { formsOf } from '../assembler/instruction-table.ts';
import type { Token } from '../assembler/lexer.ts';
import { isNasmMnemonic } from '../assembler/nasm-mnemonics.ts';
import { Problem } from '../assembler/problem.ts';
import { registerByName } from '../assembler/registers.ts';
import { suggest } from '../assembler/suggest.ts';
import { addStep } from './draft.ts';
import type { Draft } from './draft.ts';
import { fold } from './fold.ts';
import type { LineReader } from './line-reader.ts';
import { regionDirective, regionInstruction, revisionLine } from './region-lines.ts';
import { DIRECTIVE_WORDS, PLAIN, REGION, ROOT_WORDS } from './root-words.ts';
import type { RootInstruction } from './script.ts';

/** Reads the line that begins with `first`. Throws the Problem it finds. */
export function readRootLine(line: LineReader, first: Token, draft: Draft): void {
  if (first.kind === 'bad') throw badToken(first);
  if (first.kind !== 'id') throw new Problem('root-line-expected', first, { found: first.text });
  const word = fold(first.text);
  if (line.token?.kind === 'op' && line.token.text === ':' && !DIRECTIVE_WORDS.includes(word))
    throw new Problem('label-in-root', first, { found: first.text });
  const { number } = line;
  if (PLAIN.has(word)) {
    noOperands(line, first);
    return addStep(draft, { kind: 'plain', instruction: word as RootInstruction, line: number });
  }
  if (REGION.has(word)) return regionInstruction(line, draft, word as 'VMXON' | 'VMCLEAR' | 'VMPTRLD');
  switch (word) {
    case 'VMREAD': {
      const encoding = field(line, first);
      line.finish();
      return addStep(draft, { kind: 'read', encoding, line: number });
    }
    case 'VMWRITE':
      return vmwrite(line, first, draft);
    case 'PREPARAR':
      return preparation(line, first, draft);
    case 'SEM':
      line.keyword('preenchimento');
      line.finish();
      draft.fill = false;
      return;
    case 'REGIAO':
      return regionDirective(line, draft);
    case 'REVISAO':
      return revisionLine(line, draft);
    case 'CR4.VMXE': {
      line.operator('=', 'equals');
      const value = line.next('num', '0', '1');
      if (value.value !== 0n && value.value !== 1n)
        throw new Problem('value-range', value, { found: value.text, expected: ['0', '1'] });
      line.finish();
      return addStep(draft, { kind: 'vmxe', value: value.value === 0n ? 0 : 1, line: number });
    }
    case 'FEATURE_CONTROL': {
      line.operator('=', 'equals');
      const value = line.next('num', 'number');
      line.finish();
      return addStep(draft, { kind: 'feature-control', value: value.value ?? 0n, line: number });
    }
  }
  throw unknownRootWord(first, word);
}

function unknownRootWord(first: Token, word: string): Problem {
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

function noOperands(line: LineReader, instruction: Token): void {
  const { token } = line;
  if (token !== undefined)
    throw new Problem('operand-not-taken', token, { found: token.text, name: fold(instruction.text) });
}

/** The encoding of the field that VMREAD or VMWRITE names, by name or by number. */
function field(line: LineReader, instruction: Token): bigint {
  const { token } = line;
  const name = fold(instruction.text);
  if (token === undefined)
    throw new Problem('field-missing', line.end, {
      name,
      found: '',
      expected: ['EXIT_REASON', 'GUEST_RIP'],
    });
  if (token.kind !== 'num' && token.kind !== 'id') throw line.unexpected('field');
  line.skip();
  if (token.kind === 'num') return token.value ?? 0n;
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

/** The value may name labels of guests, which are not known yet: write-values.ts puts it in. */
function vmwrite(line: LineReader, head: Token, draft: Draft): void {
  const encoding = field(line, head);
  line.operator(',', 'comma');
  const { rest } = line;
  if (rest.length === 0) throw line.unexpected('value');
  draft.writes.push({ step: draft.steps.length, tokens: rest, line: line.number });
  addStep(draft, { kind: 'write', encoding, value: { text: '0', columns: [] }, line: line.number });
}

function preparation(line: LineReader, head: Token, draft: Draft): void {
  if (draft.prepare !== null) throw new Problem('directive-twice', head, { found: head.text });
  if (draft.steps.length > 0) throw new Problem('directive-too-late', head, { found: head.text });
  const asked = { vmxe: false, featureControl: false, revision: false };
  const expected = ['nada', 'tudo', 'vmxe', 'feature_control', 'revisao'];
  for (;;) {
    const token = line.next('id', ...expected);
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
    if (line.token === undefined) break;
    line.operator(',', 'comma');
  }
  draft.prepare = asked;
}
