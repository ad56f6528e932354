// A learner's .vmx program with the VMCLEAR it lacks: before the first VMPTRLD of each machine that never had one.

const COMMAND = /^\s*(?:[^\s:;]+:)?\s*(VMCLEAR|VMPTRLD)\s+([A-Za-z]\w*)\b/i;

/** The text with the lines put in; null where none is lacking. Lines after the first of them have other numbers. */
export function withVmclear(source: string): string | null {
  const seen = new Set<string>();
  const lines = source.split('\n');
  const repaired = lines.flatMap((line) => {
    const [, command = '', machine = ''] = COMMAND.exec(line) ?? [];
    const key = machine.toUpperCase();
    if (command === '' || seen.has(key)) return [line];
    seen.add(key);
    return command.toUpperCase() === 'VMPTRLD' ? [`VMCLEAR ${machine}`, line] : [line];
  });
  return repaired.length === lines.length ? null : repaired.join('\n');
}
