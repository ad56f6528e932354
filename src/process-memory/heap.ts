// First-fit allocation over the blocks of a heap, with neighbours that are free joined (Knuth, TAOCP 1, section 2.5).
import type { Block, Layout } from './state.ts';

export interface Allocation {
  readonly blocks: readonly Block[];
  /** Address for the program (after the header); null when no free block is large enough. */
  readonly address: number | null;
  /** Bytes that were needed, header and rounding included. */
  readonly needed: number;
}

/** Bytes that a request takes from the heap. */
export function bytesNeeded(layout: Layout, asked: number): number {
  return Math.ceil((asked + layout.header) / layout.alignment) * layout.alignment;
}

/** Takes the first free block that is large enough, and leaves the rest of it free. */
export function allocate(
  blocks: readonly Block[],
  layout: Layout,
  asked: number,
  thread: number,
): Allocation {
  const needed = bytesNeeded(layout, asked);
  const place = blocks.findIndex((block) => block.free && block.size >= needed);
  const found = blocks[place];
  if (found === undefined) return { blocks, address: null, needed };
  // What is left must hold a header and something more, or it could never be used.
  const rest = found.size - needed >= layout.header + layout.alignment ? found.size - needed : 0;
  const taken: Block = {
    ...found,
    size: found.size - rest,
    asked,
    free: false,
    leaked: false,
    allocatedBy: thread,
  };
  const remainder: Block[] = rest > 0 ? [{ ...found, address: found.address + needed, size: rest }] : [];
  return {
    blocks: [...blocks.slice(0, place), taken, ...remainder, ...blocks.slice(place + 1)],
    address: found.address + layout.header,
    needed,
  };
}

/** The block that begins at the program's address; undefined for an address that `allocate` never gave. */
export function blockAt(blocks: readonly Block[], layout: Layout, address: number): Block | undefined {
  return blocks.find((block) => !block.free && block.address === address - layout.header);
}

/** Frees a block in use and joins it to free neighbours. */
export function release(blocks: readonly Block[], block: Block): readonly Block[] {
  const joined: Block[] = [];
  for (const one of blocks) {
    const now =
      one.address === block.address
        ? { ...one, free: true, asked: 0, leaked: false, allocatedBy: null }
        : one;
    const last = joined.at(-1);
    if (last?.free === true && now.free) joined[joined.length - 1] = { ...last, size: last.size + now.size };
    else joined.push(now);
  }
  return joined;
}
