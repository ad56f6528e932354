// What is said of an address typed in the memory view: why it leads nowhere, or how it was read.
import type { AddressProblem } from '../vmx/program/address-text.ts';
import { hex } from './machine-names.ts';

export function addressError(problem: AddressProblem, ramBytes: number): string {
  switch (problem.code) {
    case 'empty':
      return 'Escreva um endereço, como 0x8000, ou o nome de um registrador, como RSP.';
    case 'unreadable':
      return `Não entendi “${problem.found}”. Vale um número (0x8000, 8000h ou 32768), um registrador (RSP) ou um registrador mais ou menos um número (RSP + 16).`;
    case 'beyond-memory':
      return `${hex(problem.address)} fica além da memória da máquina, que vai de 0x0 a ${hex(ramBytes - 1)}.`;
  }
}

/** How a typed address was read, where it could be taken for another: digits alone are decimal. Empty otherwise. */
export function addressReading(text: string, address: number): string {
  const digits = text.trim().replace(/_/g, '');
  if (!/^\d+$/.test(digits) || address < 10) return '';
  return `Li ${digits} em decimal: é ${hex(address)}. Em hexadecimal, escreva 0x${digits}.`;
}
