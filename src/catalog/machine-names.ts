// Names of what the machine's events point at: regions by letter, numbers in hexadecimal, fields as the course
// writes them.
import { exitReason } from './exit-reasons.ts';

/** A region of a program, as far as naming it needs (see `Program.regions`). */
export interface NamedRegion {
  readonly name: string;
  readonly address: bigint;
}

/** `0x1000`: hexadecimal without leading zeros. */
export function hex(value: bigint | number): string {
  return `0x${value.toString(16).toUpperCase()}`;
}

/** `VMCS A`, `região VMXON`, or `VMCS em 0x7000` where the program gives the address no name. */
export function regionName(address: bigint, regions: readonly NamedRegion[]): string {
  const region = regions.find((candidate) => candidate.address === address);
  if (region === undefined) return `VMCS em ${hex(address)}`;
  return region.name === 'VMXON' ? 'região VMXON' : `VMCS ${region.name}`;
}

/** `convidado A`, or `convidado` where the current VMCS has no letter. */
export function guestName(guest: string | null): string {
  return guest === null ? 'convidado' : `convidado ${guest}`;
}

/** Field names as the learner types them. */
export function fieldName(name: string): string {
  return name.toUpperCase();
}

/** A field's value; the exit reason also by name, since that is what one reads it for. */
export function fieldValue(name: string, value: bigint): string {
  const upper = fieldName(name);
  if (upper !== 'VMEXIT_REASON' && upper !== 'EXIT_REASON') return hex(value);
  const basic = Number(value & 0xffffn);
  const failed = (value >> 31n) & 1n ? ', com o bit 31: a entrada falhou' : '';
  return `${basic} (${exitReason(basic).name}${failed})`;
}
