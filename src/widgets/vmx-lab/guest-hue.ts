// Each guest has one hue everywhere: the first three of a program, in the order of their letters.

/** `a`, `b` or `c` (the hues of tokens.css), or null for what is no guest or comes after the third. */
export function guestHue(name: string | null, guests: readonly string[]): 'a' | 'b' | 'c' | null {
  if (name === null) return null;
  const own = ({ A: 'a', B: 'b', C: 'c' } as const)[name];
  if (own !== undefined) return own;
  const index = [...new Set(['A', 'B', 'C', ...guests])].indexOf(name);
  return index === 3 ? 'c' : null;
}
