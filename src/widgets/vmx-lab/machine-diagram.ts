// The live diagram of the article's Figure 4: outside VMX operation, root, the non-root of each guest. The processor
// is a chip that moves; entries are solid arrows, exits dashed ones, and those of the last step light up.
import type { Mode } from '../../vmx/index.ts';
import { s, setText } from '../shared/dom.ts';

/** A place of the diagram: a band, or one guest's room. */
export interface DiagramPlace {
  readonly mode: Mode;
  readonly guest: string | null;
}

/** What the last step did, as far as the drawing shows it. `label` is at most two short lines. */
export type DiagramMark =
  | {
      readonly kind: 'entry' | 'exit';
      readonly guest: string | null;
      readonly label: readonly [string, string];
    }
  | { readonly kind: 'vmx-on' | 'vmx-off' }
  | { readonly kind: 'vmfail' | 'exception'; readonly at: DiagramPlace; readonly label: string };

export interface DiagramState {
  readonly place: DiagramPlace;
  readonly marks: readonly DiagramMark[];
  /** Letters of the guests that the program has. */
  readonly guests: readonly string[];
  /** The whole picture in one sentence, for who does not see it. */
  readonly description: string;
}

interface Room {
  readonly group: SVGGElement;
  readonly entry: SVGGElement;
  readonly exit: SVGGElement;
  readonly pill: SVGGElement;
  readonly x: number;
}

const WIDTH = 340;
const ROOM = { width: 104, height: 76, y: 24 };
const ROOT_Y = 200;
const OUTSIDE_Y = 322;
const MOVE_MS = 450;

export class MachineDiagram {
  readonly element: SVGSVGElement;
  readonly #rooms = new Map<string, Room>();
  readonly #layer = s('g');
  readonly #root = s('g', { class: 'band-box root' });
  readonly #outside = s('g', { class: 'band-box outside' });
  readonly #on = arrow('plain', [34, OUTSIDE_Y - 2], [34, ROOT_Y + 66]);
  readonly #off = arrow('plain', [206, ROOT_Y + 66], [206, OUTSIDE_Y - 2]);
  readonly #chip: SVGGElement;
  readonly #fault = s('g', { class: 'fault' });
  #at: readonly [number, number] = [0, 0];

  constructor() {
    this.#root.append(
      s('rect', { x: 2, y: ROOT_Y, width: WIDTH - 4, height: 64, rx: 6 }),
      s('text', { class: 'band', x: 16, y: ROOT_Y + 27 }, 'root'),
      s('text', { class: 'label', x: 16, y: ROOT_Y + 48 }, 'monitor (VMM)'),
    );
    this.#outside.append(
      s('rect', { x: 2, y: OUTSIDE_Y, width: WIDTH - 4, height: 48, rx: 6 }),
      s('text', { class: 'band', x: 16, y: OUTSIDE_Y + 30 }, 'fora da operação VMX'),
    );
    this.#chip = chip();
    this.element = s(
      'svg',
      { class: 'diagram', viewBox: `0 0 ${WIDTH} 372`, role: 'img', 'aria-label': 'Diagrama da máquina' },
      s('text', { class: 'band', x: 4, y: 15 }, 'não-root'),
      this.#layer,
      this.#root,
      this.#outside,
      this.#on,
      s('text', { class: 'code', x: 48, y: 298 }, 'VMXON'),
      this.#off,
      s('text', { class: 'code', x: 220, y: 298 }, 'VMXOFF'),
      this.#fault,
      this.#chip,
    );
    this.#setRooms(['A', 'B', 'C']);
  }

  /** Draws a state. With `moving` the chip travels to its new place, unless the reader asked for less motion. */
  draw(state: DiagramState, moving: boolean): void {
    const shown = [...new Set(['A', 'B', 'C', ...state.guests])].slice(0, 3);
    // More than three guests: the one that runs must be among those drawn.
    const running = state.place.guest;
    if (running !== null && !shown.includes(running)) shown[2] = running;
    if (shown.some((letter) => !this.#rooms.has(letter))) this.#setRooms(shown);

    for (const [letter, room] of this.#rooms) {
      room.group.classList.toggle('unused', !state.guests.includes(letter));
      room.group.classList.toggle('here', state.place.mode === 'non-root' && state.place.guest === letter);
      room.entry.classList.remove('lit');
      room.exit.classList.remove('lit');
      room.pill.replaceChildren();
    }
    this.#root.classList.toggle('here', state.place.mode === 'root');
    this.#outside.classList.toggle('here', state.place.mode === 'outside');
    this.#on.classList.remove('lit');
    this.#off.classList.remove('lit');
    this.#fault.replaceChildren();
    for (const mark of state.marks) this.#mark(mark);
    this.#moveChip(this.#position(state.place), moving);
    this.element.setAttribute('aria-label', state.description);
  }

  #mark(mark: DiagramMark): void {
    switch (mark.kind) {
      case 'vmx-on':
        this.#on.classList.add('lit');
        return;
      case 'vmx-off':
        this.#off.classList.add('lit');
        return;
      case 'entry':
      case 'exit': {
        const room = this.#rooms.get(mark.guest ?? '') ?? [...this.#rooms.values()][0];
        if (room === undefined) return;
        room[mark.kind].classList.add('lit');
        drawPill(room, mark.kind, mark.label);
        return;
      }
      case 'vmfail':
      case 'exception':
        drawFault(this.#fault, mark.kind, mark.label, this.#faultPosition(mark.at));
    }
  }

  #setRooms(letters: readonly string[]): void {
    this.#layer.replaceChildren();
    this.#rooms.clear();
    letters.forEach((letter, index) => {
      const x = 2 + index * 116;
      const hue = ['a', 'b', 'c'][index] ?? 'a';
      const entry = arrow('entry', [x + 24, ROOT_Y - 2], [x + 24, 102]);
      const exit = arrow('exit', [x + 80, 102], [x + 80, ROOT_Y - 2]);
      const pill = s('g', { class: 'pill' });
      const name = s('text', { class: 'small', x: x + 10, y: 88 }, 'convidado');
      const group = s(
        'g',
        { class: `room guest-${hue}` },
        s('rect', { class: 'box', x, y: ROOM.y, width: ROOM.width, height: ROOM.height, rx: 6 }),
        s('text', { class: 'letter', x: x + 10, y: 66 }, letter),
        name,
        entry,
        exit,
        pill,
      );
      this.#layer.append(group);
      this.#rooms.set(letter, { group, entry, exit, pill, x });
    });
  }

  #position(place: DiagramPlace): readonly [number, number] {
    if (place.mode === 'outside') return [WIDTH - 62, OUTSIDE_Y + 8];
    if (place.mode === 'root') return [WIDTH - 62, ROOT_Y + 16];
    const room = this.#rooms.get(place.guest ?? '') ?? [...this.#rooms.values()][0];
    return [(room?.x ?? 2) + 46, ROOM.y + 10];
  }

  #faultPosition(place: DiagramPlace): readonly [number, number] {
    const [x, y] = this.#position(place);
    return place.mode === 'non-root' ? [x - 40, 108] : [x - 122, y];
  }

  #moveChip(to: readonly [number, number], moving: boolean): void {
    const from = this.#at;
    this.#at = to;
    this.#chip.setAttribute('transform', `translate(${to[0]} ${to[1]})`);
    for (const running of this.#chip.getAnimations()) running.cancel();
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (!moving || still || (from[0] === to[0] && from[1] === to[1])) return;
    // Up and down along the guest's arrows, and sideways only inside root: between two guests there is no way.
    const corner = [Math.min(from[0], to[0]), Math.max(from[1], to[1])] as const;
    const way = from[0] === to[0] ? [from, to] : [from, corner, to];
    this.#chip.animate(
      way.map(([x, y]) => ({ transform: `translate(${x}px, ${y}px)` })),
      { duration: MOVE_MS, easing: 'cubic-bezier(0.3, 0, 0.2, 1)' },
    );
  }
}

