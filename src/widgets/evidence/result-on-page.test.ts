import { expect, it } from 'vitest';
import type { Result } from '../../../graders/engine/result.ts';
import { onPage } from './result-on-page.ts';

const result: Result = {
  exercise: '6',
  points: 1,
  max: 2,
  score: 1,
  passed: false,
  criteria: [
    {
      id: 'maquina',
      title: 'Uma máquina',
      points: 1,
      max: 2,
      verdict: 'partly',
      evidence: [
        { kind: 'file', file: 'VBox.log', line: 3, quote: '2048' },
        { kind: 'file', file: 'entrega.md', line: 12, quote: 'usa 2 GB' },
      ],
      message: 'No formulário não bate: “memoria”. A máquina se chama “memoria velha”.',
      hint: 'Escreva em “memoria”.',
    },
  ],
  misconceptions: [],
  notes: ['“outra-coisa” fica.'],
  confidence: 1,
  review: null,
  next: 'Falta “memoria”.',
};

it('calls the fields what the page calls them, and quotes the form without its file', () => {
  const shown = onPage(result, [{ chave: 'memoria', rotulo: 'Memória configurada' }], 'entrega.md');
  const [criterion] = shown.criteria;
  expect(criterion?.message).toBe(
    'No formulário não bate: “Memória configurada”. A máquina se chama “memoria velha”.',
  );
  expect(criterion?.hint).toBe('Escreva em “Memória configurada”.');
  expect(criterion?.evidence.map(({ kind }) => kind)).toEqual(['file', 'text']);
  expect(shown.notes).toEqual(['“outra-coisa” fica.']);
  expect(shown.next).toBe('Falta “Memória configurada”.');
});
