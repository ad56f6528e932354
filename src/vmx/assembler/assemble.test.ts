import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIAGNOSTIC_CODES, diagnosticLine, diagnosticText } from '../../catalog/assembler-messages.ts';
import { asModule, withFields } from '../../../scripts/vmx-inc-text.ts';
import { assemble, expandSource } from './assemble.ts';
import { VMX_INC } from './vmx-inc.ts';

function hexOf(source: string): string {
  const result = assemble(source);
  if (!result.ok)
    throw new Error(result.errors.map((error) => `${error.line}:${error.column} ${error.code}`).join(', '));
  return Buffer.from(result.program.bytes).toString('hex');
}

function errorsOf(source: string): { line: number; column: number; code: string; suggestion: unknown }[] {
  const result = assemble(source);
  if (result.ok) return [];
  return result.errors.map(({ line, column, code, parts }) => ({
    line,
    column,
    code,
    suggestion: parts['suggestion'],
  }));
}

describe('encodings that NASM chooses', () => {
  // Bytes recorded from NASM 2.16.01.
  it.each([
    ['mov rax, 0x1f000', 'b800f00100'],
    ['mov rax, -1', '48c7c0ffffffff'],
    ['mov rax, 0x123456789', '48b88967452301000000'],
    ['mov [0x1f000], rax', '4889042500f00100'],
    ['mov rax, [qword 0x1f000]', '48a100f0010000000000'],
    ['add eax, 0xffffffff', '83c0ff'],
    ['add ax, 500', '6605f401'],
    ['lea rax, [rax*2]', '488d0400'],
    ['lea rax, [rbp*1+rax]', '488d0428'],
    ['lea rax, [rax+rsp]', '488d0404'],
    ['lea rax, [nosplit rax*2]', '488d044500000000'],
    ['mov ax, [fs:eax]', '6466678b00'],
    ['vmclear [eax]', '67660fc730'],
    ['vmxon [0x1e000]', 'f30fc7342500e00100'],
    ['vmread [rbx], rax', '0f7803'],
    ['vmwrite rax, rbx', '0f79c3'],
    ['xchg eax, eax', '87c0'],
    ['push 0x12345', '6845230100'],
    ['push word 5', '666a05'],
    ['lock xchg eax, [rax]', 'f08700'],
    ['rep outsb', 'f36e'],
    ['mov byte [rel $], 3', 'c605f9ffffff03'],
    ['jmp $', 'ebfe'],
    ['times 3 jmp $', 'ebfeebfcebfa'],
  ])('%s', (source, bytes) => {
    expect(hexOf(source)).toBe(bytes);
  });

  it('starts jumps short and lets them grow', () => {
    expect(hexOf('jmp fim\ntimes 127 nop\nfim:')).toMatch(/^eb7f/);
    expect(hexOf('jmp fim\ntimes 128 nop\nfim:')).toMatch(/^e980000000/);
    expect(hexOf('jz fim\ntimes 200 nop\nfim:')).toMatch(/^0f84c8000000/);
  });

  it('knows sizes of what comes later', () => {
    expect(hexOf('add rax, b-a\na: nop\nb: nop')).toBe('4883c0019090');
  });
});

describe('the recorded corpus', () => {
  const fixture = readFileSync(new URL('./fixtures/nasm-corpus.txt', import.meta.url), 'utf8');
  const rows = fixture
    .trimEnd()
    .split('\n')
    .map((row) => row.split('\t') as [string, string]);

  it('has thousands of lines', () => {
    expect(rows.length).toBeGreaterThan(3000);
  });

  it('gives the bytes that NASM gave, line by line', { timeout: 60_000 }, async () => {
    const { corpusProgram } = await import('../../../scripts/nasm-corpus-lines.ts');
    const result = assemble(corpusProgram(rows.map(([, line]) => line)));
    expect(result.ok ? [] : result.errors.slice(0, 3)).toEqual([]);
    if (!result.ok) return;
    const wrong = rows.filter(([bytes, line], i) => {
      const start = 320 + 32 * i;
      const got = Buffer.from(result.program.bytes.slice(start, start + 32)).toString('hex');
      return !got.startsWith(bytes) && line !== '';
    });
    expect(wrong).toEqual([]);
  });
});

