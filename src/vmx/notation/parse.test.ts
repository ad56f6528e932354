import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnosticText } from '../../catalog/assembler-messages.ts';
import { parseNotation } from './parse.ts';

function errorsOf(source: string): [line: number, column: number, code: string, suggestion: unknown][] {
  return parseNotation(source).errors.map(({ line, column, code, parts }) => [
    line,
    column,
    code,
    parts['suggestion'],
  ]);
}

const GUEST = '\nconvidado A:\n    VMCALL\n';

describe('what is read', () => {
  it('takes mnemonics in any case, words with or without accents, comments', () => {
    const { script } = parseNotation(`vmxon ; entra
      VmClear a
      VMPTRLD A
      vmwrite GUEST_RIP, 0x200000
      VMREAD exit_reason
      AVANÇA
      avanca
      VMXOFF
      convidado A: pacato`);
    expect(script?.steps.map((step) => step.kind)).toEqual([
      'region',
      'region',
      'region',
      'write',
      'read',
      'plain',
      'plain',
      'plain',
    ]);
    expect(script?.guests).toMatchObject([{ letter: 'A', origin: 'catalogue', name: 'pacato' }]);
  });

  it('takes the directives', () => {
    const { script, errors } = parseNotation(`preparar vmxe, revisão
sem preenchimento
região Y: endereço = 0x12008
regiao A: revisao = 0
CR4.VMXE = 1
FEATURE_CONTROL = 5
revisão A = certa
revisao B = 43
VMXON
VMPTRLD Y`);
    expect(errors).toEqual([]);
    expect(script).toMatchObject({
      prepare: { vmxe: true, featureControl: false, revision: true },
      fill: false,
    });
    expect(script?.regions.get('Y')).toEqual({ name: 'Y', address: 0x12008n, revision: null });
    expect(script?.regions.get('A')).toEqual({ name: 'A', address: 0x12000n, revision: 0n });
    expect(script?.steps.map((step) => step.kind)).toEqual([
      'vmxe',
      'feature-control',
      'revision',
      'revision',
      'region',
      'region',
    ]);
  });

  it('gives a machine without guest the quiet one', () => {
    expect(parseNotation('VMXON\nVMPTRLD B').script?.guests).toMatchObject([
      { letter: 'B', origin: 'filled-in', name: 'pacato' },
    ]);
  });

  it('takes the synonyms of fields, numbers and labels of guests', () => {
    const source = `VMREAD EXIT_REASON\nVMREAD VMEXIT_REASON\nVMREAD exit_qualification\nVMREAD 0x4402\nVMWRITE GUEST_RIP, de_novo\nVMWRITE GUEST_RIP, A\nconvidado A:\nde_novo: VMCALL`;
    expect(errorsOf(source)).toEqual([]);
  });
});

