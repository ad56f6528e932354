// The form of exercises 6 and 7: the front matter of the file the learner edits, read leniently.
import { localizedNumber } from '../../evidence/localized-number.ts';

export type Fields = Readonly<Record<string, unknown>>;
export type Motor = 'VT-x' | 'AMD-V' | 'NEM' | 'raw-mode';

/** The text of a field, or null where it is empty. */
export function text(fields: Fields, key: string): string | null {
  const value = Object.hasOwn(fields, key) ? fields[key] : null;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** A whole or decimal number, with either decimal separator; what follows it (“ MB”, “ %”) is left aside. */
export function number(fields: Fields, key: string): number | null {
  const value = Object.hasOwn(fields, key) ? fields[key] : null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  const found = /^~?\s*(\d[\d.,\s]*)/.exec(text(fields, key) ?? '');
  return found ? (localizedNumber(found[1] ?? '')?.value ?? null) : null;
}

/** The number of a thread or process, decimal or, where it says so (`0x24c8`), hexadecimal. */
export function identifier(fields: Fields, key: string): number | null {
  const hexadecimal = /^0x([0-9a-f]{1,8})\b/i.exec(text(fields, key) ?? '');
  return hexadecimal ? Number.parseInt(hexadecimal[1] ?? '', 16) : number(fields, key);
}

/** Memory in MB: “2048”, “2048 MB”, “2 GB”, “2,5 GiB”. A bare number under 64 is taken for GB. */
export function megabytes(fields: Fields, key: string): number | null {
  const value = number(fields, key);
  if (value === null) return null;
  const unit = /([kmgt])i?b\b/i.exec(text(fields, key) ?? '')?.[1]?.toLowerCase();
  if (unit === 'k') return value / 1024;
  if (unit === 'g' || (unit === undefined && value < 64)) return value * 1024;
  return unit === 't' ? value * 1_048_576 : value;
}

function plain(value: string): string {
  return value.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The engine, as a learner may call it. */
export function motor(fields: Fields, key: string): Motor | null {
  const value = plain(text(fields, key) ?? '');
  if (value === '') return null;
  if (/\bnem\b|hyper-?v|tartaruga|driverless|whp|hypervisor\.framework|outro hipervisor/.test(value))
    return 'NEM';
  if (/vt-?x|\bvmx\b|intel vt|vanderpool/.test(value)) return 'VT-x';
  if (/amd-?v|\bsvm\b|pacifica/.test(value)) return 'AMD-V';
  return /nenhum|raw|software|sem hardware|sem vt/.test(value) ? 'raw-mode' : null;
}

export type BootedFrom = 'disco' | 'instalador' | 'nao';

export function bootedFrom(fields: Fields, key: string): BootedFrom | null {
  const value = plain(text(fields, key) ?? '');
  if (value === '') return null;
  if (/^nao|nao arranc|nao inici|falh/.test(value)) return 'nao';
  if (/instalador|live|\biso\b|cd|dvd|pendrive/.test(value)) return 'instalador';
  return /disco|\bhd\b|instalado|vdi/.test(value) ? 'disco' : null;
}

/** “sim” or “não”; null where neither. */
export function yesNo(fields: Fields, key: string): boolean | null {
  const value = plain(text(fields, key) ?? '');
  if (/^(?:s|sim|true|yes)$/.test(value)) return true;
  return /^(?:n|nao|false|no)$/.test(value) ? false : null;
}

/** True where the learner asked to be judged on the machine recorded by the course. */
export function usesRecordedMachine(fields: Fields): boolean {
  return /gravada/.test(plain(text(fields, 'maquina') ?? ''));
}

/** Names as they are compared: without accents, case, spaces and extension. */
export function sameName(a: string, b: string): boolean {
  const bare = (value: string) =>
    plain(value)
      .replace(/\.exe$/, '')
      .replace(/[\s_.-]+/g, '');
  return bare(a) === bare(b);
}

/** A declared system and the type VirtualBox was told: “Debian 12” and `Debian_64`. */
export function sameSystem(declared: string, type: string): boolean {
  const family = plain(type)
    .replace(/_?(?:64|arm64)$/, '')
    .replace(/[\d_]+$/, '');
  return family.length > 1 && plain(declared).replace(/\s/g, '').includes(family);
}
