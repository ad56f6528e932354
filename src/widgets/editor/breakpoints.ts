// Breakpoints: lines where a run stops. They stay with their text while it is edited.
import { RangeSet, StateEffect, StateField } from '@codemirror/state';
import type { ChangeDesc, EditorState, Extension } from '@codemirror/state';
import { EditorView, GutterMarker, gutterLineClass, keymap } from '@codemirror/view';

/** Turns the breakpoint of the line that begins at this position on or off. */
const toggled = StateEffect.define<number>({ map: (position, changes) => changes.mapPos(position) });

class Stop extends GutterMarker {
  override elementClass = 'stop';
}
const stop = new Stop();

const stops = StateField.define<RangeSet<GutterMarker>>({
  create: () => RangeSet.of<GutterMarker>([]),
  update(value, transaction) {
    let next = value;
    if (transaction.docChanged) {
      // A line that was joined to another takes its breakpoint along; one deleted from end to end loses it.
      const { changes, startState, state } = transaction;
      const kept = startsOf(next)
        .map((start) => startState.doc.lineAt(start))
        .filter(({ from, to }) => !isDeleted(changes, from, Math.min(to + 1, startState.doc.length)))
        .map(({ from }) => state.doc.lineAt(changes.mapPos(from, 1)).from);
      next = rangesAt(new Set(kept));
    }
    for (const effect of transaction.effects) {
      if (!effect.is(toggled)) continue;
      const starts = new Set(startsOf(next));
      if (!starts.delete(effect.value)) starts.add(effect.value);
      next = rangesAt(starts);
    }
    return next;
  },
  provide: (field) => gutterLineClass.from(field),
});

/** Whether one change took away everything from `from` to `to`. */
function isDeleted(changes: ChangeDesc, from: number, to: number): boolean {
  let deleted = false;
  changes.iterChangedRanges((start, end) => {
    deleted ||= start <= from && end >= to && end > start;
  });
  return deleted;
}

function rangesAt(starts: ReadonlySet<number>): RangeSet<GutterMarker> {
  return RangeSet.of(
    [...starts].sort((a, b) => a - b).map((start) => stop.range(start)),
    true,
  );
}

function startsOf(set: RangeSet<GutterMarker>): number[] {
  const starts: number[] = [];
  for (const at = set.iter(); at.value !== null; at.next()) starts.push(at.from);
  return starts;
}

/** The lines (1-based) with a breakpoint, in order. */
export function breakpointLines(state: EditorState): number[] {
  return startsOf(state.field(stops)).map((start) => state.doc.lineAt(start).number);
}

/** Turns the breakpoint of the line at a position on or off, and says so. */
export function toggleBreakpoint(view: EditorView, position: number): boolean {
  const line = view.state.doc.lineAt(position);
  const on = !breakpointLines(view.state).includes(line.number);
  view.dispatch({
    effects: [
      toggled.of(line.from),
      EditorView.announce.of(
        on ? `Parada ligada na linha ${line.number}.` : `Parada desligada na linha ${line.number}.`,
      ),
    ],
  });
  return true;
}

/** Puts breakpoints on exactly these lines (1-based; lines that do not exist are left out), without a word. */
export function setBreakpoints(view: EditorView, lines: readonly number[]): void {
  const now = breakpointLines(view.state);
  const { doc } = view.state;
  const wanted = lines.filter((line) => line >= 1 && line <= doc.lines);
  const differing = [
    ...now.filter((line) => !wanted.includes(line)),
    ...wanted.filter((line) => !now.includes(line)),
  ];
  view.dispatch({ effects: differing.map((line) => toggled.of(doc.line(line).from)) });
}

/** The state, the key F9, and `onChange` whenever the lines with a breakpoint are others. */
export function breakpoints(onChange: (lines: readonly number[]) => void): Extension {
  return [
    stops,
    keymap.of([{ key: 'F9', run: (view) => toggleBreakpoint(view, view.state.selection.main.head) }]),
    EditorView.updateListener.of((update) => {
      const before = breakpointLines(update.startState);
      const now = breakpointLines(update.state);
      if (before.join() !== now.join()) onChange(now);
    }),
  ];
}
