// The words of the preprocessor: those taken here, and those NASM knows besides. NASM manual, chapter 4.
import type { DiagnosticParts } from './diagnostic.ts';
import { suggest } from './suggest.ts';

export const DIRECTIVES = [
  '%define', '%idefine', '%xdefine', '%ixdefine', '%undef', '%assign', '%iassign', '%strlen', '%substr', '%include',
  '%macro', '%imacro', '%endmacro', '%endm', '%exitmacro', '%rep', '%endrep', '%exitrep', '%rotate', '%error',
  '%warning', '%fatal', '%if', '%ifdef', '%ifndef', '%ifmacro', '%ifidn', '%ifidni', '%ifnum', '%ifid', '%ifstr',
  '%ifempty', '%ifn', '%ifnidn', '%ifnidni', '%ifnnum', '%ifnid', '%ifnstr', '%ifnempty', '%ifnmacro',
  '%elif', '%elifdef', '%elifndef', '%elifidn', '%elifnum', '%else', '%endif',
]; // prettier-ignore

/** Directives of NASM that this subset leaves out. */
export const FOREIGN = new Set(
  (
    '%push %pop %repl %arg %local %stacksize %use %pragma %line %clear %deftok %defstr %strcat %pathsearch %depend ' +
    '%unmacro %unimacro %rmacro %irmacro %ifctx %ifenv %iftoken %ifusing %ifusable %comment %endcomment %aliases ' +
    '%note %require %idefalias %defalias %undefalias %idefstr %ideftok %pathsearch %arg %iarg %ifdefalias'
  ).split(' '),
);

/** The likely slip, where one word is near another. */
export function suggestion(word: string, candidates: Iterable<string>): DiagnosticParts {
  const likely = suggest(word, candidates);
  return likely === null || likely === word ? {} : { suggestion: likely };
}
