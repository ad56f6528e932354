// What the assembler gives back: a flat binary with its listing and symbols, or the problems found.
import type { Diagnostic } from './diagnostic.ts';

/** Where a program is loaded and starts. */
export const ORIGIN = 0x100000;
/** Guests begin at 0x200000: a program may not reach it. */
export const MAX_BYTES = 0x100000;

/** What one line of the (expanded) source became. */
export interface ListingEntry {
  /** Line of the main file. */
  readonly line: number;
  /** Depth inside macros: 0 for a line as written. */
  readonly depth: number;
  readonly file: string;
  readonly fileLine: number;
  readonly macro: string | null;
  /** Address of the first byte. */
  readonly address: number;
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly kind: 'instruction' | 'data' | 'other';
}

export interface AssembledProgram {
  readonly bytes: Uint8Array;
  readonly origin: number;
  /** Every line after the preprocessor, in order. */
  readonly listing: readonly ListingEntry[];
  /** How often the lines were read until no label moved any more. */
  readonly passes: number;
  /** Labels with their address, and constants of equ. */
  readonly symbols: ReadonlyMap<string, { readonly value: bigint; readonly kind: 'label' | 'constant' }>;
}

export type AssembleResult =
  | { readonly ok: true; readonly program: AssembledProgram; readonly warnings: readonly Diagnostic[] }
  | {
      readonly ok: false;
      readonly errors: readonly Diagnostic[];
      readonly warnings: readonly Diagnostic[];
    };
