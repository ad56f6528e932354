// What a program of this model can do, and the events that tell what came of it.
import type { Variable } from './state.ts';

/** A local to make in a frame. */
export interface LocalSpec {
  readonly name: string;
  readonly size: number;
}

/**
 * `into`, `from` and `pointer` name a variable: a local of the thread's newest frame, else a global. A pointer that
 * does not exist yet is made as a global by `allocate` and `copy` only when `global` is true.
 */
export type Command =
  | {
      readonly do: 'call';
      readonly thread: number;
      readonly function: string;
      readonly locals: readonly LocalSpec[];
    }
  | { readonly do: 'return'; readonly thread: number }
  | {
      readonly do: 'allocate';
      readonly thread: number;
      readonly size: number;
      readonly into: string;
      readonly global?: boolean;
    }
  | {
      readonly do: 'copy';
      readonly thread: number;
      readonly from: string;
      readonly into: string;
      readonly global?: boolean;
    }
  /** The variable forgets its address. */
  | { readonly do: 'clear'; readonly thread: number; readonly pointer: string }
  /** Reads or writes what the pointer points to. */
  | { readonly do: 'use'; readonly thread: number; readonly pointer: string }
  | { readonly do: 'free'; readonly thread: number; readonly pointer: string }
  | { readonly do: 'start-thread'; readonly function: string; readonly locals: readonly LocalSpec[] }
  | { readonly do: 'end-thread'; readonly thread: number };

/** Why a command could not be carried out at all; the state stays as it was. */
export type Refusal =
  | 'process-ended'
  | 'unknown-thread'
  | 'unknown-variable'
  | 'variable-too-small'
  | 'bad-size'
  | 'too-many-threads'
  | 'duplicate-name';

export type MemoryEvent =
  | { readonly kind: 'pushed'; readonly thread: number; readonly function: string; readonly bytes: number }
  | { readonly kind: 'popped'; readonly thread: number; readonly function: string; readonly bytes: number }
  /** The frame would reach `address`, inside the guard below `limit` (or beyond it): the process ends. */
  | {
      readonly kind: 'stack-overflow';
      readonly thread: number;
      readonly function: string;
      readonly depth: number;
      readonly address: number;
      readonly limit: number;
    }
  | { readonly kind: 'allocated'; readonly thread: number; readonly address: number; readonly bytes: number }
  /** `fragmented`: enough bytes are free, but not side by side. The variable receives no address. */
  | {
      readonly kind: 'out-of-memory';
      readonly thread: number;
      readonly needed: number;
      readonly free: number;
      readonly cause: 'full' | 'fragmented';
    }
  | { readonly kind: 'freed'; readonly thread: number; readonly address: number; readonly bytes: number }
  /** Variables that still hold the address of a block that was freed, or of a frame's time that is over. */
  | { readonly kind: 'dangling'; readonly address: number; readonly variables: readonly string[] }
  | { readonly kind: 'leaked'; readonly address: number; readonly bytes: number }
  | { readonly kind: 'used'; readonly thread: number; readonly address: number }
  | { readonly kind: 'use-after-free'; readonly thread: number; readonly address: number }
  | { readonly kind: 'null-pointer'; readonly thread: number; readonly pointer: string }
  /** Freed twice, or an address in the middle of a block: the process ends. */
  | { readonly kind: 'invalid-free'; readonly thread: number; readonly address: number }
  | { readonly kind: 'thread-started'; readonly thread: number; readonly top: number; readonly limit: number }
  | { readonly kind: 'thread-ended'; readonly thread: number }
  | { readonly kind: 'process-exited' }
  | { readonly kind: 'refused'; readonly why: Refusal };

/** Bytes of a pointer. */
export const POINTER_SIZE = 8;

export const variable = ({ name, size }: LocalSpec): Variable => ({ name, size, pointsTo: null });
