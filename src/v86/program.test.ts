import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EXAMPLE_TEXTS, EXAMPLES } from './examples.ts';
import { parseProgram } from './program.ts';

const codes = (text: string): string[] => {
  const result = parseProgram(text);
  return result.ok ? [] : result.problems.map((problem) => `${problem.line} ${problem.code}`);
};

test('reads mnemonics in any case, numbers in three notations, characters, comments and labels', () => {
  const result = parseProgram(
    "start: mov ax, 0x10 ; dezesseis\n  Mov dl, ';' ; ponto e vírgula\r\n jmp START\n int 21h",
  );
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  expect(result.program.instructions.slice(0, 4)).toEqual([
    { op: 'MOV', to: 'AX', from: 16 },
    { op: 'MOV', to: 'DL', from: 59 },
    { op: 'JMP', target: 0 },
    { op: 'INT', vector: 0x21 },
  ]);
  expect(result.program.lines.slice(0, 4)).toEqual([1, 2, 3, 4]);
});

test('a label int_NNh is the handler of that vector; every program ends in CLI, HLT', () => {
  const result = parseProgram('NOP\nint_21h: IRET');
  expect(result.ok && result.program.handlers.get(0x21)).toBe(1);
  expect(result.ok && result.program.instructions.slice(2).map((one) => one.op)).toEqual([
    'CLI',
    'HLT',
    'IRET',
  ]);
});

test('each mistake is named with its line, all of them at once', () => {
  expect(codes('NOP\nMOVE AX, 1\nMOV AX\nMOV AL, 256\nMOV AX, BL\nJMP fora\na:\na: NOP\nINT 300\nCLI AX\nOUT 5, BL')).toEqual([
    '8 duplicate-label', '2 unknown-mnemonic', '3 bad-operand', '4 bad-operand', '5 bad-operand', '6 unknown-label',
    '9 bad-operand', '10 bad-operand', '11 bad-operand',
  ]); // prettier-ignore
  expect(codes('; nada')).toEqual(['1 empty']);
  expect(codes('NOP\n'.repeat(300))).toEqual(['201 too-long']);
});

test('the examples are read, and no text makes the reader throw', () => {
  for (const name of EXAMPLES) expect(codes(EXAMPLE_TEXTS[name])).toEqual([]);
  const piece = fc.constantFrom(
    'MOV',
    'AX',
    ',',
    "'",
    ';',
    ':',
    'INT',
    '21h',
    '\n',
    ' ',
    'int_21h',
    'IRET',
    'ção',
  );
  fc.assert(fc.property(fc.array(piece), (pieces) => typeof parseProgram(pieces.join('')).ok === 'boolean'));
  fc.assert(fc.property(fc.string(), (text) => typeof parseProgram(text).ok === 'boolean'));
});
