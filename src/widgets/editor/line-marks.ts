// What the lab marks on lines: the one that runs next, the one that just ran, those with an error or a warning.
import { StateEffect, StateField, RangeSet, RangeSetBuilder, type Extension } from '@codemirror/state';
import { Decoration, EditorView, GutterMarker, gutter, gutterLineClass, lineNumbers } from '@codemirror/view';
import type { DecorationSet } from '@codemirror/view';
import { toggleBreakpoint } from './breakpoints.ts';

/** Class names by line (1-based). They stand until the next marks: the text may change in between. */
export type LineClasses = ReadonlyMap<number, string>;

class Marked extends GutterMarker {
  override elementClass: string;
  constructor(classes: string) {
    super();
    this.elementClass = classes;
  }
  override eq(other: GutterMarker): boolean {
    return other instanceof Marked && other.elementClass === this.elementClass;
  }
}

function lineClassField() {
  const effect = StateEffect.define<LineClasses>();
  const field = StateField.define<{ readonly lines: DecorationSet; readonly gutter: RangeSet<GutterMarker> }>(
    {
      create: () => ({ lines: Decoration.none, gutter: RangeSet.of<GutterMarker>([]) }),
      update(value, transaction) {
        for (const one of transaction.effects) {
          if (!one.is(effect)) continue;
          const lines = new RangeSetBuilder<Decoration>();
          const marks = new RangeSetBuilder<GutterMarker>();
          const { doc } = transaction.state;
          for (const [number, classes] of [...one.value].sort(([a], [b]) => a - b)) {
            if (number < 1 || number > doc.lines) continue;
            const { from } = doc.line(number);
            lines.add(from, from, Decoration.line({ class: classes }));
            marks.add(from, from, new Marked(classes));
          }
          return { lines: lines.finish(), gutter: marks.finish() };
        }
        if (!transaction.docChanged) return value;
        return { lines: value.lines.map(transaction.changes), gutter: value.gutter.map(transaction.changes) };
      },
      provide: (self) => [
        EditorView.decorations.from(self, ({ lines }) => lines),
        gutterLineClass.from(self, (value) => value.gutter),
      ],
    },
  );
  return { effect, field };
}

const run = lineClassField();
const wrong = lineClassField();

/** Puts the marks of a run: `next`, `last` and the guest's hue. */
export const runMarks = run.effect;
/** Puts the marks of what was found wrong: `wrong`, `warned`. */
export const errorMarks = wrong.effect;

const press = {
  mousedown: (view: EditorView, line: { readonly from: number }, event: Event): boolean => {
    if (!(event instanceof MouseEvent) || event.button !== 0) return false;
    toggleBreakpoint(view, line.from);
    return true;
  },
};

/** The fields and the gutter: a sign (arrow, error) and the number; a press on either is a breakpoint. */
export const lineMarks: Extension = [
  run.field,
  wrong.field,
  gutter({ class: 'signs', renderEmptyElements: true, domEventHandlers: press }),
  lineNumbers({ domEventHandlers: press }),
];
