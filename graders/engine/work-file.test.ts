import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeWorkFile,
  MAX_ITEM_LENGTH,
  readWorkFile,
  writeWorkFile,
  WORK_FORMAT,
  type WorkFile,
} from './work-file.ts';

const work: WorkFile = {
  learner: 'Ana',
  exported: '2026-03-02T10:00:00.000Z',
  items: [
    { kind: 'resposta', id: '2', text: 'um físico,\ndois lógicos', tries: 2, passed: true },
    { kind: 'programa', id: 'vmx/01', text: 'VMXON\n', tries: 0, passed: false },
  ],
  lessons: { 'ciclo-de-vida': 'lida' },
};

const read = (data: unknown) => readWorkFile('trabalho.json', JSON.stringify(data));
const valid = (items: unknown[]) => read({ formato: WORK_FORMAT, itens: items });

describe('a work file', () => {
  it('comes back as it went out', () => {
    expect(readWorkFile('t.json', writeWorkFile(work))).toEqual({ ok: true, value: work, problems: [] });
  });

  it('comes back as it went out, whatever was written in it', () => {
    const item = fc.record({
      kind: fc.constantFrom('resposta' as const, 'programa' as const),
      id: fc.constantFrom('1', '2', '7', 'vmx/01', 'licoes/ciclo-de-vida/entrar'),
      text: fc.string({ unit: 'grapheme', maxLength: 300 }),
      tries: fc.nat(),
      passed: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.uniqueArray(item, { selector: ({ kind, id }) => `${kind}/${id}` }), (items) => {
        const result = readWorkFile('t.json', writeWorkFile({ ...work, items }));
        expect(result.ok && result.value.items).toEqual(items);
      }),
    );
  });

  it('never throws on another text', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof readWorkFile('t.json', text).ok === 'boolean'));
    fc.assert(fc.property(fc.json(), (text) => typeof readWorkFile('t.json', text).ok === 'boolean'));
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (items) => {
        expect(valid(items).ok).toBe(true);
      }),
    );
  });

  it.each([
    ['', /vazio/],
    ['{"formato": "vanderpool/trabalho/v1",\n"itens": [', /cortado/],
    ['[]', /não é um trabalho/],
    ['{}', /não encontrei formato nenhum/],
    ['Caro professor,\nsegue', /Não é um arquivo exportado/],
    ['{"formato":"vanderpool/grade/v1"}', /encontrei “vanderpool\/grade\/v1”/],
    ['{"formato":"vanderpool/trabalho/v1"}', /“itens”/],
  ])('that is not one is refused with a reason: %s', (text, reason) => {
    const result = readWorkFile('t.json', text);
    expect(result.ok ? '' : result.error.message).toMatch(reason);
  });

  it.each([[[0xff, 0xfe, 0xfd]], [[0x7b, 0]], [[0x7b, 0xc3]]])(
    'that is no text is refused as what was not exported here: %j',
    (bytes) => {
      const text = decodeWorkFile('foto.png', Uint8Array.from(bytes));
      expect(text.ok ? '' : text.error.message).toMatch(/^Não é um arquivo exportado/);
    },
  );

  it('loses a bad item and keeps the others', () => {
    const result = valid([
      7,
      { tipo: 'nota', id: '1', texto: '' },
      { tipo: 'resposta', id: '../../etc/passwd', texto: '' },
      { tipo: 'resposta', id: '1', texto: 5 },
      { tipo: 'resposta', id: '3', texto: 'x'.repeat(MAX_ITEM_LENGTH + 1) },
      { tipo: 'resposta', id: '2', texto: 'fica' },
      { tipo: 'resposta', id: '2', texto: 'de novo' },
    ]);
    expect(result.ok && result.value.items.map(({ text }) => text)).toEqual(['fica']);
    expect(result.ok && result.problems).toHaveLength(6);
  });

  it('does not believe counts that cannot be', () => {
    const result = valid([{ tipo: 'resposta', id: '2', texto: 'a', tentativas: -3, passou: 'sim' }]);
    expect(result.ok && result.value.items[0]).toMatchObject({ tries: 0, passed: false });
  });
});
