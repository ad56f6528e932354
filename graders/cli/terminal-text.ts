// Text that came from a learner, made safe to print: nothing in it can drive the terminal or turn a line around.
import { stripVTControlCharacters } from 'node:util';

/** The text without control characters, at most `limit` characters of it. */
export function safeText(text: string, limit = Infinity): string {
  const safe = stripVTControlCharacters(text)
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim();
  return safe.length > limit ? `${safe.slice(0, limit - 1)}…` : safe;
}
