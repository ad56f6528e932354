// A .vmx program after parsing: what was asked for, line by line. Filled in by parse.ts, written out by expand.ts.

export type RootInstruction = 'VMXOFF' | 'VMPTRST' | 'VMCALL' | 'VMLAUNCH' | 'VMRESUME' | 'AVANCA';

/** A piece of the learner's line put into an assembly line: where it stands there, and where it came from. */
export interface CopiedText {
  readonly text: string;
  /** For each copied word: offset in `text` and 1-based column in the learner's line. */
  readonly columns: readonly { readonly offset: number; readonly column: number }[];
}

export type Step = { readonly line: number } & (
  | { readonly kind: 'plain'; readonly instruction: RootInstruction }
  | {
      readonly kind: 'region';
      readonly instruction: 'VMXON' | 'VMCLEAR' | 'VMPTRLD';
      readonly region: string;
    }
  | { readonly kind: 'read'; readonly encoding: bigint }
  | { readonly kind: 'write'; readonly encoding: bigint; readonly value: CopiedText }
  | { readonly kind: 'vmxe'; readonly value: 0 | 1 }
  | { readonly kind: 'feature-control'; readonly value: bigint }
  | { readonly kind: 'revision'; readonly region: string; readonly value: bigint | 'right' }
);

export interface Region {
  readonly name: string;
  readonly address: bigint;
  /** Revision asked for by the directive `regiao`; null: whatever the preparation does. */
  readonly revision: bigint | 'right' | null;
}

export interface GuestLine {
  readonly line: number | null;
  readonly code: CopiedText;
}

export interface Guest {
  readonly letter: string;
  readonly origin: 'written' | 'catalogue' | 'filled-in';
  /** Name in the catalogue, or the letter for one written in the file. */
  readonly name: string;
  /** Line of `convidado X:`, null when filled in. */
  readonly line: number | null;
  readonly lines: readonly GuestLine[];
}

export interface Script {
  readonly prepare: { readonly vmxe: boolean; readonly featureControl: boolean; readonly revision: boolean };
  readonly fill: boolean;
  /** Every region the program speaks of, by name. */
  readonly regions: ReadonlyMap<string, Region>;
  readonly steps: readonly Step[];
  readonly guests: readonly Guest[];
}

/** Regions that exist without being declared. FORMAT of the ground: VMXON at 0x10000, VMCSs from 0x12000 on. */
export const BUILT_IN_REGIONS: Readonly<Record<string, bigint>> = {
  VMXON: 0x10000n,
  A: 0x12000n,
  B: 0x13000n,
  C: 0x14000n,
  D: 0x15000n,
};

/** Machines that have memory for a guest of their own. */
export const GUEST_LETTERS = ['A', 'B', 'C'] as const;

export const GUEST_BASES: Readonly<Record<string, number>> = { A: 0x200000, B: 0x210000, C: 0x220000 };

/** The handlers of a guest's exceptions begin this far from its base: its program must end before. */
export const MAX_GUEST_BYTES = 0x1000;
