// An address as somebody types it: a number, a register, or a register and an offset.
import type { RegisterName } from '../index.ts';

export type AddressProblem =
  | { readonly code: 'empty' }
  | { readonly code: 'unreadable'; readonly found: string }
  | { readonly code: 'beyond-memory'; readonly address: bigint };

export type AddressResult =
  { readonly ok: true; readonly address: number } | { readonly ok: false; readonly problem: AddressProblem };

const LONGEST = 40;

/** Reads `0x8000`, `8000h`, `32768`, `RSP`, `rsp - 8`; `registers` gives registers their values. Never throws. */
export function readAddress(
  text: string,
  registers: Readonly<Partial<Record<RegisterName, bigint>>>,
  ramBytes: number,
): AddressResult {
  const trimmed = text.trim();
  if (trimmed === '') return { ok: false, problem: { code: 'empty' } };
  const unreadable: AddressResult = {
    ok: false,
    problem: {
      code: 'unreadable',
      found: trimmed.length > LONGEST ? `${trimmed.slice(0, LONGEST)}…` : trimmed,
    },
  };
  if (trimmed.length > 2 * LONGEST) return unreadable;
  const [, first = '', sign = '', second = ''] = /^([\w]+)\s*(?:([+-])\s*([\w]+))?$/.exec(trimmed) ?? [];
  const start = termOf(first, registers);
  const offset = second === '' ? 0n : number(second);
  if (start === null || offset === null) return unreadable;
  const address = BigInt.asUintN(64, sign === '-' ? start - offset : start + offset);
  return address >= BigInt(ramBytes)
    ? { ok: false, problem: { code: 'beyond-memory', address } }
    : { ok: true, address: Number(address) };
}

function termOf(text: string, registers: Readonly<Partial<Record<RegisterName, bigint>>>): bigint | null {
  const name = Object.keys(registers).find((known) => known === text.toLowerCase());
  return name === undefined ? number(text) : (registers[name as RegisterName] ?? null);
}

function number(text: string): bigint | null {
  const digits = text.replace(/_/g, '');
  if (/^0x[0-9a-f]{1,16}$/i.test(digits)) return BigInt(digits);
  if (/^[0-9a-f]{1,16}h$/i.test(digits)) return BigInt(`0x${digits.slice(0, -1)}`);
  return /^\d{1,19}$/.test(digits) ? BigInt(digits) : null;
}
