// How a check reads the VMCS and the processor: 32-bit halves, so that a check makes no BigInt.
import type { Cpu } from '../cpu/cpu.ts';
import type { AllowedSettings, Capabilities } from '../profiles/capabilities.ts';
import * as L from '../cpu/layout.ts';
import { F } from '../fields/slots.ts';

export class EntryView {
  readonly cpu: Cpu;
  readonly caps: Capabilities;
  /** Word index of the VMCS region. */
  base = 0;

  constructor(cpu: Cpu) {
    this.cpu = cpu;
    this.caps = cpu.caps;
  }

  /** Low 32 bits of a field (by its word), signed. */
  low(word: number): number {
    return this.cpu.i32[this.base + word]!;
  }

  /** High 32 bits of a field, signed. */
  high(word: number): number {
    return this.cpu.i32[this.base + word + 1]!;
  }

  /** Low 32 bits, unsigned. */
  unsigned(word: number): number {
    return this.cpu.u32[this.base + word]!;
  }

  get pin(): number {
    return this.low(F.pin_based_controls);
  }
  get proc(): number {
    return this.low(F.primary_proc_based_controls);
  }
  /** Secondary controls; all 0 while the primary ones do not activate them. */
  get proc2(): number {
    return this.proc < 0 ? this.low(F.secondary_proc_based_controls) : 0;
  }
  get exit(): number {
    return this.low(F.vmexit_controls);
  }
  get entry(): number {
    return this.low(F.vmentry_controls);
  }
  /** "IA-32e mode guest". */
  get ia32e(): boolean {
    return (this.entry & 0x200) !== 0;
  }
  /** "Host address-space size". */
  get host64(): boolean {
    return (this.exit & 0x200) !== 0;
  }
  get unrestricted(): boolean {
    return (this.proc2 & 0x80) !== 0;
  }
  get v86(): boolean {
    return (this.low(F.guest_rflags) & L.VM) !== 0;
  }
  /** The event to inject: null when bit 31 is 0. */
  get injection(): { vector: number; type: number; error: boolean } | null {
    const information = this.low(F.vmentry_interruption_info);
    if (information >= 0) return null;
    return { vector: information & 0xff, type: (information >> 8) & 7, error: (information & 0x800) !== 0 };
  }

  respects(word: number, allowed: AllowedSettings): boolean {
    const value = this.low(word);
    return (value & allowed.must) === allowed.must && (value & ~allowed.may) === 0;
  }

  /** Bits 63:48 equal bit 47. */
  canonical(word: number): boolean {
    const top = this.high(word) >> 15;
    return top === 0 || top === -1;
  }

  /** Aligned, and no bit at or above the physical-address width. */
  goodAddress(word: number, alignment: number): boolean {
    return (this.low(word) & (alignment - 1)) === 0 && this.withinWidth(word);
  }

  withinWidth(word: number): boolean {
    if (this.caps.addressesAre32Bit) return this.high(word) === 0;
    return (this.high(word) & this.caps.physicalHighMask) === 0;
  }

  /** An MSR area: 16-byte aligned, its first and its last byte within the physical-address width. */
  goodMsrArea(addressWord: number, countWord: number): boolean {
    const count = this.unsigned(countWord);
    if (count === 0) return true;
    if (!this.goodAddress(addressWord, 16)) return false;
    const last = this.unsigned(addressWord) + (this.high(addressWord) >>> 0) * 4294967296 + 16 * count - 1;
    const width = this.caps.addressesAre32Bit ? 32 : this.cpu.profile.physicalAddressWidth;
    return last < 2 ** width;
  }

  /** CR0 or CR4 respects the fixed bits; `ignored` bits are not looked at. The high half must be 0. */
  fixedBits(word: number, fixed0: number, fixed1: number, ignored: number): boolean {
    const value = this.low(word);
    if (this.high(word) !== 0) return false;
    return (fixed0 & ~value & ~ignored) === 0 && (value & ~fixed1 & ~ignored) === 0;
  }

  /** Is every byte of a PAT value a memory type? */
  goodPat(word: number): boolean {
    for (const half of [this.low(word), this.high(word)])
      for (let shift = 0; shift < 32; shift += 8) {
        const type = (half >>> shift) & 0xff;
        if (type > 7 || type === 2 || type === 3) return false;
      }
    return true;
  }
}
