// A .asm text to a program: assemble, and keep which address belongs to which line and to which macro of vmx.inc.
import { assemble } from '../assembler/assemble.ts';
import type { AssembledProgram } from '../assembler/assemble.ts';
import { AddressMap, codeOf } from './address-map.ts';
import { BUILT_IN_REGIONS, GUEST_BASES } from '../notation/script.ts';
import type { LoadResult, PartRole, ProgramRegion, SourcePlace } from './session-types.ts';

/** What a line that calls one of these macros does. */
const MACRO_ROLES: Readonly<Record<string, PartRole>> = {
  vmcs_padrao: 'fill',
  vmcs_campos: 'fill',
  guarda_regs: 'save-registers',
  repoe_regs: 'load-registers',
  registra: 'record',
};

function macroRole(text: string): PartRole {
  const word = /^\s*(?:[^\s:;]+:)?\s*([A-Za-z_]+)/.exec(text)?.[1] ?? '';
  return MACRO_ROLES[word] ?? 'line';
}

export function loadAssembly(source: string, file: string): LoadResult {
  const result = assemble(source, file);
  if (!result.ok) return { ok: false, errors: result.errors, warnings: result.warnings };
  const { program } = result;
  const lines = source.split(/\r\n|\n|\r/);
  const map = new AddressMap();
  const firstOfLine = new Map<number, number>();
  for (const entry of program.listing) {
    if (entry.bytes.length === 0) continue;
    const text = lines[entry.line - 1] ?? '';
    const included = /^\s*%include\b/i.test(text);
    const place: SourcePlace = included
      ? { role: 'record', line: null, assemblyLine: entry.line, guest: null }
      : {
          role: entry.depth > 0 ? macroRole(text) : 'line',
          line: entry.line,
          assemblyLine: entry.line,
          guest: null,
        };
    map.add(entry.address, entry.bytes.length, place, codeOf(entry));
    if (!included && !firstOfLine.has(entry.line)) firstOfLine.set(entry.line, entry.address);
  }
  return {
    ok: true,
    program: {
      notation: 'asm',
      file,
      source,
      lines,
      bytes: program.bytes,
      origin: program.origin,
      assembly: source,
      expansion: null,
      regions: regionsOf(source, program),
      warnings: result.warnings,
      place: (address) => map.find(address),
      instructionAt: (address) => map.instruction(address),
      addressOfLine: (line) => firstOfLine.get(line) ?? null,
    },
  };
}

/** The regions of the memory map that the text names, with where their guest starts as far as `vmcs_padrao` tells. */
function regionsOf(source: string, program: AssembledProgram): ProgramRegion[] {
  const code = source.replace(/;.*$/gm, '');
  const starts = new Map<string, bigint>();
  for (const [, start = '', letter = 'A'] of code.matchAll(
    /\bvmcs_padrao\s+([\w.]+)\s*,[^,\n]+(?:,\s*([A-Da-d]))?/g,
  )) {
    const value = program.symbols.get(start)?.value;
    if (value !== undefined) starts.set(letter.toUpperCase(), value);
  }
  const regions: ProgramRegion[] = [];
  for (const [name, address] of Object.entries(BUILT_IN_REGIONS)) {
    const lower = name.toLowerCase();
    const named = name === 'VMXON' ? /\bp_vmxon\b|\bvmxon_a\b/ : new RegExp(`\\b(?:p|vmcs)_${lower}\\b`);
    if (name !== 'VMXON' && !named.test(code)) continue;
    const guestStart =
      name === 'VMXON' ? null : (starts.get(name) ?? BigInt(GUEST_BASES[name] ?? GUEST_BASES['A'] ?? 0));
    regions.push({ name, address, guestStart, guest: name === 'VMXON' ? null : { kind: 'written', name } });
  }
  return regions;
}
