// What a line can be once it is parsed: the shapes that the passes read. NASM manual, chapter 3.
import type { ParsedInstruction } from './encode-context.ts';
import type { Expression } from './expression.ts';
import type { Token } from './lexer.ts';

export type DataItem =
  | { readonly kind: 'text'; readonly bytes: Uint8Array }
  | { readonly kind: 'value'; readonly expression: Expression; readonly token: Token }
  /** `?`: reserved, not initialized. */
  | { readonly kind: 'hole' };

export type Statement =
  | { readonly kind: 'none' }
  | { readonly kind: 'instruction'; readonly instruction: ParsedInstruction }
  | {
      readonly kind: 'data';
      readonly bytes: 1 | 2 | 4 | 8;
      readonly items: readonly DataItem[];
      readonly token: Token;
    }
  | {
      readonly kind: 'reserve';
      readonly bytes: 1 | 2 | 4 | 8;
      readonly count: Expression;
      readonly token: Token;
    }
  | { readonly kind: 'equ'; readonly expression: Expression }
  | { readonly kind: 'times'; readonly count: Expression; readonly body: Statement; readonly token: Token }
  | {
      readonly kind: 'align';
      readonly to: Expression;
      readonly fill: Statement | null;
      readonly reserve: boolean;
      readonly token: Token;
    }
  | {
      readonly kind: 'section';
      readonly name: '.text' | '.data' | '.bss';
      readonly attributes: readonly SectionAttribute[];
    }
  | { readonly kind: 'org'; readonly address: Expression; readonly token: Token }
  | { readonly kind: 'bits'; readonly bits: Expression; readonly token: Token }
  | { readonly kind: 'default'; readonly relative: boolean };

export interface SectionAttribute {
  readonly name: 'align' | 'valign' | 'vstart' | 'follows' | 'vfollows';
  readonly value: Expression | string;
  readonly token: Token;
}

export interface Label {
  /** Full name: a local label carries the one it belongs to. */
  readonly name: string;
  readonly token: Token;
}

export interface ParsedLine {
  readonly label: Label | null;
  readonly statement: Statement;
  /** What NASM takes, and is likely a slip. */
  readonly remarks?: readonly { readonly code: string; readonly token: Token }[];
}
