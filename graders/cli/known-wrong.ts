// A known-wrong answer says, in its first lines, which criterion it must fail.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface DeclaredFailure {
  readonly criterion: string;
  /** Identifier of the misconception that must be recognised, if one is named. */
  readonly misconception: string | null;
}

/**
 * Reads `falha:` (and `concepcao:`) from the front matter of a Markdown file or from the first comment lines of a
 * program. Null where nothing is declared.
 */
export function declaredFailure(path: string): DeclaredFailure | null {
  const text = readFileSync(path, 'utf8').replace(/\r\n/g, '\n');
  const matter = /^---\n([\s\S]*?)\n---/.exec(text)?.[1];
  if (matter !== undefined) {
    const fields = parse(matter) as Record<string, unknown> | null;
    const criterion = fields?.['falha'];
    const misconception = fields?.['concepcao'];
    if (typeof criterion !== 'string') return null;
    return { criterion, misconception: typeof misconception === 'string' ? misconception : null };
  }
  const comment = /^;\s*falha:\s*(\S+)/m.exec(text)?.[1];
  return comment === undefined ? null : { criterion: comment, misconception: null };
}
