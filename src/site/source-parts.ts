// The order of the parts of the text of 2005 in a table: paragraphs by number, then figures by number.

/** Compares two identifiers (`P2`, `Fig. 1`) for `sort`. */
export function bySourcePart(a: string, b: string): number {
  const figure = (id: string): number => (id.startsWith('P') ? 0 : 1);
  return figure(a) - figure(b) || numberOf(a) - numberOf(b);
}

const numberOf = (id: string): number => Number(/\d+/.exec(id)?.[0] ?? 0);
