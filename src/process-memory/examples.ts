// Programs to step through: calls and locals, a leak, fragmentation, recursion without end, one stack a thread.
import type { Command } from './commands.ts';

export const EXAMPLES = [
  'calls',
  'leak',
  'fragmentation',
  'endless-recursion',
  'threads',
  'dangling',
] as const;
export type ExampleName = (typeof EXAMPLES)[number];

const call = (name: string, locals: Record<string, number>, thread = 1): Command => ({
  do: 'call',
  thread,
  function: name,
  locals: Object.entries(locals).map(([local, size]) => ({ name: local, size })),
});
const back = (thread = 1): Command => ({ do: 'return', thread });
const allocate = (size: number, into: string, thread = 1): Command => ({
  do: 'allocate',
  thread,
  size,
  into,
});
const free = (pointer: string, thread = 1): Command => ({ do: 'free', thread, pointer });

/** The commands of an example, for a process with the default layout. */
export function exampleCommands(name: ExampleName): Command[] {
  switch (name) {
    case 'calls':
      return [
        call('area', { base: 8, height: 8 }),
        call('multiply', { a: 8, b: 8, result: 8 }),
        back(),
        back(),
      ];
    case 'leak':
      return [1, 2, 3].flatMap(() => [call('read-line', { buffer: 8 }), allocate(100, 'buffer'), back()]);
    case 'fragmentation':
      return [
        call('work', Object.fromEntries([...'abcdefgh'].map((letter) => [letter, 8]))),
        ...[...'abcdefgh'].map((letter) => allocate(112, letter)),
        ...[...'aceg'].map((letter) => free(letter)),
        // 512 bytes are free, but no 200 side by side.
        allocate(200, 'a'),
      ];
    case 'endless-recursion':
      return Array.from({ length: 12 }, () => call('factorial', { n: 8, partial: 24 }));
    case 'threads':
      return [
        { do: 'start-thread', function: 'download', locals: [{ name: 'page', size: 8 }] },
        { do: 'start-thread', function: 'draw', locals: [{ name: 'image', size: 8 }] },
        allocate(64, 'page', 2),
        allocate(128, 'image', 3),
        call('decode', { row: 32 }, 3),
        back(3),
        free('image', 3),
        { do: 'end-thread', thread: 3 },
        { do: 'end-thread', thread: 2 },
      ];
    case 'dangling':
      return [
        call('work', { first: 8, second: 8 }),
        allocate(48, 'first'),
        { do: 'copy', thread: 1, from: 'first', into: 'second' },
        free('first'),
        { do: 'use', thread: 1, pointer: 'second' },
        free('second'),
      ];
  }
}
