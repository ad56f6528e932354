// Lines about regions of memory: VMXON, VMCLEAR, VMPTRLD (SDM vol. 3, 30.3) and the directives `regiao`, `revisao`.
import type { Token } from '../assembler/lexer.ts';
import { Problem } from '../assembler/problem.ts';
import { addStep } from './draft.ts';
import type { Draft } from './draft.ts';
import { fold } from './fold.ts';
import type { LineReader } from './line-reader.ts';
import { GUEST_LETTERS } from './script.ts';

/** What stands where a region's name does: a letter or VMXON. `name`: who asks, for the message. */
function regionWord(line: LineReader, name: string): { readonly word: string; readonly token: Token } {
  const token = line.next('id', 'region');
  const word = fold(token.text);
  if (!/^[A-Z]$/.test(word) && word !== 'VMXON')
    throw new Problem('region-expected', token, {
      found: token.text,
      name,
      expected: [...GUEST_LETTERS, 'VMXON'],
    });
  return { word, token };
}

/** A region that must exist by the end of the program. */
function usedRegion(line: LineReader, draft: Draft, name: string): string {
  const { word, token } = regionWord(line, name);
  if (!draft.used.has(word)) draft.used.set(word, { line: line.number, token });
  return word;
}

export function regionInstruction(
  line: LineReader,
  draft: Draft,
  instruction: 'VMXON' | 'VMCLEAR' | 'VMPTRLD',
): void {
  if (line.token === undefined && instruction !== 'VMXON')
    throw new Problem('region-missing', line.end, {
      name: instruction,
      found: '',
      expected: [...GUEST_LETTERS],
    });
  const region = line.token === undefined ? 'VMXON' : usedRegion(line, draft, instruction);
  line.finish();
  addStep(draft, { kind: 'region', instruction, region, line: line.number });
}

/** `regiao X: endereco = ..., revisao = ...` */
export function regionDirective(line: LineReader, draft: Draft): void {
  const { word, token } = regionWord(line, 'regiao');
  line.operator(':', 'colon');
  let { address, revision } = draft.regions.get(word) ?? { address: null, revision: null };
  do {
    const property = line.keyword('revisao', 'endereco');
    line.operator('=', 'equals');
    if (property === 'ENDERECO') address = line.next('num', 'number').value ?? 0n;
    else revision = revisionValue(line);
  } while (line.accept(','));
  line.finish();
  if (address === null)
    throw new Problem('region-without-address', token, { found: word, expected: ['endereco'] });
  draft.regions.set(word, { name: word, address, revision });
}

/** `revisao X = ...`, a line of the program that runs. */
export function revisionLine(line: LineReader, draft: Draft): void {
  const region = usedRegion(line, draft, 'revisao');
  line.operator('=', 'equals');
  const value = revisionValue(line);
  line.finish();
  addStep(draft, { kind: 'revision', region, value, line: line.number });
}

function revisionValue(line: LineReader): bigint | 'right' {
  const token = line.token;
  if (token?.kind === 'id' && fold(token.text) === 'CERTA') {
    line.skip();
    return 'right';
  }
  const value = line.next('num', 'certa', 'number');
  if ((value.value ?? 0n) > 0xffff_ffffn)
    throw new Problem('value-range', value, { found: value.text, expected: ['32 bits'] });
  return value.value ?? 0n;
}
