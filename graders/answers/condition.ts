// When a level of a criterion holds: "a", "a e b", "2 de: a, b, c", "a e 2 de: b, c", "a sem b".

export type Condition =
  | { readonly kind: 'concept'; readonly id: string }
  | { readonly kind: 'all'; readonly parts: readonly Condition[] }
  | { readonly kind: 'count'; readonly least: number; readonly ids: readonly string[] }
  | { readonly kind: 'without'; readonly part: Condition; readonly id: string };

export type ParsedCondition =
  { readonly ok: true; readonly condition: Condition } | { readonly ok: false; readonly error: string };

/** Reads a condition over the concepts in `names`. */
export function parseCondition(source: string, names: ReadonlySet<string>): ParsedCondition {
  const parts: Condition[] = [];
  let without: string | null = null;
  const [positive = '', negative] = source.split(/\s+sem\s+/);
  const unknown = (id: string): ParsedCondition => ({ ok: false, error: `conceito desconhecido "${id}".` });
  if (negative !== undefined) {
    without = negative.trim();
    if (!names.has(without)) return unknown(without);
  }
  for (const piece of positive.split(/\s+e\s+/)) {
    const count = /^(\d+)\s+de:\s*(.+)$/.exec(piece.trim());
    if (count) {
      const ids = (count[2] ?? '').split(',').map((id) => id.trim());
      for (const id of ids) if (!names.has(id)) return unknown(id);
      const least = Number(count[1]);
      if (least < 1 || least > ids.length)
        return { ok: false, error: `"${piece}" pede ${least} de ${ids.length} conceitos.` };
      parts.push({ kind: 'count', least, ids });
    } else {
      const id = piece.trim();
      if (!names.has(id)) return unknown(id);
      parts.push({ kind: 'concept', id });
    }
  }
  const first = parts[0];
  if (first === undefined) return { ok: false, error: 'condição vazia.' };
  const all: Condition = parts.length === 1 ? first : { kind: 'all', parts };
  return { ok: true, condition: without === null ? all : { kind: 'without', part: all, id: without } };
}

/** The concepts that make the condition hold, or null when it does not. */
export function holds(condition: Condition, found: ReadonlySet<string>): readonly string[] | null {
  switch (condition.kind) {
    case 'concept':
      return found.has(condition.id) ? [condition.id] : null;
    case 'count': {
      const present = condition.ids.filter((id) => found.has(id));
      return present.length >= condition.least ? present : null;
    }
    case 'all': {
      const used: string[] = [];
      for (const part of condition.parts) {
        const ids = holds(part, found);
        if (ids === null) return null;
        used.push(...ids);
      }
      return used;
    }
    case 'without':
      return found.has(condition.id) ? null : holds(condition.part, found);
  }
}
