import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bytesNeeded,
  DEFAULT_LAYOUT,
  exampleCommands,
  EXAMPLES,
  heapFigures,
  initialProcess,
  perform,
  play,
  stackPointer,
  type Command,
  type MemoryEvent,
  type ProcessState,
} from './index.ts';

const kinds = (events: readonly MemoryEvent[]): string[] => events.map((event) => event.kind);
const ending = (commands: readonly Command[]): ProcessState => {
  const last = play(initialProcess(), commands).at(-1);
  if (last === undefined) throw new Error('no step');
  return last.state;
};
const eventsOf = (commands: readonly Command[]): MemoryEvent[] =>
  play(initialProcess(), commands).flatMap((step) => step.events);

test('a call takes its locals and 16 bytes from the stack, downwards, and the return gives them back', () => {
  const steps = play(initialProcess(), exampleCommands('calls'));
  const pointers = steps.map(({ state }) => {
    const [main] = state.threads;
    return main === undefined ? null : DEFAULT_LAYOUT.stackTop - stackPointer(main);
  });
  expect(pointers).toEqual([16, 48, 88, 48, 16]);
  expect(steps.at(-1)?.state.threads[0]?.peak).toBe(88);
});

test('a frame fills the stack to the last byte; one byte more meets the guard and ends the process', () => {
  const room = DEFAULT_LAYOUT.stackSize - 2 * DEFAULT_LAYOUT.frameOverhead;
  const call = (size: number): Command => ({
    do: 'call',
    thread: 1,
    function: 'f',
    locals: [{ name: 'v', size }],
  });
  expect(ending([call(room)]).ended).toBeNull();
  expect(ending([call(room + 1)]).ended).toBe('stack-overflow');
});

test('recursion without end overflows at the depth that the sizes give', () => {
  const overflow = eventsOf(exampleCommands('endless-recursion')).find(
    (event) => event.kind === 'stack-overflow',
  );
  // 512 bytes: 16 for main, 48 a call: ten calls fit, the eleventh (frame 12 with main) does not.
  expect(overflow).toMatchObject({ depth: 12, thread: 1, function: 'factorial' });
  expect(eventsOf(exampleCommands('endless-recursion')).at(-1)).toEqual({
    kind: 'refused',
    why: 'process-ended',
  });
});

test('a function that returns with the only pointer leaks the block; the heap stays taken', () => {
  const events = eventsOf(exampleCommands('leak'));
  expect(events.filter((event) => event.kind === 'leaked')).toHaveLength(3);
  expect(heapFigures(ending(exampleCommands('leak'))).leaked).toBe(3 * bytesNeeded(DEFAULT_LAYOUT, 100));
});

test('a pointer that outlives the call in a global keeps the block from leaking, until it is cleared', () => {
  const commands: Command[] = [
    { do: 'call', thread: 1, function: 'f', locals: [{ name: 'p', size: 8 }] },
    { do: 'allocate', thread: 1, size: 10, into: 'p' },
    { do: 'copy', thread: 1, from: 'p', into: 'keep', global: true },
    { do: 'return', thread: 1 },
  ];
  expect(kinds(eventsOf(commands))).not.toContain('leaked');
  const clear: Command = { do: 'clear', thread: 1, pointer: 'keep' };
  expect(kinds(eventsOf([...commands, clear]))).toContain('leaked');
});

test('a fragmented heap refuses what its free bytes would hold; freed neighbours are joined', () => {
  const commands = exampleCommands('fragmentation');
  expect(eventsOf(commands).at(-1)).toMatchObject({ kind: 'out-of-memory', cause: 'fragmented', free: 512 });
  expect(heapFigures(ending(commands.slice(0, -1))).fragmentation).toBe(0.75);
  const freeB: Command = { do: 'free', thread: 1, pointer: 'b' };
  const joined = ending([...commands.slice(0, -1), freeB]);
  expect(heapFigures(joined).largestFree).toBe(384);
  expect(kinds(perform(joined, { do: 'allocate', thread: 1, size: 200, into: 'a' }).events)).toContain(
    'allocated',
  );
});

test('a full heap is another cause, and the variable receives no address', () => {
  const { state, events } = perform(initialProcess(), {
    do: 'allocate',
    thread: 1,
    size: DEFAULT_LAYOUT.heapSize,
    into: 'p',
    global: true,
  });
  expect(events).toEqual([{ kind: 'out-of-memory', thread: 1, needed: 1040, free: 1024, cause: 'full' }]);
  expect(state.globals[0]?.pointsTo).toBeNull();
});

test('first fit takes the first hole that is large enough, not the best', () => {
  const make = (letters: string, sizes: number[]): Command[] =>
    [...letters].map((into, i) => ({ do: 'allocate', thread: 1, size: sizes[i] ?? 16, into, global: true }));
  const commands: Command[] = [
    ...make('abcd', [144, 16, 48, 16]),
    { do: 'free', thread: 1, pointer: 'a' },
    { do: 'free', thread: 1, pointer: 'c' },
  ];
  const [first] = perform(ending(commands), {
    do: 'allocate',
    thread: 1,
    size: 48,
    into: 'e',
    global: true,
  }).events;
  expect(first).toMatchObject({ kind: 'allocated', address: DEFAULT_LAYOUT.heapBase + 16 });
});

