// The registers NASM knows in 64-bit mode, with class, size and number. Intel SDM vol. 1, 3.4; NASM manual, appendix.

export type RegisterClass = 'gpr' | 'segment' | 'control' | 'debug' | 'ip';

export interface Register {
  readonly name: string;
  readonly kind: RegisterClass;
  /** Bits: 8, 16, 32 or 64. */
  readonly size: 8 | 16 | 32 | 64;
  /** Number in the encoding, 0 ... 15. */
  readonly number: number;
  /** SPL, BPL, SIL, DIL exist only with a REX prefix; AH, CH, DH, BH only without. */
  readonly rex: 'required' | 'forbidden' | null;
}

const registers = new Map<string, Register>();

function add(
  name: string,
  kind: RegisterClass,
  size: Register['size'],
  number: number,
  rex: Register['rex'] = null,
): void {
  registers.set(name, { name, kind, size, number, rex });
}

const LEGACY = ['ax', 'cx', 'dx', 'bx', 'sp', 'bp', 'si', 'di'];
LEGACY.forEach((name, number) => {
  add(name, 'gpr', 16, number);
  add(`e${name}`, 'gpr', 32, number);
  add(`r${name}`, 'gpr', 64, number);
});
['al', 'cl', 'dl', 'bl'].forEach((name, number) => add(name, 'gpr', 8, number));
['ah', 'ch', 'dh', 'bh'].forEach((name, number) => add(name, 'gpr', 8, number + 4, 'forbidden'));
['spl', 'bpl', 'sil', 'dil'].forEach((name, number) => add(name, 'gpr', 8, number + 4, 'required'));
for (let number = 8; number < 16; number++) {
  add(`r${number}`, 'gpr', 64, number);
  add(`r${number}d`, 'gpr', 32, number);
  add(`r${number}w`, 'gpr', 16, number);
  add(`r${number}b`, 'gpr', 8, number);
}
['es', 'cs', 'ss', 'ds', 'fs', 'gs'].forEach((name, number) => add(name, 'segment', 16, number));
for (let number = 0; number < 16; number++) {
  add(`cr${number}`, 'control', 64, number);
  add(`dr${number}`, 'debug', 64, number);
}
add('rip', 'ip', 64, 0);

/** The register of that name, in any case; undefined when there is none. */
export function registerByName(name: string): Register | undefined {
  return name.length <= 4 ? registers.get(name.toLowerCase()) : undefined;
}

export const REGISTER_NAMES: readonly string[] = [...registers.keys()].filter(
  (name) => !/^(?:cr[15679]|cr1.|dr[89]|dr1.|rip)$/.test(name),
);

/** Registers NASM knows and this machine has not: x87, MMX, SSE and later. */
export function isForeignRegister(name: string): boolean {
  return /^(?:st[0-7]|mm[0-7]|[xyz]mm(?:[0-9]|[12][0-9]|3[01])|k[0-7]|bnd[0-3]|tmm[0-7]|tr[0-7]|segr[67]|r(?:8|9|1[0-5])l)$/i.test(
    name,
  );
}
