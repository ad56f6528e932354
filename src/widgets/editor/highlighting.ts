// The two notations coloured by the assembler's own tokens: what is shown as a string or a number is read as one.
import { StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import type { StreamParser, StringStream } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { Tag, tagHighlighter } from '@lezer/highlight';
import { tokenize, type Token } from '../../vmx/assembler/lexer.ts';
import type { NotationName } from '../../vmx/program/session-types.ts';
import { kindOf, REGION_NAMES, type WordKind } from './words.ts';

/** How a piece of the text is shown: a word's kind, or what is no word. */
export type Shade = WordKind | 'label' | 'region' | 'number' | 'string' | 'comment' | 'operator' | 'invalid';

export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly shade: Shade;
}

/** The pieces of a line, in order, without what stands between them. Offsets from the line's start. */
export function piecesOf(line: string, notation: NotationName): Piece[] {
  const tokens = tokenize(line);
  const pieces = tokens.map((token, index): Piece => {
    const from = token.column - 1;
    return { from, to: from + token.length, shade: shadeOf(token, index, tokens, notation) };
  });
  const comment = line.indexOf(';', pieces.at(-1)?.to ?? 0);
  return comment < 0 ? pieces : [...pieces, { from: comment, to: line.length, shade: 'comment' }];
}

const REGION_TAKERS = /^(?:vmxon|vmclear|vmptrld|convidado|regi[aã]o|revis[aã]o)$/i;
const DATA = /^(?:equ|d[bwdq]|res[bwdq]|times)$/i;

function shadeOf(token: Token, index: number, tokens: readonly Token[], notation: NotationName): Shade {
  if (token.kind === 'num') return 'number';
  if (token.kind === 'str') return 'string';
  if (token.kind === 'op') return 'operator';
  if (token.kind === 'bad') return 'invalid';
  if (token.kind === 'pp') return 'directive';
  const first = tokens[0];
  const next = tokens[index + 1];
  if (notation === 'vmx' && index === 1 && first && REGION_TAKERS.test(first.text)) {
    // The name of a guest or of a VMCS: one letter, or VMXON.
    if (/^[a-z]$/i.test(token.text) || REGION_NAMES.includes(token.text.toUpperCase())) return 'region';
  }
  if (index === 0 && next?.text === ':' && next.kind === 'op') return 'label';
  const kind = kindOf(token.text, notation);
  if (index === 0 && kind === 'name' && next?.kind === 'id' && DATA.test(next.text)) return 'label';
  return kind;
}

/** Named for the highlighter alone: the site's colours follow the meaning, not a general scheme. */
const tags = Object.fromEntries(
  'vmx mnemonic directive register size field reason included macro guest name label region number string comment operator invalid'
    .split(' ')
    .map((shade) => [shade, Tag.define()]),
) as Record<Shade, Tag>;

function parser(notation: NotationName): StreamParser<null> {
  let read: { readonly line: string; readonly pieces: readonly Piece[] } = { line: '', pieces: [] };
  return {
    name: notation,
    startState: () => null,
    tokenTable: tags,
    languageData: { commentTokens: { line: ';' } },
    token(stream: StringStream): string | null {
      if (stream.string !== read.line)
        read = { line: stream.string, pieces: piecesOf(stream.string, notation) };
      const piece = read.pieces.find(({ to }) => to > stream.pos);
      if (piece === undefined) stream.skipToEnd();
      else if (piece.from > stream.pos) stream.pos = piece.from;
      else {
        stream.pos = piece.to;
        return piece.shade;
      }
      return null;
    },
  };
}

const shades = tagHighlighter(Object.entries(tags).map(([shade, tag]) => ({ tag, class: `t-${shade}` })));

/** Colours for a notation; the classes are `t-` and the shade. */
export function highlighting(notation: NotationName): Extension {
  return [StreamLanguage.define(parser(notation)), syntaxHighlighting(shades)];
}
