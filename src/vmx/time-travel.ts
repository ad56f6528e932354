// Going to any step of a run, backwards or forwards, exactly. Checkpoints hold the processor's state and the pages
// that changed; between two of them the machine, which is deterministic, simply runs again. When there are too many,
// every other one is dropped, so that memory stays bounded however long the program runs.
import type { Machine } from './machine.ts';
import type { RunOptions, RunResult } from './machine-types.ts';
import * as L from './cpu/layout.ts';
import { selectSpace } from './cpu/paging.ts';

const PAGE = 4096;
const DEFAULT_INTERVAL = 1024;
const DEFAULT_MAX_CHECKPOINTS = 48;
/** Bytes of saved pages above which checkpoints are thinned. */
const DEFAULT_MAX_BYTES = 24 << 20;

export interface TimeTravelOptions {
  /** Steps between checkpoints at first; it doubles with every thinning. */
  readonly interval?: number;
  readonly maxCheckpoints?: number;
  readonly maxBytes?: number;
}

interface Checkpoint {
  readonly step: number;
  /** The buffer up to the page flags: registers, VMX state, local APIC. */
  readonly state: Uint8Array;
  /** Pages that changed since the checkpoint before, by page number. */
  pages: Map<number, Uint8Array>;
}

export class TimeTravel {
  readonly #machine: Machine;
  readonly #maxCheckpoints: number;
  readonly #maxBytes: number;
  #interval: number;
  #checkpoints: Checkpoint[] = [];
  /** Pages as they were at the first checkpoint, for those that changed later. */
  readonly #first: Uint8Array;

  /** The present state of the machine becomes the earliest one that can be gone back to. */
  constructor(machine: Machine, options: TimeTravelOptions = {}) {
    this.#machine = machine;
    this.#interval = options.interval ?? DEFAULT_INTERVAL;
    this.#maxCheckpoints = Math.max(2, options.maxCheckpoints ?? DEFAULT_MAX_CHECKPOINTS);
    this.#maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
    const { cpu } = machine;
    this.#first = cpu.u8.slice(L.RAM, L.RAM + cpu.ramBytes);
    this.#forgetChanges();
    this.#checkpoints.push(this.#take());
  }

  /** The earliest step that can be gone back to. */
  get start(): number {
    return this.#checkpoints[0]!.step;
  }

  get step(): number {
    return this.#machine.steps;
  }

  /** Number of checkpoints kept, and bytes of pages they hold. */
  get size(): { readonly checkpoints: number; readonly bytes: number } {
    let bytes = 0;
    for (const { pages } of this.#checkpoints) bytes += pages.size * PAGE;
    return { checkpoints: this.#checkpoints.length, bytes };
  }

  /** Runs forwards like Machine.run, leaving checkpoints on the way. */
  run(budget: number, options: RunOptions = {}): RunResult {
    let done = 0;
    for (;;) {
      const last = this.#checkpoints.at(-1)!.step;
      const toNext = last + this.#interval - this.step;
      const slice = Math.min(budget - done, toNext > 0 ? toNext : this.#interval);
      const result = this.#machine.run(slice, options);
      done += result.steps;
      if (this.step >= last + this.#interval && result.status !== 'ended') this.#addCheckpoint();
      if (result.status !== 'budget' || done >= budget) return { ...result, steps: done };
    }
  }

  /** Goes to a step, back or forth. False when the program ends before it (the machine is then at its end). */
  goTo(step: number): boolean {
    if (step < this.start) throw new RangeError(`step ${step} is before the first one kept (${this.start})`);
    const index = this.#lastUpTo(step);
    const checkpoint = this.#checkpoints[index]!;
    const ahead = this.step <= step && this.step >= checkpoint.step;
    if (!ahead) this.#restore(index);
    if (this.step < step) this.run(step - this.step);
    return this.step >= step;
  }

  /** Index of the last checkpoint not after `step`. */
  #lastUpTo(step: number): number {
    let low = 0;
    let high = this.#checkpoints.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#checkpoints[middle]!.step <= step) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #forgetChanges(): void {
    const { u8 } = this.#machine.cpu;
    for (let i = L.PAGE_FLAGS; i < L.RAM; i++) if (u8[i] !== 0) u8[i]! &= ~L.PAGE_DIRTY;
  }

  #take(): Checkpoint {
    const { cpu } = this.#machine;
    cpu.sync();
    const pages = new Map<number, Uint8Array>();
    const count = cpu.ramBytes / PAGE;
    for (let page = 0; page < count; page++)
      if ((cpu.u8[L.PAGE_FLAGS + page]! & L.PAGE_DIRTY) !== 0)
        pages.set(page, cpu.u8.slice(L.RAM + page * PAGE, L.RAM + (page + 1) * PAGE));
    this.#forgetChanges();
    return { step: cpu.steps, state: cpu.u8.slice(0, L.PAGE_FLAGS), pages };
  }

  #addCheckpoint(): void {
    this.#checkpoints.push(this.#take());
    while (
      this.#checkpoints.length > this.#maxCheckpoints ||
      (this.size.bytes > this.#maxBytes && this.#checkpoints.length > 2)
    )
      this.#thin();
  }

  /** Drops every other checkpoint but the first and the last; its pages pass to the next one that is kept. */
  #thin(): void {
    const kept: Checkpoint[] = [];
    let carried = new Map<number, Uint8Array>();
    this.#checkpoints.forEach((checkpoint, index) => {
      const pages = new Map([...carried, ...checkpoint.pages]);
      if (index % 2 === 0 || index === this.#checkpoints.length - 1) {
        checkpoint.pages = pages;
        kept.push(checkpoint);
        carried = new Map();
      } else carried = pages;
    });
    this.#checkpoints = kept;
    this.#interval *= 2;
  }

  /** Puts the machine at a checkpoint. */
  #restore(index: number): void {
    const { cpu } = this.#machine;
    const changed = new Set<number>();
    const count = cpu.ramBytes / PAGE;
    for (let page = 0; page < count; page++)
      if ((cpu.u8[L.PAGE_FLAGS + page]! & L.PAGE_DIRTY) !== 0) changed.add(page);
    for (const { pages } of this.#checkpoints) for (const page of pages.keys()) changed.add(page);
    for (const page of changed) cpu.u8.set(this.#pageAt(page, index), L.RAM + page * PAGE);
    const checkpoint = this.#checkpoints[index]!;
    // What comes later will be found again by running.
    this.#checkpoints.length = index + 1;
    cpu.u8.set(checkpoint.state, 0);
    cpu.reload();
    this.#forgetChanges();
    selectSpace(cpu);
  }

  /** A page as it was at a checkpoint. */
  #pageAt(page: number, index: number): Uint8Array {
    for (let i = index; i > 0; i--) {
      const saved = this.#checkpoints[i]!.pages.get(page);
      if (saved !== undefined) return saved;
    }
    return this.#first.subarray(page * PAGE, (page + 1) * PAGE);
  }
}
