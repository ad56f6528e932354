// From addresses of a running program to places of its source: a sorted list of ranges.
import type { SourcePlace } from './session-types.ts';

interface Range {
  readonly start: number;
  readonly end: number;
  readonly place: SourcePlace;
}

export class AddressMap {
  private ranges: Range[] = [];
  private sorted = true;

  /** Says what stands from `start` on; ranges must not overlap. */
  add(start: number, length: number, place: SourcePlace): void {
    if (length <= 0) return;
    this.ranges.push({ start, end: start + length, place });
    this.sorted = false;
  }

  find(address: bigint): SourcePlace | null {
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
      else return range.place;
    }
    return null;
  }
}
