// One command on a process: the new state and what happened. The old state is untouched, so a page can go back.
import {
  POINTER_SIZE,
  variable,
  type Command,
  type LocalSpec,
  type MemoryEvent,
  type Refusal,
} from './commands.ts';
import { allocate, blockAt, release } from './heap.ts';
import {
  frameAt,
  heapFigures,
  stackOf,
  stackPointer,
  type ProcessState,
  type Thread,
  type Variable,
} from './state.ts';

export interface Step {
  readonly state: ProcessState;
  readonly events: readonly MemoryEvent[];
}

/** Largest size of a local or a request, in bytes. */
export const LARGEST_SIZE = 1 << 30;

const refused = (state: ProcessState, why: Refusal): Step => ({ state, events: [{ kind: 'refused', why }] });
const isSize = (size: number): boolean => Number.isSafeInteger(size) && size > 0 && size <= LARGEST_SIZE;

function localsProblem(locals: readonly LocalSpec[]): Refusal | null {
  if (!locals.every((local) => isSize(local.size))) return 'bad-size';
  return new Set(locals.map((local) => local.name)).size < locals.length ? 'duplicate-name' : null;
}

function withThread(state: ProcessState, thread: Thread): ProcessState {
  return { ...state, threads: state.threads.map((one) => (one.id === thread.id ? thread : one)) };
}

/** Every variable that the process can still name, in any thread. */
function allVariables(state: ProcessState): Variable[] {
  return [
    ...state.globals,
    ...state.threads.flatMap((thread) => thread.frames.flatMap((frame) => frame.locals)),
  ];
}

/** Marks blocks whose address no variable holds any more, and tells of each once. */
function markLeaks(state: ProcessState, events: readonly MemoryEvent[]): Step {
  if (state.ended !== null) return { state, events };
  const held = new Set(allVariables(state).map((one) => one.pointsTo));
  const lost = state.blocks.filter(
    (block) => !block.free && !block.leaked && !held.has(block.address + state.layout.header),
  );
  if (lost.length === 0) return { state, events };
  const blocks = state.blocks.map((block) => (lost.includes(block) ? { ...block, leaked: true } : block));
  const told = lost.map((block): MemoryEvent => ({
    kind: 'leaked',
    address: block.address,
    bytes: block.size,
  }));
  return { state: { ...state, blocks }, events: [...events, ...told] };
}

function push(state: ProcessState, thread: Thread, name: string, specs: readonly LocalSpec[]): Step {
  const frame = frameAt(state.layout, stackPointer(thread), name, specs.map(variable));
  const bytes = frame.top - frame.bottom;
  if (frame.bottom < thread.limit) {
    const depth = thread.frames.length + 1;
    const [address, limit] = [frame.bottom, thread.limit];
    return {
      state: { ...state, ended: 'stack-overflow' },
      events: [{ kind: 'stack-overflow', thread: thread.id, function: name, depth, address, limit }],
    };
  }
  const peak = Math.max(thread.peak, thread.top - frame.bottom);
  return {
    state: withThread(state, { ...thread, frames: [...thread.frames, frame], peak }),
    events: [{ kind: 'pushed', thread: thread.id, function: name, bytes }],
  };
}

function endThread(state: ProcessState, thread: Thread, before: readonly MemoryEvent[]): Step {
  const events: MemoryEvent[] = [...before, { kind: 'thread-ended', thread: thread.id }];
  const threads = state.threads.filter((one) => one.id !== thread.id);
  // The main thread ends the process, as returning from main does; the system takes all its memory back.
  if (thread.id === 1)
    return {
      state: { ...state, threads: [], ended: 'exit' },
      events: [...events, { kind: 'process-exited' }],
    };
  return { state: { ...state, threads }, events };
}

function pop(state: ProcessState, thread: Thread): Step {
  const frame = thread.frames.at(-1);
  if (frame === undefined) return endThread(state, thread, []);
  const popped: MemoryEvent = {
    kind: 'popped',
    thread: thread.id,
    function: frame.function,
    bytes: frame.top - frame.bottom,
  };
  const left = { ...thread, frames: thread.frames.slice(0, -1) };
  const next = withThread(state, left);
  return left.frames.length === 0 ? endThread(next, left, [popped]) : { state: next, events: [popped] };
}

function find(state: ProcessState, thread: Thread, name: string): Variable | undefined {
  const isIt = (one: Variable): boolean => one.name === name;
  return thread.frames.at(-1)?.locals.find(isIt) ?? state.globals.find(isIt);
}

/** The state in which the variable holds the address; a reason when it cannot. */
function hold(
  state: ProcessState,
  thread: Thread,
  name: string,
  address: number | null,
  makeGlobal: boolean,
): ProcessState | Refusal {
  const known = find(state, thread, name);
  if (known === undefined) {
    if (!makeGlobal) return 'unknown-variable';
    return { ...state, globals: [...state.globals, { name, size: POINTER_SIZE, pointsTo: address }] };
  }
  if (known.size < POINTER_SIZE) return 'variable-too-small';
  const set = (list: readonly Variable[]): Variable[] =>
    list.map((one) => (one === known ? { ...one, pointsTo: address } : one));
  const frames = thread.frames.map((frame, index) =>
    index === thread.frames.length - 1 ? { ...frame, locals: set(frame.locals) } : frame,
  );
  return withThread({ ...state, globals: set(state.globals) }, { ...thread, frames });
}

