// Validity of the guest's PDPTEs. SDM vol. 3, 26.3.1.6 and 4.4.1.
import type { EntryView } from './entry-view.ts';
import * as L from '../cpu/layout.ts';
import { F } from '../fields/slots.ts';
import { physicalRead32 } from '../cpu/physical.ts';

const PRESENT = 1;
const RESERVED_LOW = 0x1e6;

/** With PAE paging outside IA-32e mode: from the fields under EPT, from memory at CR3 otherwise. */
export function guestPdptesAreValid(v: EntryView): boolean {
  const paging = (v.low(F.guest_cr0) & L.CR0_PG) !== 0;
  if (!paging || (v.low(F.guest_cr4) & L.CR4_PAE) === 0 || v.ia32e) return true;
  const ept = (v.proc2 & 2) !== 0;
  const base = (v.low(F.guest_cr3) & 0xffffffe0) >>> 0;
  for (let i = 0; i < 4; i++) {
    const low = ept ? v.low(F.guest_pdpte0 + 2 * i) : physicalRead32(v.cpu, base + 8 * i);
    const high = ept ? v.high(F.guest_pdpte0 + 2 * i) : physicalRead32(v.cpu, base + 8 * i + 4);
    if ((low & PRESENT) === 0) continue;
    if ((low & RESERVED_LOW) !== 0 || (high & v.caps.physicalHighMask) !== 0) return false;
  }
  return true;
}
