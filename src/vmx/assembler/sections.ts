// The three sections of a flat binary: where each begins and how far it has come. NASM manual 8.1 (bin format).
import { ORIGIN } from './program.ts';

/** .text, .data, .bss: in this order in memory. The last one reserves memory and has no bytes in the file. */
export const SECTIONS = ['0', '1', '2'] as const;
export const SECTION_NAMES: Readonly<Record<string, string>> = { '.text': '0', '.data': '1', '.bss': '2' };
/** NASM's own alignment of a section that says nothing. */
const USUAL_ALIGN: Readonly<Record<string, bigint>> = { '0': 1n, '1': 4n, '2': 4n };

export class Sections {
  private readonly sizes = new Map<string, bigint>();
  private readonly previous = new Map<string, bigint>();
  private readonly aligns = new Map<string, bigint>(Object.entries(USUAL_ALIGN));
  private readonly bases = new Map<string, bigint>();

  /** Bytes written to a section so far in this pass. */
  size(section: string): bigint {
    return this.sizes.get(section) ?? 0n;
  }

  setSize(section: string, size: bigint): void {
    this.sizes.set(section, size);
  }

  align(section: string): bigint {
    return this.aligns.get(section) ?? 1n;
  }

  /** Raises the alignment; true when that moves the section. */
  raiseAlign(section: string, to: bigint): boolean {
    if (section === '0' || to <= this.align(section)) return false;
    this.aligns.set(section, to);
    this.bases.clear();
    return true;
  }

  /** Address of a section's first byte, by the sizes of the last pass. */
  base(section: string): bigint {
    const known = this.bases.get(section);
    if (known !== undefined) return known;
    let end = BigInt(ORIGIN);
    for (const other of SECTIONS) {
      const size = this.previous.get(other) ?? 0n;
      const align = this.align(other);
      const base = other === section || size > 0n ? ((end + align - 1n) / align) * align : end;
      if (other === section) {
        this.bases.set(section, base);
        return base;
      }
      end = base + size;
    }
    return end;
  }

  /** Begins a pass: nothing is written yet. */
  begin(): void {
    this.sizes.clear();
  }

  /** Ends a pass; true when a section has another size than in the pass before. */
  end(): boolean {
    let changed = false;
    for (const section of SECTIONS) {
      const size = this.size(section);
      if ((this.previous.get(section) ?? 0n) !== size) changed = true;
      this.previous.set(section, size);
    }
    this.bases.clear();
    return changed;
  }
}
