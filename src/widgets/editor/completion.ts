// The list of what can be written at the cursor, as CodeMirror shows it, each with its line of explanation.
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
} from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import type { NotationName } from '../../vmx/program/session-types.ts';
import { h } from '../shared/dom.ts';
import { suggestionsAt, type Suggestion } from './suggestions.ts';
import { wordHelp } from './word-help.ts';

/** Instructions are written in capitals or not, as the learner began. */
const FOLLOWS_CASE = /^instrução/;

/** The completion of a notation, for CodeMirror. While typing it waits for two letters; Ctrl+Space does not wait. */
export function completion(notation: NotationName): CompletionSource {
  return (context: CompletionContext): CompletionResult | null => {
    const { doc } = context.state;
    const line = doc.lineAt(context.pos);
    const found = suggestionsAt(doc.toString(), line.number - 1, context.pos - line.from, notation);
    if (found === null) return null;
    const word = line.text.slice(found.from, context.pos - line.from);
    if (!context.explicit && word.length < 2) return null;
    const capitals = word === '' ? notation === 'vmx' : /^[A-Z]/.test(word);
    return {
      from: line.from + found.from,
      options: found.options.map((one) => asCompletion(one, capitals)),
      validFor: /^[%\p{L}\d_.]*$/u,
    };
  };
}

function asCompletion({ label, detail, boost, apply }: Suggestion, capitals: boolean): Completion {
  if (apply !== undefined) return { label, displayLabel: apply, detail, apply };
  const shown = FOLLOWS_CASE.test(detail) && capitals ? label.toUpperCase() : label;
  return { label: shown, detail, ...(boost === undefined ? {} : { boost }) };
}

/** The line of explanation of a suggestion; empty for the program's own names. */
export function explanation(label: string, notation: NotationName): string {
  const help = wordHelp(label.split(' ')[0] ?? label, notation);
  return help?.line ?? help?.text ?? '';
}

/** The list as CodeMirror shows it. Nothing is chosen until an arrow key chooses: Enter stays a new line. */
export function completing(notation: NotationName): Extension {
  return autocompletion({
    override: [completion(notation)],
    selectOnOpen: false,
    icons: false,
    addToOptions: [
      {
        position: 90,
        render: ({ label, displayLabel }) =>
          h('span', { class: 'explanation' }, explanation(displayLabel ?? label, notation)),
      },
    ],
  });
}
