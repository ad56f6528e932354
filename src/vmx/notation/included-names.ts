// Names that a .vmx program has without writing them: what vmx.inc defines.
import { assemble } from '../assembler/assemble.ts';

let includeSymbols: ReadonlySet<string> | null = null;

/** Names that vmx.inc gives: constants and labels. */
export function includedNames(): ReadonlySet<string> {
  if (includeSymbols === null) {
    const result = assemble('%include "vmx.inc"\n');
    includeSymbols = new Set(result.ok ? result.program.symbols.keys() : []);
  }
  return includeSymbols;
}
