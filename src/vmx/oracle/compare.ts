// Comparing two results of a case: exit fields that the manual leaves undefined for the given exit are removed first,
// and so are those in which the recorded implementation is known to leave the manual. SDM vol. 3, 24.9 and 27.2.
import type { CaseOp, OpResult } from './case-format.ts';

type Fields = Record<string, unknown>;

const number = (value: unknown): bigint =>
  typeof value === 'string' ? BigInt(value) : typeof value === 'number' ? BigInt(value) : 0n;

/** Exits caused by executing an instruction: their instruction length is defined. */
const BY_INSTRUCTION = new Set([
  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 36, 39, 40, 46,
  47, 50, 51, 53, 54, 55, 57, 58, 59, 61,
]);
const WITH_INFORMATION = new Set([19, 21, 22, 23, 25, 27, 46, 47, 50, 53, 57, 58, 61]);

const bit = (value: bigint, n: number): boolean => ((value >> BigInt(n)) & 1n) === 1n;

function without(fields: Fields, ...names: string[]): void {
  for (const name of names) Reflect.deleteProperty(fields, name);
}

/** Removes from an exit record what may not be compared. */
export function comparableExit(exit: Fields): Fields {
  const e = { ...exit };
  const reason = number(e['reason']);
  const qualification = number(e['qual']);
  const basic = Number(reason & 0xffffn);
  without(e, 'at', 'stk', 'qual_raw');
  if ((basic === 23 || basic === 25) && bit(number(e['iinfo']), 10)) without(e, 'qual');
  if (bit(reason, 31)) {
    without(e, 'ilen', 'intr', 'intr_err', 'idtv', 'idtv_err', 'iinfo', 'glin');
    return e;
  }
  const interruption = number(e['intr']);
  const vectoring = number(e['idtv']);
  const type = Number((interruption >> 8n) & 7n);
  const vectoringType = Number((vectoring >> 8n) & 7n);
  const software =
    (basic === 0 && (type === 5 || type === 6)) ||
    (bit(vectoring, 31) && vectoringType >= 4 && vectoringType <= 6) ||
    basic === 9;
  if (!BY_INSTRUCTION.has(basic) && !software) without(e, 'ilen');
  if (basic > 1 || !bit(interruption, 31)) without(e, 'intr');
  if (!bit(interruption, 31) || !bit(interruption, 11)) without(e, 'intr_err');
  if (!bit(vectoring, 31)) without(e, 'idtv');
  if (!bit(vectoring, 31) || !bit(vectoring, 11)) without(e, 'idtv_err');
  const stringIo = basic === 30 && bit(qualification, 4);
  if (!WITH_INFORMATION.has(basic) && !stringIo) without(e, 'iinfo');
  if (stringIo && bit(qualification, 3) && 'iinfo' in e)
    e['iinfo'] = `0x${(number(e['iinfo']) & ~0x38000n).toString(16)}`;
  const lmswFromMemory = basic === 28 && ((qualification >> 4n) & 3n) === 3n && bit(qualification, 6);
  if (!stringIo && !lmswFromMemory) without(e, 'glin');
  const flags = 'rflags' in e ? number(e['rflags']) : 2n;
  if (basic === 0 || basic === 2 || basic === 9) e['rflags'] = `0x${(flags & ~0x10000n).toString(16)}`;
  const debugException = (interruption & 0x7ffn) === 0x301n || (interruption & 0x7ffn) === 0x501n;
  if (bit(flags, 8) || (basic === 0 && debugException)) without(e, 'pdbg');
  if (basic === 0 && type === 2) without(e, 'intrblk');
  for (const name of ['ss_ar', 'cs_ar']) if (name in e && bit(number(e[name]), 16)) e[name] = 'unusable';
  return e;
}

/** A result with what may be compared, keys in order, as text: equal texts are equal results. */
export function comparable(result: OpResult | undefined): string {
  if (result === null || result === undefined) return 'null';
  const r: Fields = { ...result };
  if (r['exit'] !== undefined) r['exit'] = comparableExit(r['exit'] as Fields);
  if (r['fault'] !== undefined) {
    const fault = r['fault'] as Fields;
    r['fault'] = { vec: fault['vec'], err: fault['err'] ?? 0 };
  }
  return JSON.stringify(r, (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

export interface Difference {
  readonly index: number;
  readonly op: CaseOp;
  readonly expected: string;
  readonly actual: string;
}

/** The first difference up to (not including) the first op tagged as a known deviation; null when there is none. */
export function firstDifference(
  ops: readonly CaseOp[],
  expected: readonly unknown[],
  actual: readonly OpResult[],
  deviations: Readonly<Record<string, string>> = {},
): Difference | null {
  const stop = Math.min(...Object.keys(deviations).map(Number), ops.length);
  for (let index = 0; index < stop; index++) {
    const wanted = (expected[index] ?? null) as OpResult;
    if (wanted === null) continue;
    const [a, b] = [comparable(wanted), comparable(actual[index])];
    if (a !== b) return { index, op: ops[index]!, expected: a, actual: b };
  }
  return null;
}
