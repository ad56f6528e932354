// One line of JSON for one file: the facts by name, without their lines.
import type { FactValue, Reading } from './reading.ts';

/** The object printed for a file. Null prototype: a machine may be called `__proto__`. */
export function factsObject(file: string, reading: Reading): Record<string, unknown> {
  const result = Object.create(null) as Record<string, unknown>;
  result['arquivo'] = file;
  result['formato'] = reading.format;
  result['rejeitar'] = reading.rejected;
  result['motivo'] = reading.reason;
  for (const [name, fact] of reading.facts) {
    // A machine called like one of the four keys above keeps its place free of surprises.
    if (Object.hasOwn(result, name)) continue;
    result[name] = fact.value satisfies FactValue | null;
  }
  return result;
}

export function factsLine(file: string, reading: Reading): string {
  return JSON.stringify(factsObject(file, reading));
}
