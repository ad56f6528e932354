// Recorded cases: one JSON object a line, as another implementation of VMX answered them.

export type Scalar = number | string;

export interface CaseOp {
  readonly op: string;
  readonly [argument: string]: unknown;
}

export interface OracleCase {
  readonly id: string;
  readonly cat?: string;
  readonly guests?: Readonly<
    Record<string, readonly unknown[] | { readonly mode?: string; readonly prog: readonly unknown[] }>
  >;
  readonly ops: readonly CaseOp[];
  readonly res?: readonly unknown[];
  readonly dev?: Readonly<Record<string, string>>;
}

/** One result an op; null where an op reports nothing. */
export type OpResult = Record<string, unknown> | null;