/** A vertical arrow: shaft and tip. */
function arrow(
  kind: 'entry' | 'exit' | 'plain',
  from: readonly [number, number],
  to: readonly [number, number],
) {
  const up = to[1] < from[1] ? 1 : -1;
  const neck = to[1] + 11 * up;
  return s(
    'g',
    { class: `arrow ${kind}` },
    s('path', { class: 'shaft', d: `M${from[0]} ${from[1]}V${neck}` }),
    s('path', { class: 'tip', d: `M${to[0]} ${to[1]}L${to[0] - 7} ${neck}H${to[0] + 7}Z` }),
  );
}

/** The processor: a chip with pins. */
function chip(): SVGGElement {
  const pins = [10, 24, 38].flatMap((x) => [`M${x} -4V0`, `M${x} 28V32`]).join('');
  return s(
    'g',
    { class: 'chip' },
    s('path', { class: 'pins', d: pins }),
    s('rect', { x: 0, y: 0, width: 48, height: 28, rx: 4 }),
    s('text', { x: 24, y: 19, 'text-anchor': 'middle' }, 'CPU'),
  );
}

/** What went through the arrows of a guest: two lines over them. */
function drawPill(room: Room, kind: 'entry' | 'exit', [first, second]: readonly [string, string]): void {
  // Entry below, exit above: a step that does both shows both.
  const y = kind === 'entry' ? 150 : 112;
  const text = (line: string, dy: number, name: string): SVGTextElement =>
    s('text', { class: name, x: room.x + 52, y: y + dy, 'text-anchor': 'middle' }, line);
  room.pill.append(
    s('rect', { class: `plate ${kind}`, x: room.x - 2, y, width: 108, height: 36, rx: 4 }),
    text(first, 15, 'small'),
    text(second.length > 13 ? `${second.slice(0, 12)}…` : second, 30, 'code'),
  );
}

/** VMfail: a bar that stops; exception: a triangle. The label says which. */
function drawFault(
  group: SVGGElement,
  kind: 'vmfail' | 'exception',
  label: string,
  [x, y]: readonly [number, number],
): void {
  const sign =
    kind === 'vmfail'
      ? s('path', { class: 'bar', d: `M${x + 9} ${y + 7}V${y + 25}M${x + 15} ${y + 16}H${x + 22}` })
      : s('path', { class: 'triangle', d: `M${x + 14} ${y + 6}L${x + 23} ${y + 23}H${x + 5}Z` });
  const text = s('text', { x: x + 28, y: y + 21 });
  setText(text, label);
  group.append(s('rect', { class: `plate ${kind}`, x, y, width: 112, height: 32, rx: 4 }), sign, text);
  group.setAttribute('class', `fault ${kind}`);
}