test('each thread has its own stack, all share the heap; a thread that ends leaves its blocks behind', () => {
  const events = eventsOf(exampleCommands('threads'));
  const started = events.filter((event) => event.kind === 'thread-started');
  expect(new Set(started.map((event) => event.top)).size).toBe(2);
  expect(events.filter((event) => event.kind === 'leaked')).toHaveLength(1);
  const end = ending(exampleCommands('threads'));
  expect(end.threads.map((thread) => thread.id)).toEqual([1]);
  expect(heapFigures(end).leaked).toBe(bytesNeeded(DEFAULT_LAYOUT, 64));
});

test('after a free every copy of the pointer dangles: using it is use after free, freeing it again ends all', () => {
  const events = eventsOf(exampleCommands('dangling'));
  expect(events.find((event) => event.kind === 'dangling')?.variables).toEqual(['first', 'second']);
  expect(kinds(events).slice(-2)).toEqual(['use-after-free', 'invalid-free']);
});

test('what makes no sense is refused and changes nothing', () => {
  const start = initialProcess();
  const cases: [Command, string][] = [
    [{ do: 'return', thread: 9 }, 'unknown-thread'],
    [{ do: 'free', thread: 1, pointer: 'x' }, 'unknown-variable'],
    [{ do: 'allocate', thread: 1, size: 8, into: 'x' }, 'unknown-variable'],
    [{ do: 'allocate', thread: 1, size: 0, into: 'x', global: true }, 'bad-size'],
    [{ do: 'allocate', thread: 1, size: Number.NaN, into: 'x', global: true }, 'bad-size'],
    [{ do: 'call', thread: 1, function: 'f', locals: [{ name: 'v', size: -1 }] }, 'bad-size'],
    [{ do: 'call', thread: 1, function: 'f', locals: [{ name: 'v', size: 8 }, { name: 'v', size: 8 }] }, 'duplicate-name'], // prettier-ignore
  ];
  for (const [command, why] of cases)
    expect(perform(start, command)).toEqual({ state: start, events: [{ kind: 'refused', why }] });
  const small = ending([{ do: 'call', thread: 1, function: 'f', locals: [{ name: 'v', size: 4 }] }]);
  expect(perform(small, { do: 'allocate', thread: 1, size: 8, into: 'v' }).events).toEqual([
    { kind: 'refused', why: 'variable-too-small' },
  ]);
});

const thread = fc.integer({ min: 1, max: 4 });
const name = fc.constantFrom('p', 'q', 'r');
const locals = fc.constantFrom([], [{ name: 'p', size: 8 }], [{ name: 'q', size: 8 }, { name: 'v', size: 40 }]); // prettier-ignore
const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ do: fc.constant('call' as const), thread, function: name, locals }),
  fc.record({ do: fc.constant('return' as const), thread: fc.integer({ min: 2, max: 4 }) }),
  fc.record({ do: fc.constant('allocate' as const), thread, size: fc.integer({ min: 1, max: 300 }), into: name, global: fc.boolean() }), // prettier-ignore
  fc.record({ do: fc.constant('copy' as const), thread, from: name, into: name, global: fc.boolean() }),
  fc.record({ do: fc.constant('clear' as const), thread, pointer: name }),
  fc.record({ do: fc.constant('free' as const), thread, pointer: name }),
  fc.record({ do: fc.constant('start-thread' as const), function: name, locals }),
  fc.record({ do: fc.constant('end-thread' as const), thread: fc.integer({ min: 2, max: 4 }) }),
);

test('whatever a program does, the blocks tile the heap, frames tile the stacks, nothing overlaps', () => {
  fc.assert(
    fc.property(fc.array(anyCommand, { maxLength: 60 }), (commands) => {
      for (const { state } of play(initialProcess(), commands)) {
        let address = DEFAULT_LAYOUT.heapBase;
        let previousFree = false;
        for (const block of state.blocks) {
          expect(block.address).toBe(address);
          expect(block.size).toBeGreaterThan(0);
          expect(block.free && previousFree).toBe(false);
          previousFree = block.free;
          address += block.size;
        }
        expect(address).toBe(DEFAULT_LAYOUT.heapBase + DEFAULT_LAYOUT.heapSize);
        for (const one of state.threads) {
          let top = one.top;
          for (const frame of one.frames) {
            expect(frame.top).toBe(top);
            top = frame.bottom;
          }
          expect(top).toBeGreaterThanOrEqual(one.limit);
        }
        const byTop = [...state.threads].sort((a, b) => b.top - a.top);
        byTop.slice(1).forEach((below, index) => {
          expect(below.top).toBeLessThanOrEqual((byTop[index]?.limit ?? 0) - DEFAULT_LAYOUT.guardSize);
        });
      }
    }),
  );
});

test('the examples run as their names say and never ask for what does not exist', () => {
  for (const example of EXAMPLES) {
    const reasons = eventsOf(exampleCommands(example)).flatMap((event) =>
      event.kind === 'refused' ? [event.why] : [],
    );
    expect(reasons.filter((why) => why !== 'process-ended')).toEqual([]);
  }
});
