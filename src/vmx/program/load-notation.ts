// A .vmx text to a program: parse, expand, assemble, and keep which address belongs to which line.
import { assemble } from '../assembler/assemble.ts';
import type { AssembledProgram } from '../assembler/assemble.ts';
import type { Diagnostic } from '../assembler/diagnostic.ts';
import { expandScript, hasMemory, usedRegions } from '../notation/expand.ts';
import type { ExpandedLine } from '../notation/expand.ts';
import { parseNotation } from '../notation/parse.ts';
import { GUEST_BASES, MAX_GUEST_BYTES } from '../notation/script.ts';
import type { Script } from '../notation/script.ts';
import { AddressMap, codeOf } from './address-map.ts';
import type { ExpansionLine, LoadResult, Program, ProgramRegion, SourcePlace } from './session-types.ts';

const GUEST_MEMORY = 0x10000;

/** Assembly text of a .vmx program, or its errors: what `npm run assemble -- --expand` prints. */
export function expandNotation(
  source: string,
  file: string,
): { readonly text: string | null; readonly errors: readonly Diagnostic[] } {
  const { script, errors } = parseNotation(source, file);
  if (script === null) return { text: null, errors };
  return { text: textOf(expandScript(script, source.split(/\r\n|\n|\r/))), errors: [] };
}

function textOf(lines: readonly ExpandedLine[]): string {
  return lines.map((line) => `${line.text}\n`).join('');
}

/** An error of the expansion, put where the learner wrote what it is about. */
function toSource(diagnostic: Diagnostic, lines: readonly ExpandedLine[], file: string): Diagnostic {
  const expanded = lines[diagnostic.line - 1];
  let column = 1;
  for (const mapped of expanded?.columns ?? []) {
    if (mapped.column <= diagnostic.column) column = mapped.sourceColumn;
  }
  return { ...diagnostic, file, line: expanded?.sourceLine ?? 1, column };
}

export function loadNotation(source: string, file: string): LoadResult {
  const { script, errors } = parseNotation(source, file);
  if (script === null) return { ok: false, errors, warnings: [] };
  const sourceLines = source.split(/\r\n|\n|\r/);
  const expanded = expandScript(script, sourceLines);
  const assembly = textOf(expanded);
  const result = assemble(assembly, file);
  if (!result.ok)
    return { ok: false, errors: result.errors.map((error) => toSource(error, expanded, file)), warnings: [] };
  const tooLong = longGuests(script, result.program, file);
  if (tooLong.length > 0) return { ok: false, errors: tooLong, warnings: [] };
  return { ok: true, program: build(source, sourceLines, file, script, expanded, assembly, result.program) };
}

function symbol(program: AssembledProgram, name: string): number {
  return Number(program.symbols.get(name)?.value ?? 0n);
}

function longGuests(script: Script, program: AssembledProgram, file: string): Diagnostic[] {
  return script.guests.flatMap(({ letter, line }): Diagnostic[] => {
    const size = symbol(program, `convidado_${letter}_limite`) - symbol(program, `convidado_${letter}`);
    if (size <= MAX_GUEST_BYTES) return [];
    return [
      {
        severity: 'error',
        code: 'guest-too-long',
        file,
        line: line ?? 1,
        column: 1,
        length: 1,
        parts: { name: letter, found: size, limit: MAX_GUEST_BYTES },
      },
    ];
  });
}

function build(
  source: string,
  lines: readonly string[],
  file: string,
  script: Script,
  expanded: readonly ExpandedLine[],
  assembly: string,
  assembled: AssembledProgram,
): Program {
  const map = new AddressMap();
  const pieces = expanded.map((): { address: number | null; bytes: number[] } => ({
    address: null,
    bytes: [],
  }));
  const firstOfLine = new Map<number, number>();
  const moved = new Map<string, number>();
  for (const { letter } of script.guests) {
    const base = GUEST_BASES[letter];
    if (hasMemory(letter) && base !== undefined)
      moved.set(letter, base - symbol(assembled, `convidado_${letter}`));
  }
  const included = expanded.findIndex((line) => line.text.startsWith('%include')) + 1;
  for (const entry of assembled.listing) {
    const line = expanded[entry.line - 1];
    if (line === undefined || entry.bytes.length === 0) continue;
    if (entry.line === included) {
      map.add(entry.address, entry.bytes.length, {
        role: 'record',
        line: null,
        assemblyLine: entry.line,
        guest: null,
      });
      continue;
    }
    const piece = pieces[entry.line - 1];
    if (piece !== undefined) {
      piece.address ??= entry.address;
      piece.bytes.push(...entry.bytes);
    }
    const place: SourcePlace = {
      role: line.role,
      line: line.sourceLine,
      assemblyLine: entry.line,
      guest: line.guest,
    };
    const shift = line.guest === null ? undefined : moved.get(line.guest);
    if (shift === undefined) map.add(entry.address, entry.bytes.length, place, codeOf(entry));
    else {
      map.add(entry.address, entry.bytes.length, { ...place, role: 'prepare', guest: null, line: null });
      map.add(entry.address + shift, entry.bytes.length, place, codeOf(entry));
    }
    const first = line.sourceLine;
    if (first !== null && line.guest === null && !firstOfLine.has(first))
      firstOfLine.set(first, entry.address);
  }
  const expansion = expanded.map((line, index): ExpansionLine => {
    const piece = pieces[index];
    return {
      number: index + 1,
      text: line.text,
      role: line.role,
      sourceLine: line.sourceLine,
      address: piece?.address ?? null,
      bytes: Uint8Array.from(piece?.bytes ?? []),
    };
  });
  return {
    notation: 'vmx',
    file,
    source,
    lines,
    bytes: assembled.bytes,
    origin: assembled.origin,
    assembly,
    expansion,
    regions: regionsOf(script, assembled),
    warnings: [],
    place: (address) =>
      map.find(address) ??
      groundPlace(
        address,
        script.guests.map((guest) => guest.letter),
      ),
    instructionAt: (address) => map.instruction(address),
    addressOfLine: (line) => firstOfLine.get(line) ?? null,
  };
}

/** Memory of a guest that its program does not cover: handlers, tables, stack. */
function groundPlace(address: bigint, letters: readonly string[]): SourcePlace | null {
  for (const letter of letters) {
    const base = GUEST_BASES[letter];
    if (base === undefined || address < BigInt(base) || address >= BigInt(base + GUEST_MEMORY)) continue;
    return { role: 'ground', line: null, assemblyLine: null, guest: letter };
  }
  return null;
}

function regionsOf(script: Script, assembled: AssembledProgram): ProgramRegion[] {
  return usedRegions(script).map((name): ProgramRegion => {
    const address = script.regions.get(name)?.address ?? 0n;
    const guest = script.guests.find((candidate) => candidate.letter === name);
    if (guest === undefined) return { name, address, guestStart: null, guest: null };
    const base = hasMemory(name) ? GUEST_BASES[name] : undefined;
    return {
      name,
      address,
      guestStart: BigInt(base ?? symbol(assembled, `convidado_${name}`)),
      guest: { kind: guest.origin, name: guest.name },
    };
  });
}
