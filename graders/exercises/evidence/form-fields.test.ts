// The form as data, the file it makes, and the settings of the criteria.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readAnswerFile } from '../../engine/answer-file.ts';
import { log } from '../../evidence/fixtures/vbox-log.ts';
import { course, file, result, right6, settingsFile } from './fixtures/work.ts';
import { formText, readEvidenceSettings, readFormFields } from './index.ts';

describe('the form as data', () => {
  it.each(['6', '7'] as const)('asks in exercise %s what the starter’s header asks', (id) => {
    const fields = readFormFields(parse(course(id, 'criterios.yaml')));
    const starter = readAnswerFile('entrega.md', course(id, 'partida/entrega.md'));
    if (!fields.ok || !starter.ok) throw new Error('unreadable');
    const asked = Object.keys(starter.value.fields).filter(
      (key) => !['exercicio', 'nome', 'turma'].includes(key),
    );
    expect(fields.value.map(({ chave }) => chave)).toEqual(asked);
  });

  it('makes a file that is graded like one that was typed, whatever is typed', () => {
    const answers = new Map(Object.entries(right6));
    expect(result('6', formText('6', answers), [file('VBox.log', log()), settingsFile()]).points).toBe(10);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (value, body) => {
        const read = readAnswerFile('f.md', formText('6', new Map([['motor', value]]), body));
        expect(read.ok && read.value.fields['motor']).toBe(value);
      }),
    );
  });

  it('refuses fields that a page could not ask', () => {
    const errors = (campos: unknown) => {
      const read = readFormFields({ campos });
      return read.ok ? [] : read.errors;
    };
    expect(
      errors([
        { chave: 'a', rotulo: 'A' },
        { chave: 'a', rotulo: 'B' },
      ]),
    ).toHaveLength(1);
    expect(
      errors([{ chave: 'Á' }, null, { chave: 'b' }, { chave: 'c', rotulo: 'C', opcoes: [1] }]),
    ).toHaveLength(4);
    expect(errors('x')).toHaveLength(1);
  });
});

describe('settings', () => {
  it('refuses criteria that the grader does not know, that are missing or do not add up', () => {
    const errors = (data: unknown) => {
      const read = readEvidenceSettings(data, ['a', 'b'], 3);
      return read.ok ? [] : read.errors;
    };
    const item = (id: string, pontos: unknown) => ({ id, titulo: 't', pontos, como: 'c' });
    expect(errors({ criterios: [item('a', 1), item('b', 2)] })).toEqual([]);
    expect(errors({ criterios: [item('a', 1), item('b', 1)] })).toEqual([expect.stringContaining('somam 2')]);
    expect(errors({ criterios: [item('a', 1)] })).toEqual([expect.stringContaining('“b”')]);
    expect(
      errors({ criterios: [item('x', 'dois'), null, item('a', 1), item('a', 1)] }).length,
    ).toBeGreaterThan(3);
    expect(errors('x')).toHaveLength(1);
  });
});
