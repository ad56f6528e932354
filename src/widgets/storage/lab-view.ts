// How a learner left a lab's machine: the open tab and the breakpoints. A convenience: nothing is lost without it.

export interface SavedLabView {
  readonly tab: string;
  /** Lines (1-based) with a breakpoint. */
  readonly lines: readonly number[];
  readonly exit: boolean;
  readonly vmfail: boolean;
  /** Basic exit reasons with a breakpoint. */
  readonly reasons: readonly number[];
}

const MAX_STOPS = 200;
const key = (place: string): string => `vanderpool/1/maquina/${place}`;

/** Null where there is none, or it cannot be read. */
export function readLabView(place: string): SavedLabView | null {
  try {
    const data: unknown = JSON.parse(localStorage.getItem(key(place)) ?? 'null');
    if (typeof data !== 'object' || data === null) return null;
    const { tab, lines, exit, vmfail, reasons } = data as Record<string, unknown>;
    return {
      tab: typeof tab === 'string' ? tab : '',
      lines: numbers(lines),
      exit: exit === true,
      vmfail: vmfail === true,
      reasons: numbers(reasons),
    };
  } catch {
    return null;
  }
}

/** Where the browser keeps nothing, the lab starts as new the next time. */
export function saveLabView(place: string, view: SavedLabView): void {
  try {
    localStorage.setItem(key(place), JSON.stringify(view));
  } catch {
    // Nothing to do: see above.
  }
}

function numbers(value: unknown): number[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter((one): one is number => typeof one === 'number' && Number.isInteger(one) && one >= 0)
    .slice(0, MAX_STOPS);
}
