// Numbers as programs write them in several countries: 0.78, 0,78, 1,552, 1.552, 1 552.

export interface LocalizedNumber {
  readonly value: number;
  /** The decimal separator that was seen; null where the number shows none. */
  readonly decimal: '.' | ',' | null;
}

/**
 * A last separator before one or two digits (or, in `decimals` columns, any number of them) is the decimal one;
 * groups of three digits are thousands. Null where the text is no number or the separators contradict each other.
 */
export function localizedNumber(text: string, decimals = false): LocalizedNumber | null {
  const clean = text
    .trim()
    .replace(/%$/, '')
    .replace(/[\s\u00a0\u202f']/g, '');
  if (/^\d{1,15}$/.test(clean)) return { value: Number(clean), decimal: null };
  const found = /^(\d[\d.,]*)([.,])(\d+)$/.exec(clean);
  if (!found) return null;
  const [, whole = '', separator = '', last = ''] = found;
  const others = new Set(whole.replace(/\d/g, ''));
  if (others.size > 1) return null;
  const grouped = (digits: string, by: string) =>
    digits.split(by).every((group, index) => (index === 0 ? /^\d{1,3}$/ : /^\d{3}$/).test(group));
  if (others.has(separator)) {
    return grouped(`${whole}${separator}${last}`, separator)
      ? { value: Number(`${whole}${last}`.replaceAll(separator, '')), decimal: null }
      : null;
  }
  if (others.size === 0 && last.length === 3 && !decimals) {
    return grouped(`${whole}${separator}${last}`, separator)
      ? { value: Number(whole + last), decimal: null }
      : null;
  }
  const [thousands] = others;
  if (thousands !== undefined && !grouped(whole, thousands)) return null;
  const digits = thousands === undefined ? whole : whole.replaceAll(thousands, '');
  return { value: Number(`${digits}.${last}`), decimal: separator === '.' ? '.' : ',' };
}
