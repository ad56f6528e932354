// The memory of a process as a drawing: one heap, and a stack for each thread, both to the same scale.
import { shownName } from '../../catalog/process-memory-texts.ts';
import type { Block, ProcessState, Thread } from '../../process-memory/index.ts';
import { box, drawing, label, shape, type Shape } from '../shared/drawing.ts';

const [WIDTH, TOP, HEIGHT] = [400, 52, 400];
const HEAP = { x: 14, width: 104 };
/** Height below which a rectangle has no room for its text. */
const ROOM = 12;
/** Height below which the text is set smaller. */
const TIGHT = 18;

function heapBlock(block: Block, state: ProcessState): Shape[] {
  const { heapBase, heapSize } = state.layout;
  const scale = HEIGHT / heapSize;
  const [y, height] = [TOP + (block.address - heapBase) * scale, block.size * scale];
  const kind = block.free ? 'free' : block.leaked ? 'lost' : 'used';
  const text = block.free
    ? `livre ${block.size}`
    : block.leaked
      ? `vazou ${block.size}`
      : `${block.size} bytes`;
  const drawn = box(HEAP.x, y + 1, HEAP.width, height - 2, kind);
  return height < ROOM
    ? [drawn]
    : [drawn, label(HEAP.x + 8, y + height / 2 + 4, text, block.leaked ? 'lost' : 'small')];
}

function stack(thread: Thread, place: number, width: number, state: ProcessState): Shape {
  const left = 136 + place * (width + 6);
  const scale = HEIGHT / state.layout.stackSize;
  const y = (address: number): number => TOP + (thread.top - address) * scale;
  const overflowed = state.ended === 'stack-overflow' && thread === fullest(state);
  return shape(
    'g',
    {},
    label(left, 44, `thread ${thread.id}`, 'small'),
    box(left, TOP, width, HEIGHT, 'paper'),
    box(left, TOP + HEIGHT, width, 12, 'guard'),
    ...thread.frames.flatMap((frame, index) => {
      const height = (frame.top - frame.bottom) * scale;
      const drawn = box(
        left + 4,
        y(frame.top) + 1,
        width - 8,
        height - 2,
        index === thread.frames.length - 1 ? 'newest' : 'used',
      );
      const name = shownName(frame.function);
      // A name that does not fit is cut: the table has it whole.
      const fits = Math.floor((width - 16) / 6.6);
      const text = name.length > fits ? `${name.slice(0, fits - 1)}…` : name;
      return height < ROOM
        ? [drawn]
        : [
            drawn,
            label(
              left + 8,
              y(frame.bottom) - height / 2 + (height < TIGHT ? 3.5 : 4),
              text,
              height < TIGHT ? 'tiny' : 'small',
            ),
          ];
    }),
    overflowed
      ? shape('path', {
          class: 'triangle',
          d: `M${left + width / 2} ${TOP + HEIGHT - 16}l9 16h-18z`,
        })
      : null,
  );
}

/** The thread with least room left: the one that overflowed, where one did. */
const fullest = (state: ProcessState): Thread | undefined =>
  state.threads.reduce<Thread | undefined>(
    (best, one) =>
      best === undefined ||
      (one.frames.at(-1)?.bottom ?? one.top) - one.limit <
        (best.frames.at(-1)?.bottom ?? best.top) - best.limit
        ? one
        : best,
    undefined,
  );

/** What the drawing shows, in words. */
export function memoryInWords(state: ProcessState): string {
  const taken = state.blocks.filter((one) => !one.free);
  const stacks = state.threads.map(
    (one) =>
      `a pilha da thread ${one.id}, com ${one.frames.map((frame) => shownName(frame.function)).join(', depois ')}`,
  );
  const heap =
    taken.length === 0
      ? 'o heap está vazio'
      : `no heap, ${taken.length === 1 ? 'um bloco' : `${taken.length} blocos`} em uso, ${taken.filter((one) => one.leaked).length} perdidos`;
  return `Memória do processo: ${[heap, ...stacks].join('; ')}.`;
}

export function memoryMap(state: ProcessState): Shape {
  const places = Math.max(2, state.threads.length);
  const width = Math.min(126, (WIDTH - 136 - 14 - (places - 1) * 6) / places);
  return drawing(
    memoryInWords(state),
    WIDTH,
    TOP + HEIGHT + 46,
    box(1, 1, WIDTH - 2, TOP + HEIGHT + 44, 'frame', 6),
    label(14, 24, 'heap', 'name'),
    label(14, 44, 'um por processo', 'small'),
    label(136, 24, 'pilhas', 'name'),
    label(184, 24, 'uma por thread, crescem para baixo', 'small'),
    box(HEAP.x - 4, TOP - 3, HEAP.width + 8, HEIGHT + 6, 'paper'),
    shape('g', {}, ...state.blocks.flatMap((block) => heapBlock(block, state))),
    ...state.threads.map((thread, index) => stack(thread, index, width, state)),
    label(136, TOP + HEIGHT + 32, 'faixa de baixo: guarda, o fim da pilha', 'small'),
  );
}