describe('vmx.inc', () => {
  it('is the same text in the file and in the module, with the fields of the table', () => {
    const text = readFileSync(new URL('./vmx.inc', import.meta.url), 'utf8');
    expect(VMX_INC).toBe(text);
    expect(withFields(text)).toBe(text);
    expect(asModule(text)).toBe(readFileSync(new URL('./vmx-inc.ts', import.meta.url), 'utf8'));
  });

  it('leaves the start of the program at the first line, and takes org and bits before or after', () => {
    const first = assemble('%include "vmx.inc"\ninicio: hlt\n');
    expect(first.ok && first.program.symbols.get('inicio')?.value).toBe(0x100000n);
    expect(hexOf('bits 64\norg 0x100000\n%include "vmx.inc"\nhlt')).toBe(
      hexOf('%include "vmx.inc"\norg 0x100000\nhlt'),
    );
  });
});

describe('macros', () => {
  it('have defaults, local labels, repetition and conditions', () => {
    const source = `%macro soma 2-3 7
  mov %1, %2
  %ifnidn %1, rax
  add %1, %3
  %endif
%%aqui: jmp %%aqui
%endmacro
%define CINCO 5
 soma rax, CINCO
 soma rbx, 1
%assign i 1
%rep 3
 db i
%assign i i*2
%endrep`;
    expect(hexOf(source)).toBe('b805000000ebfebb010000004883c307ebfe010204');
    expect(expandSource(source).text).toContain('jmp ..@2.aqui');
  });
});

describe('warnings: what NASM takes, and does otherwise than one may think', () => {
  // Bytes recorded from NASM 2.16.01, which warns here too.
  it.each([
    ['lock mov [rax], ebx', 'f08918', 'lock-not-taken'],
    ['rep add eax, ebx', 'f301d8', 'rep-not-taken'],
    ['lock lock inc dword [rax]', 'f0ff00', 'prefix-twice'],
    ['mov eax, [0x80000000]', '8b042500000080', 'displacement-range'],
    ['mov eax, [byte rax+300]', '8b402c', 'displacement-range'],
    ['add rax, 0x80000001', '480501000080', 'immediate-sign'],
    ['mov al, 300', 'b02c', 'immediate-range'],
    ['default rel\nmov eax, [$$+0x100000000]', '8b05faffffff', 'relative-range'],
  ])('%s', (source, bytes, code) => {
    const result = assemble(source);
    expect(result.ok && Buffer.from(result.program.bytes).toString('hex')).toBe(bytes);
    expect(result.warnings.map((warning) => warning.code)).toEqual([code]);
    expect(diagnosticLine(result.warnings[0]!)).toMatch(/^aviso: programa.asm, linha \d+, coluna \d+: /);
  });
});

