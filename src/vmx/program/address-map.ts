// From addresses of a running program to places of its source: a sorted list of ranges.
import type { ListingEntry } from '../assembler/assemble.ts';
import type { SourcePlace } from './session-types.ts';

interface Range {
  readonly start: number;
  readonly end: number;
  readonly place: SourcePlace;
  /** Bytes of the one instruction that stands here; null for data and for several of them. */
  readonly code: Uint8Array | null;
}

/** An instruction as it was assembled. */
export interface AssembledInstruction {
  readonly start: number;
  readonly bytes: Uint8Array;
}

export class AddressMap {
  private ranges: Range[] = [];
  private sorted = true;

  /** Says what stands from `start` on; ranges must not overlap. */
  add(start: number, length: number, place: SourcePlace, code: Uint8Array | null = null): void {
    if (length <= 0) return;
    this.ranges.push({ start, end: start + length, place, code });
    this.sorted = false;
  }

  find(address: bigint): SourcePlace | null {
    return this.range(address)?.place ?? null;
  }

  /** The instruction whose bytes the address is among; null where there is data, or nothing. */
  instruction(address: bigint): AssembledInstruction | null {
    const range = this.range(address);
    return range?.code == null ? null : { start: range.start, bytes: range.code };
  }

  private range(address: bigint): Range | null {
    if (!this.sorted) {
      this.ranges.sort((a, b) => a.start - b.start);
      this.sorted = true;
    }
    if (address < 0n || address > 0xffff_ffffn) return null;
    const at = Number(address);
    let low = 0;
    let high = this.ranges.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const range = this.ranges[middle];
      if (range === undefined || at < range.start) high = middle - 1;
      else if (at >= range.end) low = middle + 1;
      else return range;
    }
    return null;
  }
}

/** The bytes of a line of the listing that is one instruction; `times` makes several of one line. */
export const codeOf = (entry: ListingEntry): Uint8Array | null =>
  entry.kind === 'instruction' && !/\btimes\b/i.test(entry.text) ? entry.bytes : null;
