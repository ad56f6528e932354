import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnswerFile } from './answer-file.ts';

describe('readAnswerFile', () => {
  it('separates front matter from text and blanks the instructions', () => {
    const text = '---\nexercicio: "2"\nnome: Ana\n---\n<!-- escreva\nabaixo -->\nUm físico, dois lógicos.\n';
    const read = readAnswerFile('resposta.md', text);
    expect(read).toEqual({
      ok: true,
      value: {
        fields: { exercicio: '2', nome: 'Ana' },
        body: '\n\nUm físico, dois lógicos.\n',
        bodyLine: 5,
      },
    });
  });

  it('takes a file without front matter as an answer', () => {
    expect(readAnswerFile('r.md', 'só texto')).toEqual({
      ok: true,
      value: { fields: {}, body: 'só texto', bodyLine: 1 },
    });
  });

  it('names file and line of a front matter that is not closed or cannot be read', () => {
    expect(readAnswerFile('r.md', '---\nnome: Ana\n')).toMatchObject({
      ok: false,
      error: { file: 'r.md', line: 1 },
    });
    const broken = readAnswerFile('r.md', '---\nturma: A\nnome: "Ana\n---\ntexto');
    expect(broken).toMatchObject({ ok: false, error: { file: 'r.md' } });
    expect(!broken.ok && broken.error.line).toBeGreaterThan(1);
    expect(readAnswerFile('r.md', '---\n- a\n- b\n---\n')).toMatchObject({ ok: false, error: { line: 2 } });
  });

  it('refuses aliases instead of expanding them', () => {
    const bomb = '---\na: &a [x, x]\nb: [*a, *a]\n---\n';
    expect(readAnswerFile('r.md', bomb)).toMatchObject({ ok: false });
  });

  it('never throws and never loses the number of lines', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const read = readAnswerFile('r.md', text);
        if (read.ok) {
          expect(read.value.bodyLine - 1 + read.value.body.split('\n').length).toBe(text.split('\n').length);
        }
      }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('---', '<!--', '-->', 'a: 1', ': :', '"', '- x', '&a', '*a', '{')),
        (parts) => {
          expect(() => readAnswerFile('r.md', ['---', ...parts].join('\n'))).not.toThrow();
        },
      ),
    );
  });
});
