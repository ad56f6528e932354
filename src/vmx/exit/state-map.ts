// Which word of the processor's state goes to which word of a VMCS: copied by loops, both ways, without a BigInt.
import * as L from '../cpu/layout.ts';
import { F } from '../fields/slots.ts';
import type { FieldName } from '../fields/fields.ts';

const SEGMENT_NAMES = ['es', 'cs', 'ss', 'ds', 'fs', 'gs', 'ldtr', 'tr'] as const;

/** Pairs of word indices: state word, VMCS word (from the start of the region). */
function pairs(): { state: Int32Array; vmcs: Int32Array } {
  const state: number[] = [];
  const vmcs: number[] = [];
  const word = (from: number, to: number): void => {
    state.push(from);
    vmcs.push(to);
  };
  const natural = (slot: number, name: FieldName): void => {
    word(2 * slot, F[name]);
    word(2 * slot + 1, F[name] + 1);
  };
  SEGMENT_NAMES.forEach((name, segment) => {
    const at = 2 * (L.SEGMENTS + 3 * segment);
    word(at, F[`guest_${name}_selector`]);
    word(at + 1, F[`guest_${name}_access_rights`]);
    word(at + 2, F[`guest_${name}_base`]);
    word(at + 3, F[`guest_${name}_base`] + 1);
    word(at + 4, F[`guest_${name}_limit`]);
  });
  natural(L.GDTR_BASE, 'guest_gdtr_base');
  natural(L.IDTR_BASE, 'guest_idtr_base');
  word(2 * L.GDTR_LIMIT, F.guest_gdtr_limit);
  word(2 * L.IDTR_LIMIT, F.guest_idtr_limit);
  natural(L.CR3, 'guest_cr3');
  natural(L.RSP, 'guest_rsp');
  natural(L.RFLAGS, 'guest_rflags');
  word(2 * L.SYSENTER_CS, F.guest_ia32_sysenter_cs);
  natural(L.SYSENTER_ESP, 'guest_ia32_sysenter_esp');
  natural(L.SYSENTER_EIP, 'guest_ia32_sysenter_eip');
  return { state: Int32Array.from(state), vmcs: Int32Array.from(vmcs) };
}

export const GUEST_WORDS = pairs();