describe('errors', () => {
  it('lists all of them, each where it is, with the likely slip', () => {
    expect(errorsOf('vmptrdl [p]\nmov raxx, 5\n  add eax\nx: jmp fimm\nfim: nop')).toEqual([
      { line: 1, column: 1, code: 'unknown-instruction', suggestion: 'vmptrld' },
      { line: 2, column: 5, code: 'unknown-symbol', suggestion: 'rax' },
      { line: 3, column: 7, code: 'operand-count', suggestion: undefined },
      { line: 4, column: 8, code: 'unknown-symbol', suggestion: 'fim' },
    ]);
  });

  it.each([
    ['movaps xmm0, xmm1', 'foreign-instruction'],
    ['bswap eax', 'foreign-instruction'],
    ['mov [rax], 5', 'size-missing'],
    ['mov eax, rbx', 'size-conflict'],
    ['mov ah, r8b', 'high-byte-with-rex'],
    ['a: nop\na: nop', 'label-twice'],
    ['align 0', 'align-not-power'],
    ['align 3', 'align-not-power'],
    ['times 1000000000 db 0', 'count-too-big'],
    ['times -1 nop', 'count-negative'],
    ['resb 1<<40', 'count-too-big'],
    ['org 0x7c00', 'org-unsupported'],
    ['bits 32', 'bits-unsupported'],
    ['jmp short $+1000', 'short-jump-range'],
    ['db 1/0', 'division-by-zero'],
    ['db "abc', 'unterminated-string'],
    ['mov eax, [rax+rbx+rcx]', 'too-many-address-registers'],
    ['mov eax, [rax*3+rbx]', 'bad-scale'],
    ['%if 1\nnop', 'unclosed-if'],
    ['%macro a 0\nnop', 'unclosed-block'],
    ['%macro a 0\na\n%endmacro\na', 'macro-too-deep'],
    ['%rep 100000000\nnop\n%endrep', 'rep-too-many'],
    ['%rep 100000\n%rep 100000\nnop\n%endrep\n%endrep', 'too-many-lines'],
    ['%include "outro.inc"', 'unknown-include'],
    ['lock fs mov [gs:rax], ebx', 'prefix-conflict'],
    ['rep repne outsb', 'prefix-conflict'],
    ['repne call rax', 'repne-not-taken'],
    ['a32 add [rax], ebx', 'address-size-prefix'],
    ['mov eax, [qword rax+5]', 'displacement-size'],
    ['\u0000\u0001', 'not-text'],
    ['section .rodata', 'foreign-section'],
    ['section .bss\ndb 1', 'bytes-in-bss'],
    ['times 2 times 3 nop', 'times-of-directive'],
    ["db -'a'", 'sign-before-text'],
    ['%define a(x) x x\n%define b a(a(a(a(a(a(a(a(1))))))))\ndb b,b,b,b', 'unexpected-token'],
  ])('%s', { timeout: 60_000 }, (source, code) => {
    expect(errorsOf(source).map((error) => error.code)).toContain(code);
  });

  it('stops at a hundred', () => {
    expect(errorsOf('foo bar\n'.repeat(500)).length).toBe(100);
  });

  it('refuses five megabytes at once', () => {
    expect(errorsOf('nop\n'.repeat(1_250_000))).toMatchObject([{ code: 'source-too-long' }]);
  });

  it('have a message for every code of the languages', () => {
    const folder = new URL('../', import.meta.url);
    const sources = [
      ...readdirSync(new URL('assembler', folder)).map((name) => `assembler/${name}`),
      ...readdirSync(new URL('notation', folder)).map((name) => `notation/${name}`),
      'program/load-notation.ts',
    ].filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
    const codes = new Set<string>();
    for (const name of sources) {
      const text = readFileSync(new URL(name, folder), 'utf8');
      for (const [, code] of text.matchAll(
        /(?:new Problem\(\s*|whole\(|warn\(|fatal\((?:raw|line), |code: )'([a-z-]+)'/g,
      ))
        codes.add(code ?? '');
    }
    expect(codes.size).toBeGreaterThan(80);
    expect([...codes].filter((code) => !DIAGNOSTIC_CODES.includes(code))).toEqual([]);
  });

  // What a student would need to read.
  it.each([
    ['push edi', /encontrei EDI.*Você quis dizer “push rdi”\?/],
    ['mov eax, rbx', /Você quis dizer “mov eax, ebx”\?/],
    ['mov [rax], [rbx]', /dois operandos de memória: passe por um registrador/],
    ['mov 5, eax', /O destino vem primeiro/],
    ['mov ds, 5', /passe por AX/],
    ['mov eax, cr0', /registradores de 64 bits, e só com MOV/],
    ['shl eax, ebx', /um número ou CL/],
    ['out 0x3f8, bl', /DX, e o dado fica em AL/],
    ['push [rax]', /ponha word ou qword antes do colchete/],
    ['vmptrld rax', /não aceita RAX. Formas aceitas: memória\./],
    ['vmclear 0x1000', /entre colchetes se é um endereço/],
    ['hlt 5', /HLT não tem operandos; encontrei 1/],
    ['le rax, GUEST_RIP', /ponha a linha %include "vmx.inc"/],
    ['liga_vmx', /ponha a linha %include "vmx.inc"/],
    ['mov eax, GUEST_RIP', /ponha a linha %include "vmx.inc"/],
    ['mov eax, 10%3', /resto de uma divisão/],
    ['mov eax [rbx]', /Falta uma vírgula\?/],
  ])('help: %s', (source, message) => {
    const result = assemble(source);
    expect(result.ok ? '' : result.errors.map(diagnosticText).join(' ')).toMatch(message);
  });

  it('say things in Portuguese', () => {
    const [error] = (() => {
      const result = assemble('bswap eax');
      return result.ok ? [] : result.errors;
    })();
    expect(error && diagnosticText(error)).toBe('NASM conhece BSWAP, este simulador não.');
  });
});

describe('any text', () => {
  const piece = fc.constantFrom(
    'mov', 'rax', 'eax', '[', ']', '+', '*', ',', ':', '(', ')', '-', '1', '0x10', "'a", '"b"', '%macro', '%endmacro', '%rep 3', '%endrep',
    '%if', '%endif', '%define x', '%1', '%%l', 'x', 'times', 'db', 'equ', 'align', 'jmp', '$', '$$', 'dword', 'far', '\n', ' ', ';', '\\', '%', '%include "vmx.inc"', 'vmcs_padrao', 'le',
  ); // prettier-ignore
  it('never makes the assembler throw, and every error has a message', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (parts) => {
        const result = assemble(parts.join(' '));
        if (result.ok) return true;
        return (
          result.errors.length > 0 &&
          result.errors.every((error) => !diagnosticText(error).startsWith('Erro na linha'))
        );
      }),
      { numRuns: 300, seed: 2005 },
    );
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        (source) => typeof assemble(source).ok === 'boolean',
      ),
      { numRuns: 300, seed: 2005 },
    );
  });
});
