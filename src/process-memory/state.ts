// A process's memory: one heap, globals, and one stack for each thread (exercise 5). Teaching model of an address
// space of x86-64 programs: the stack grows downwards and ends at a guard page; the heap is one run of blocks.

/** What the model leaves out, as codes for the catalogue. */
export const LEFT_OUT = [
  'paging',
  'alignment-of-locals',
  'heap-growth',
  'pointers-inside-blocks',
  'allocator-bins',
  'registers',
  'races',
] as const;

/** Sizes in bytes. Every allocation takes `header` more and is rounded up to a multiple of `alignment`. */
export interface Layout {
  readonly heapBase: number;
  readonly heapSize: number;
  /** Highest address of the first thread's stack (exclusive); other stacks lie below it. */
  readonly stackTop: number;
  readonly stackSize: number;
  readonly guardSize: number;
  /** Return address and saved frame pointer, in every frame. */
  readonly frameOverhead: number;
  readonly header: number;
  readonly alignment: number;
  readonly maxThreads: number;
}

export const DEFAULT_LAYOUT: Layout = {
  heapBase: 0x1000,
  heapSize: 1024,
  stackTop: 0x10000,
  stackSize: 512,
  guardSize: 64,
  frameOverhead: 16,
  header: 16,
  alignment: 16,
  maxThreads: 4,
};

/** A variable. `pointsTo` is the address it holds, also after that block was freed; null for no address. */
export interface Variable {
  readonly name: string;
  readonly size: number;
  readonly pointsTo: number | null;
}

export interface Frame {
  readonly function: string;
  readonly locals: readonly Variable[];
  /** Addresses: the frame holds [bottom, top). */
  readonly top: number;
  readonly bottom: number;
}

export interface Thread {
  readonly id: number;
  /** Addresses: the stack may use [limit, top); the guard lies just below `limit`. */
  readonly top: number;
  readonly limit: number;
  /** The first is the oldest call. */
  readonly frames: readonly Frame[];
  /** The most bytes its stack ever held. */
  readonly peak: number;
}

/** A run of the heap. `size` includes header and rounding; `asked` is what the program asked for. */
export interface Block {
  readonly address: number;
  readonly size: number;
  readonly asked: number;
  readonly free: boolean;
  /** No variable has held its address since some moment, and it was not freed: nobody can free it any more. */
  readonly leaked: boolean;
  readonly allocatedBy: number | null;
}

export interface ProcessState {
  readonly layout: Layout;
  readonly threads: readonly Thread[];
  readonly globals: readonly Variable[];
  /** By rising address; together they are the whole heap. */
  readonly blocks: readonly Block[];
  readonly nextThread: number;
  /** Why the process ended; null while it runs. */
  readonly ended: 'stack-overflow' | 'invalid-free' | 'exit' | null;
}

/** A process with its main thread inside `main`, and one empty heap. */
export function initialProcess(layout: Layout = DEFAULT_LAYOUT): ProcessState {
  const { heapBase, heapSize } = layout;
  const empty: Block = {
    address: heapBase,
    size: heapSize,
    asked: 0,
    free: true,
    leaked: false,
    allocatedBy: null,
  };
  const main: Thread = { ...stackOf(layout, 1, 0), frames: [frameAt(layout, layout.stackTop, 'main', [])] };
  return {
    layout,
    threads: [{ ...main, peak: layout.frameOverhead }],
    globals: [],
    blocks: [empty],
    nextThread: 2,
    ended: null,
  };
}

/** An empty stack in the given place (0 is the highest). */
export function stackOf(layout: Layout, id: number, place: number): Thread {
  const top = layout.stackTop - place * (layout.stackSize + layout.guardSize);
  return { id, top, limit: top - layout.stackSize, frames: [], peak: 0 };
}

/** The frame of a call that begins at `top`. */
export function frameAt(layout: Layout, top: number, name: string, locals: readonly Variable[]): Frame {
  const size = locals.reduce((sum, local) => sum + local.size, layout.frameOverhead);
  return { function: name, locals, top, bottom: top - size };
}

/** Lowest address in use of a thread's stack. */
export function stackPointer(thread: Thread): number {
  return thread.frames.at(-1)?.bottom ?? thread.top;
}

export interface HeapFigures {
  readonly used: number;
  readonly free: number;
  readonly largestFree: number;
  readonly leaked: number;
  /** Part of the free bytes (0 to 1) that is not in the largest free block. */
  readonly fragmentation: number;
  /** Bytes of headers and rounding in blocks in use. */
  readonly overhead: number;
}

export function heapFigures(state: ProcessState): HeapFigures {
  const sum = (blocks: readonly Block[]): number => blocks.reduce((total, block) => total + block.size, 0);
  const [empty, taken] = [state.blocks.filter((one) => one.free), state.blocks.filter((one) => !one.free)];
  const free = sum(empty);
  const largestFree = empty.reduce((largest, block) => Math.max(largest, block.size), 0);
  return {
    used: sum(taken),
    free,
    largestFree,
    leaked: sum(taken.filter((block) => block.leaked)),
    fragmentation: free === 0 ? 0 : 1 - largestFree / free,
    overhead: taken.reduce((total, block) => total + block.size - block.asked, 0),
  };
}
