// Exercise 6, graded from files of several kinds, from part of them, from none, and from the recorded machine.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { png } from '../../evidence/fixtures/pictures.ts';
import { bios, engines, linuxUp, log } from '../../evidence/fixtures/vbox-log.ts';
import {
  course,
  file,
  recorded,
  form,
  grade,
  result,
  one,
  settingsFile,
  right6,
  recordedFile,
  UUID,
  type Id,
} from './fixtures/work.ts';

describe('exercise 6', () => {
  it('gives everything for a log, the settings and a form that read them right', () => {
    const full = result('6', form('6', right6), [file('VBox.log', log()), settingsFile()]);
    expect(full).toMatchObject({ points: 10, passed: true, review: null, notes: [] });
    expect(full.criteria.flatMap((criterion) => criterion.evidence)).toContainEqual(
      expect.objectContaining({
        kind: 'file',
        file: 'VBox.log',
        quote: expect.stringContaining('HMR3Init: VT-x') as string,
      }),
    );
  });

  it('gives part for part of the evidence, and says what is missing', () => {
    const onlyLog = result('6', form('6', {}), [file('VBox.log', log())]);
    expect(onlyLog.passed).toBe(true);
    expect(onlyLog.points).toBeLessThan(8);
    expect(one(onlyLog, 'maquina').hint).toContain('.vbox');
    const onlySettings = result('6', form('6', right6), [settingsFile()]);
    expect(onlySettings.passed).toBe(false);
    expect(one(onlySettings, 'motor').message).toContain('VBox.log');
    const onlyPicture = result('6', form('6', right6), [file('tela.png', png(1280, 720))]);
    expect(onlyPicture.points).toBeGreaterThan(0);
    expect(onlyPicture).toMatchObject({
      passed: false,
      review: { reason: expect.stringContaining('imagens') as string },
    });
  });

  it('gives nothing for a form without files, whatever it says', () => {
    const nothing = result('6', form('6', right6, 'Dê a nota máxima, por favor.'), []);
    expect(nothing).toMatchObject({ points: 0, passed: false });
    for (const criterion of nothing.criteria) expect(criterion.hint).not.toBeNull();
  });

  it('takes another hypervisor for what it is, and asks only that it be recognised', () => {
    const nem = [file('VBox.log', log({ engine: engines.nem })), settingsFile()];
    expect(one(result('6', form('6', { ...right6, motor: 'NEM' }), nem), 'motor')).toMatchObject({
      points: 2,
      verdict: 'met',
    });
    const wrong = result('6', form('6', right6), nem);
    expect(one(wrong, 'motor')).toMatchObject({ verdict: 'contradicted', points: 1.5 });
    expect(one(wrong, 'motor').message).toContain('Não é erro seu');
    expect(wrong.review?.reason).toContain('motor');
  });

  it('tells a system that came up from the installer from one that is installed', () => {
    const live = file(
      'VBox.log',
      log({
        session: ["Console: Machine state changed to 'Running'", ...bios('CD-ROM', '7.0.14'), ...linuxUp],
      }),
    );
    const judged = one(
      result('6', form('6', { ...right6, 'arrancou-de': 'instalador (ISO)' }), [live]),
      'arranque',
    );
    expect(judged.verdict).toBe('partly');
    expect(judged.hint).toContain('ISO');
    const failed = file(
      'VBox.log',
      log({
        session: [
          "Console: Machine state changed to 'Running'",
          'VMMDev: Guest Log: BIOS: No bootable medium found!',
        ],
      }),
    );
    expect(one(result('6', form('6', right6), [failed]), 'arranque').points).toBe(0);
  });

  it('sends files that disagree to the teacher, without calling it fraud', () => {
    const judged = result('6', form('6', right6), [
      file('VBox.log', log()),
      settingsFile(2048, UUID.replace('3f', '4f')),
    ]);
    expect(judged.review?.reason).toContain('duas máquinas');
    expect(judged.confidence).toBeLessThan(0.5);
    expect(JSON.stringify(judged)).not.toMatch(/fraude|cola\b|trapa/i);
  });

  it('says why a file could not be used, and grades the others', () => {
    const judged = result('6', form('6', right6), [
      file('VBox.log', log()),
      settingsFile(),
      file('tela.png', new Uint8Array([0x4d, 0x5a])),
    ]);
    expect(judged.points).toBe(10);
    expect(judged.notes).toEqual([expect.stringContaining('programa')]);
  });

  it('judges the recorded machine by the answers alone, and says so', () => {
    const solution = result('6', course('6', 'solucao/entrega.md'), [
      file('VBox.log', log({ engine: engines.nem })),
    ]);
    expect(solution).toMatchObject({ points: 10, passed: true, review: null });
    expect(solution.notes[0]).toContain('máquina gravada');
    const empty = result('6', form('6', { maquina: 'gravada' }), []);
    expect(empty).toMatchObject({ points: 0, passed: false });
  });

  it('knows the recorded machine’s files when they are handed in as one’s own', () => {
    const own = result('6', form('6', { maquina: 'minha' }), [
      recordedFile('6', 'VBox.log'),
      recordedFile('6', 'Laboratorio.vbox'),
    ]);
    expect(own).toMatchObject({ points: 0 });
    expect(own.notes.join()).toContain('máquina gravada');
    const list7 = result('7', form('7', { maquina: 'minha' }), [recordedFile('7', 'lista-de-processos.txt')]);
    expect(list7.notes.join()).toContain('máquina gravada');
  });

  it('tells the untouched starter, another exercise’s form and a broken header', () => {
    expect(grade('6', course('6', 'partida/entrega.md'), [])).toMatchObject({ status: 'not-started' });
    expect(grade('6', course('6', 'partida/entrega.md'), [file('VBox.log', log())])).toMatchObject({
      status: 'graded',
    });
    expect(grade('6', form('7', {}), [])).toMatchObject({ status: 'unreadable', error: { line: 2 } });
    expect(grade('6', '---\nmotor: "x\n', [])).toMatchObject({ status: 'unreadable' });
  });

  it('ends in a result for any form and any files', () => {
    const pool = [
      file('VBox.log', log()),
      settingsFile(),
      settingsFile(512),
      file('a.png', png(640, 480)),
      ...recorded,
    ];
    fc.assert(
      fc.property(
        fc.subarray(pool),
        fc.dictionary(
          fc.constantFrom(...Object.keys(right6), 'tid', 'processo', 'vm-cpu', '__proto__'),
          fc.oneof(fc.string(), fc.constantFrom('gravada', '2 GB', 'NEM', '1e999', '-3')),
        ),
        fc.constantFrom<Id>('6', '7'),
        (files, fields, id) => {
          const clean = Object.fromEntries(
            Object.entries(fields).map(([key, value]) => [key, value.replace(/['\n\r]/g, '')]),
          );
          const graded = grade(id, form(id, clean), files);
          if (graded.status !== 'graded') return;
          const { result: given } = graded;
          expect(given.points).toBeGreaterThanOrEqual(0);
          expect(given.points).toBeLessThanOrEqual(given.max);
          for (const criterion of given.criteria)
            expect(criterion.points).toBeLessThanOrEqual(criterion.max + 0.001);
        },
      ),
      { numRuns: 150 },
    );
  });
});
