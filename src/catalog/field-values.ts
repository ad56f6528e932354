// What the value of a VMCS field says, in words: bits that are on, reasons, errors, events, segments.
// Intel SDM vol. 3, 24.4.1 and 24.4.2 (guest state), 24.8.3 and 24.9 (events, exit information), 3.4.2 (selectors).
import { bitNames } from './bit-names.ts';
import { exceptionText } from './exceptions.ts';
import { exitReason } from './exit-reasons.ts';
import { vmInstructionError } from './vm-instruction-errors.ts';

const ACTIVITY = ['ativo', 'parado em HLT', 'desligado (shutdown)', 'à espera de SIPI'];

const EVENT_TYPES = [
  'interrupção externa',
  'tipo 1, reservado',
  'NMI',
  'exceção de hardware',
  'interrupção de software',
  'exceção de software privilegiada',
  'exceção de software',
  'outro evento',
];

const SYSTEM_TYPES: Readonly<Record<number, string>> = {
  2: 'LDT',
  3: 'TSS de 16 bits ocupada',
  9: 'TSS livre',
  11: 'TSS ocupada',
};

/** Which bits of a value are on, by name; what has no name is left out. */
export function bitsOn(name: string, value: bigint): string[] {
  return bitNames(name).flatMap(([bit, text]) => (((value >> BigInt(bit)) & 1n) === 1n ? [text] : []));
}

/** What a field's value means; empty where the number itself says all there is. */
export function fieldMeaning(name: string, value: bigint): string {
  const low = Number(value & 0xffffffffn);
  if (name === 'exit_reason') {
    const basic = low & 0xffff;
    return `${basic}: ${exitReason(basic).name}${low >>> 31 === 1 ? '; bit 31: a entrada falhou' : ''}`;
  }
  if (name === 'vm_instruction_error')
    return value === 0n ? '' : `${low}: ${vmInstructionError(low).meaning}`;
  if (name === 'guest_activity_state') return ACTIVITY[low] ?? 'nenhum estado que exista';
  if (name.endsWith('_interruption_info') || name === 'idt_vectoring_info') return event(low);
  if (name.endsWith('_selector')) return selector(low);
  if (name.endsWith('_access_rights')) return accessRights(low);
  if (name === 'vmcs_link_pointer' && value === 0xffff_ffff_ffff_ffffn) return 'nenhuma VMCS ligada';
  return bitsOn(name, value).join(', ');
}

function event(low: number): string {
  if (low >>> 31 === 0) return 'nenhum evento (bit 31 em 0)';
  const vector = low & 0xff;
  const type = EVENT_TYPES[(low >> 8) & 7] ?? '';
  const { mnemonic, name } = exceptionText(vector);
  const what = vector < 32 ? `${mnemonic} (${name})` : `vetor ${vector}`;
  return `${type}, ${what}${(low & 0x800) === 0 ? '' : ', com código de erro'}`;
}

function selector(low: number): string {
  if (low === 0) return 'nulo';
  return `entrada ${low >> 3} da ${(low & 4) === 0 ? 'GDT' : 'LDT'}, RPL ${low & 3}`;
}

/** The access rights of a segment: kind, privilege, and the bits that matter. */
export function accessRights(low: number): string {
  if ((low & 0x10000) !== 0) return 'inutilizável';
  const type = low & 15;
  const kind =
    (low & 0x10) === 0
      ? (SYSTEM_TYPES[type] ?? `de sistema, tipo ${type}`)
      : (type & 8) === 0
        ? `dados${(type & 2) === 0 ? ', só leitura' : ''}`
        : `código${(type & 2) === 0 ? ', só execução' : ''}${(type & 4) === 0 ? '' : ', conforme'}`;
  const size = (low & 0x2000) !== 0 ? ', 64 bits' : '';
  return `${kind}${size}, DPL ${(low >> 5) & 3}${(low & 0x80) === 0 ? ', ausente' : ''}`;
}