describe('what is refused, with line, column and likely slip', () => {
  it.each<[string, [number, number, string, unknown][]]>([
    ['VMPTRDL A', [[1, 1, 'unknown-root-word', 'VMPTRLD']]],
    [
      'VMXON\n  VMCLEER A\nVMLANCH',
      [
        [2, 3, 'unknown-root-word', 'VMCLEAR'],
        [3, 1, 'unknown-root-word', 'VMLAUNCH'],
      ],
    ],
    ['VMREAD EXIT_RESON', [[1, 8, 'unknown-field', 'EXIT_REASON']]],
    ['VMREAD', [[1, 7, 'field-missing', undefined]]],
    ['VMREAD rax', [[1, 8, 'field-not-register', undefined]]],
    ['VMCLEAR', [[1, 8, 'region-missing', undefined]]],
    ['VMCLEAR Q', [[1, 9, 'unknown-region', undefined]]],
    ['VMCLEAR 5', [[1, 9, 'unexpected-token', undefined]]],
    ['VMXOFF A', [[1, 8, 'operand-not-taken', undefined]]],
    ['VMWRITE GUEST_RIP 5', [[1, 19, 'unexpected-token', undefined]]],
    ['VMWRITE GUEST_RIP,', [[1, 19, 'unexpected-end', undefined]]],
    ['VMWRITE GUEST_RIP, rax', [[1, 20, 'value-not-register', undefined]]],
    ['de_novo: VMXON', [[1, 1, 'label-in-root', undefined]]],
    ['VMXON\nJMP x', [[2, 1, 'jump-in-root', undefined]]],
    ['VMXON\nMOV eax, 5', [[2, 1, 'guest-code-in-root', undefined]]],
    ['VMXON\nMOVAPS xmm0, xmm1', [[2, 1, 'foreign-instruction', undefined]]],
    ['VMXON\npreparar nada', [[2, 1, 'directive-too-late', undefined]]],
    ['preparar vmx\nVMXON', [[1, 10, 'unexpected-token', 'vmxe']]],
    ['CR4.VMXE = 2\nVMXON', [[1, 12, 'value-range', undefined]]],
    ['regiao Z: revisao = 0\nVMXON', [[1, 8, 'region-without-address', undefined]]],
    ['VMXON\nconvidado D:\nVMCALL', [[2, 11, 'guest-letter', undefined]]],
    ['VMXON\nconvidado A: pacatto', [[2, 14, 'unknown-guest', 'pacato']]],
    ['VMXON\nconvidado A: HLT', [[2, 14, 'instruction-after-heading', undefined]]],
    ['VMXON\nconvidado A:\nx: NOP\nx: NOP', [[4, 1, 'label-twice', undefined]]],
    ['VMXON\nconvidado A:\nJMP y\nconvidado B:\ny: NOP', [[3, 5, 'label-of-other-guest', undefined]]],
    ['VMXON\nconvidado A:\nlaco: JMP lacco', [[3, 11, 'unknown-symbol', 'laco']]],
    ['', [[1, 1, 'empty-program', undefined]]],
    ['VMXON\u0000', [[1, 6, 'not-text', undefined]]],
    ['\u00ff\u00fe VMXON', [[1, 1, 'unknown-root-word', undefined]]],
  ])('%j', (source, errors) => {
    expect(errorsOf(source)).toEqual(errors);
  });

  it('refuses ten megabytes and endless lines in a moment', () => {
    expect(errorsOf('VMXON\n'.repeat(1_700_000))[0]?.[2]).toBe('source-too-long');
    expect(errorsOf(`VMXON ${'A'.repeat(30_000)}`)[0]?.[2]).toBe('line-too-long');
    expect(errorsOf('VMXON\n'.repeat(1_500)).at(-1)?.[2]).toBe('too-many-steps');
  });

  it('never throws, and has a message for every error', { timeout: 60_000 }, () => {
    const piece = fc.constantFrom(
      'VMXON',
      'VMCLEAR',
      'VMREAD',
      'VMWRITE',
      'A',
      'B',
      'Z',
      ',',
      ':',
      '=',
      'convidado',
      'regiao',
      'revisao',
      'preparar',
      'nada',
      'GUEST_RIP',
      '5',
      'pacato',
      'jmp',
      'x',
      '\n',
      '"',
      '%1',
      '[',
      'endereco',
      'certa',
      'mov',
      'rax',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (words) =>
        parseNotation(words.join(' ')).errors.every(
          (error) => !diagnosticText(error).startsWith('Erro na linha'),
        ),
      ),
      { numRuns: 150, seed: 2005 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) =>
        Array.isArray(parseNotation(text).errors),
      ),
      { numRuns: 300, seed: 2005 },
    );
  });

  it('asks the likely slip in words', () => {
    const [error] = parseNotation(`VMPTRDL A${GUEST}`).errors;
    expect(error && diagnosticText(error)).toBe(
      '“VMPTRDL” não é instrução VMX nem diretiva da notação curta. Você quis dizer “VMPTRLD”?',
    );
  });
});

describe('the length of a program', () => {
  const codes = (source: string) => parseNotation(source, 'p.vmx').errors.map(({ code }) => code);

  it('may be 1000 lines in root, and no more: each becomes some dozens of assembly', () => {
    expect(codes('VMPTRST\n'.repeat(1000))).toEqual([]);
    expect(codes('VMPTRST\n'.repeat(1001))).toEqual(['too-many-steps']);
  });
});