function request(state: ProcessState, thread: Thread, command: Extract<Command, { do: 'allocate' }>): Step {
  if (!isSize(command.size)) return refused(state, 'bad-size');
  const { blocks, address, needed } = allocate(state.blocks, state.layout, command.size, thread.id);
  const next = hold({ ...state, blocks }, thread, command.into, address, command.global ?? false);
  if (typeof next === 'string') return refused(state, next);
  if (address !== null)
    return { state: next, events: [{ kind: 'allocated', thread: thread.id, address, bytes: needed }] };
  const { free } = heapFigures(state);
  const cause = free >= needed ? 'fragmented' : 'full';
  return { state: next, events: [{ kind: 'out-of-memory', thread: thread.id, needed, free, cause }] };
}

function giveBack(state: ProcessState, thread: Thread, pointer: Variable): Step {
  const address = pointer.pointsTo;
  if (address === null)
    return { state, events: [{ kind: 'null-pointer', thread: thread.id, pointer: pointer.name }] };
  const block = blockAt(state.blocks, state.layout, address);
  if (block === undefined)
    return {
      state: { ...state, ended: 'invalid-free' },
      events: [{ kind: 'invalid-free', thread: thread.id, address }],
    };
  const holders = allVariables(state).filter((one) => one.pointsTo === address);
  const events: MemoryEvent[] = [
    { kind: 'freed', thread: thread.id, address, bytes: block.size },
    // Freeing does not change the variables: all of them, also the one used to free, now dangle.
    { kind: 'dangling', address, variables: holders.map((one) => one.name) },
  ];
  return { state: { ...state, blocks: release(state.blocks, block) }, events };
}

function use(state: ProcessState, thread: Thread, pointer: Variable): Step {
  const address = pointer.pointsTo;
  if (address === null)
    return { state, events: [{ kind: 'null-pointer', thread: thread.id, pointer: pointer.name }] };
  const kind = blockAt(state.blocks, state.layout, address) ? 'used' : 'use-after-free';
  return { state, events: [{ kind, thread: thread.id, address }] };
}

function startThread(state: ProcessState, name: string, locals: readonly LocalSpec[]): Step {
  const { layout, threads, nextThread } = state;
  if (threads.length >= layout.maxThreads) return refused(state, 'too-many-threads');
  const taken = new Set(threads.map((one) => one.top));
  let place = 0;
  while (taken.has(stackOf(layout, nextThread, place).top)) place++;
  const thread = stackOf(layout, nextThread, place);
  const pushed = push(
    { ...state, threads: [...threads, thread], nextThread: nextThread + 1 },
    thread,
    name,
    locals,
  );
  const { id, top, limit } = thread;
  return { ...pushed, events: [{ kind: 'thread-started', thread: id, top, limit }, ...pushed.events] };
}

function carryOut(state: ProcessState, thread: Thread, command: Command): Step {
  switch (command.do) {
    case 'call':
      return push(state, thread, command.function, command.locals);
    case 'return':
      return pop(state, thread);
    case 'end-thread':
      return endThread(state, thread, []);
    case 'allocate':
      return request(state, thread, command);
    case 'start-thread':
      return startThread(state, command.function, command.locals);
    case 'copy':
    case 'clear': {
      const source = command.do === 'copy' ? find(state, thread, command.from) : { pointsTo: null };
      if (source === undefined) return refused(state, 'unknown-variable');
      const target = command.do === 'copy' ? command.into : command.pointer;
      const makeGlobal = command.do === 'copy' && (command.global ?? false);
      const next = hold(state, thread, target, source.pointsTo, makeGlobal);
      return typeof next === 'string' ? refused(state, next) : { state: next, events: [] };
    }
    case 'use':
    case 'free': {
      const pointer = find(state, thread, command.pointer);
      if (pointer === undefined) return refused(state, 'unknown-variable');
      return command.do === 'use' ? use(state, thread, pointer) : giveBack(state, thread, pointer);
    }
  }
}

/** Carries out one command. One that makes no sense is answered by a `refused` event and changes nothing. */
export function perform(state: ProcessState, command: Command): Step {
  if (state.ended !== null) return refused(state, 'process-ended');
  const problem = 'locals' in command ? localsProblem(command.locals) : null;
  if (problem !== null) return refused(state, problem);
  const id = 'thread' in command ? command.thread : 1;
  const thread = state.threads.find((one) => one.id === id);
  if (thread === undefined) return refused(state, 'unknown-thread');
  const { state: next, events } = carryOut(state, thread, command);
  return markLeaks(next, events);
}

/** Every state of a program in turn, the first before its first command: a page steps along this list. */
export function play(start: ProcessState, commands: readonly Command[]): Step[] {
  const steps: Step[] = [{ state: start, events: [] }];
  for (const command of commands) steps.push(perform(steps.at(-1)?.state ?? start, command));
  return steps;
}
