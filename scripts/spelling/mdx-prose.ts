// The prose of Markdown and MDX. What is code, an address or in another language is blanked in place; the course writes
// English in italics.
import { blank, byLine, type Piece } from './prose.ts';
import { FRONT_MATTER, yamlProse } from './yaml-prose.ts';

/** Attributes of the course's components that are shown. */
const SHOWN = /\b(?:titulo|texto|legenda|dizia|alt)="([^"]*)"/g;

export function mdxProse(source: string): Piece[] {
  const front = /^---\n([\s\S]*?)\n---\n/.exec(source);
  const data = front ? yamlProse(front[1] ?? '', 2, FRONT_MATTER) : [];
  const text = source
    .replace(/^---\n[\s\S]*?\n---\n/, blank)
    .replace(/^(```|~~~)[\s\S]*?^\1/gm, blank)
    .replace(/^( {4}|\t).*$/gm, (line) => (/^\s*([-*]|\d+\.)\s/.test(line) ? line : blank(line)))
    .replace(/^(import|export) .*$/gm, blank)
    .replace(/<!--[\s\S]*?-->/g, blank)
    .replace(/(`+)[^`][\s\S]*?\1/g, blank)
    .replace(/<(\w+)[^>]*\slang="en"[^>]*>[\s\S]*?<\/\1>/g, blank)
    .replace(/<\/?[A-Za-z](?:"[^"]*"|\{[^}]*\}|[^>"{])*>/g, keepShown)
    .replace(/\{[^}\n]*\}/g, blank)
    .replace(/(?<=\])\([^)\n]*\)/g, blank)
    .replace(/https?:\S+/g, blank)
    .replace(/&#?\w+;/g, blank)
    .replace(/(?<![*\w])\*(?![*\s])(?:[^*\n]|\n(?!\n))+\*(?!\*)/g, blank)
    .replace(/(?<![_\w])_(?![_\s])(?:[^_\n]|\n(?!\n))+_(?![_\w])/g, blank);
  return [...data, ...byLine(text)];
}

/** A tag without all but the values that are shown, each in its place. */
function keepShown(tag: string): string {
  let kept = '';
  for (const match of tag.matchAll(SHOWN)) {
    const value = match[1] ?? '';
    const start = match.index + match[0].length - 1 - value.length;
    kept += blank(tag.slice(kept.length, start)) + value;
  }
  return kept + blank(tag.slice(kept.length));
}
