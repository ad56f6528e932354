// The course's own prose, as a student could paste it: the words of a lesson or a statement without their markup, and the hashes of
// their runs of five words. Pure: whoever reads the files (the terminal, the site's build) hands in their text.

import { hashRuns } from './copy.ts';

/** Paragraphs of an MDX text, without front matter, imports, code, tags and marks. */
export function paragraphsOf(mdx: string): string[] {
  return mdx
    .replace(/\r\n?/g, '\n')
    .replace(/^---\n[^]*?\n---\n/, '')
    .replace(/^(import|export) .*$/gm, '')
    .replace(/^```[^]*?^```$/gm, '\n\n')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*_#>|]/g, ' ')
    .split(/\n\s*\n|\n(?=\s*(?:-|\d+\.) )/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '');
}

/** The hashes of every run of five words of some MDX texts. */
export function courseRuns(texts: readonly string[]): ReadonlySet<number> {
  const runs = new Set<number>();
  for (const text of texts)
    for (const paragraph of paragraphsOf(text)) for (const run of hashRuns(paragraph)) runs.add(run);
  return runs;
}
