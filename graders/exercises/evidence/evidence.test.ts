// Exercises 6 and 7, graded from files of several kinds, from part of them, from none, and from the recorded machine.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Result } from '../../engine/result.ts';
import type { NamedReading } from '../../evidence/agreement.ts';
import { bios, engines, linuxUp, log } from '../../evidence/fixtures/vbox-log.ts';
import { png } from '../../evidence/fixtures/pictures.ts';
import { readEvidence } from '../../evidence/read-evidence.ts';
import { LESSON_NAMES, loadRubric, type Rubric } from '../../answers/index.ts';
import { readDefinition, type ExerciseDefinition } from '../definition.ts';
import {
  evidenceCriteria,
  formText,
  gradeEvidence,
  readEvidenceSettings,
  readFormFields,
  type EvidenceSettings,
} from './index.ts';
import { readAnswerFile } from '../../engine/answer-file.ts';

const root = join(import.meta.dirname, '..', '..', '..', 'exercises');
const folders = { '6': '06-virtualbox', '7': '07-process-explorer' } as const;
type Id = keyof typeof folders;
const course = (id: Id, name: string) => readFileSync(join(root, folders[id], name), 'utf8');

function loaded(id: Id): { definition: ExerciseDefinition; settings: EvidenceSettings } {
  const definition = readDefinition(parse(course(id, 'exercicio.yaml')));
  if (!definition.ok) throw new Error(definition.errors.join());
  const settings = readEvidenceSettings(
    parse(course(id, 'criterios.yaml')),
    evidenceCriteria(id),
    definition.value.pontos,
  );
  if (!settings.ok) throw new Error(settings.errors.join());
  return { definition: definition.value, settings: settings.value };
}

const file = (name: string, data: Uint8Array | string): NamedReading => ({
  name,
  reading: readEvidence(typeof data === 'string' ? new TextEncoder().encode(data) : data),
});
const recordedFile = (id: Id, name: string): NamedReading => ({
  name,
  reading: readEvidence(new Uint8Array(readFileSync(join(root, folders[id], 'maquina-gravada', name)))),
});
const recorded = [
  recordedFile('6', 'VBox.log'),
  recordedFile('6', 'Laboratorio.vbox'),
  recordedFile('7', 'lista-de-processos.txt'),
  recordedFile('7', 'threads-do-VirtualBoxVM.txt'),
  recordedFile('7', 'pilha-da-thread-9416.txt'),
  recordedFile('7', 'metricas.txt'),
];

const form = (id: Id, fields: Record<string, string>, body = '') =>
  `---\nexercicio: '${id}'\n${Object.entries(fields)
    .map(([key, value]) => `${key}: '${value}'`)
    .join('\n')}\n---\n${body}`;

function textRubric(): Rubric {
  const read = loadRubric(parse(course('7', 'rubrica-texto.yaml')), LESSON_NAMES);
  if (!read.ok) throw new Error(read.errors.join());
  return read.rubric;
}

function grade(id: Id, text: string, files: readonly NamedReading[], rubric: Rubric | null = null) {
  const { definition, settings } = loaded(id);
  const graded = gradeEvidence(definition, settings, {
    file: 'entrega.md',
    text,
    starter: course(id, 'partida/entrega.md'),
    files,
    recorded,
    rubric,
    today: '2026-11-22',
  });
  if (graded === null) throw new Error('no grader');
  return graded;
}
function result(id: Id, text: string, files: readonly NamedReading[], rubric: Rubric | null = null): Result {
  const graded = grade(id, text, files, rubric);
  if (graded.status !== 'graded') throw new Error(graded.status);
  return graded.result;
}
const points = (given: Result) => Object.fromEntries(given.criteria.map((one) => [one.id, one.points]));
const one = (given: Result, id: string) => {
  const found = given.criteria.find((criterion) => criterion.id === id);
  if (!found) throw new Error(id);
  return found;
};

const UUID = '3f2a1b0c-5d4e-4f6a-8b7c-9d0e1f2a3b4c';
const settingsFile = (ram = 2048, uuid = UUID) =>
  file(
    'lab.vbox',
    `<?xml version="1.0"?><VirtualBox xmlns="x" version="1.19-windows"><Machine uuid="{${uuid}}" name="Máquina de teste" OSType="Ubuntu_64" lastStateChange="2026-02-01T00:00:00Z"><Hardware><CPU count="2"/><Memory RAMSize="${ram}"/></Hardware></Machine></VirtualBox>`,
  );
const right6 = {
  maquina: 'minha',
  'nome-da-maquina': 'maquina de teste',
  memoria: '2 GB',
  processadores: '2',
  'versao-do-virtualbox': '7.0',
  'sistema-convidado': 'Ubuntu 24.04',
  'arrancou-de': 'do disco',
  motor: 'Intel VT-x',
  'usado-igual-ao-configurado': 'sim',
};

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

const list = file(
  'lista.txt',
  'Process\tCPU\tPrivate Bytes\tWorking Set\tPID\tThreads\nSystem Idle Process\t70.00\t60 K\t8 K\t0\t4\nSystem\t1.00\t48 K\t2,000 K\t4\t200\nVirtualBoxVM.exe\t22.00\t90,000 K\t1,048,576 K\t7324\t45\nexplorer.exe\t7.00\t90,000 K\t90,000 K\t900\t99\n',
);
const threads = file(
  'threads.txt',
  'TID\tCPU\tCycles Delta\tStart Address\n9120\t20.10\t1\tVBoxRT.dll!RTThreadCreate+0x3b0\n9124\t0.10\t1\tntdll.dll!TppWorkerThread\n',
);
const stack = file(
  'pilha.txt',
  'ntdll.dll!NtWaitForSingleObject+0x14\nVirtualBoxVM.exe+0x10\nKERNEL32.DLL!BaseThreadInitThunk+0x14\nntdll.dll!RtlUserThreadStart+0x21\n',
);
const right7 = {
  maquina: 'minha',
  criterio: 'cpu',
  processo: 'VirtualBoxVM',
  tid: '9120',
  'inicio-da-pilha': 'ntdll!RtlUserThreadStart',
};

describe('exercise 7, first half', () => {
  it('gives everything for list, threads and stack that agree with the form', () => {
    const full = result('7', form('7', { ...right7, 'inicio-da-pilha': 'RtlUserThreadStart' }), [
      list,
      threads,
      stack,
      file('VBox.log', log()),
    ]);
    expect(points(full)).toMatchObject({ lista: 1.5, thread: 2, pilha: 1.5, consumo: 1 });
    expect(one(full, 'consumo').message).toContain('mesmo que escreveu o VBox.log');
  });

  it('asks for the column of threads, the TID and the stack that are missing', () => {
    const bare = file(
      'lista.txt',
      'Process\tCPU\tPID\nSystem Idle Process\t90.00\t0\nVirtualBoxVM.exe\t9.00\t7324\n',
    );
    const judged = result('7', form('7', { processo: 'VirtualBoxVM.exe' }), [bare]);
    expect(one(judged, 'lista')).toMatchObject({
      verdict: 'partly',
      hint: expect.stringContaining('Threads') as string,
    });
    expect(one(judged, 'thread').message).toContain('Falta o TID');
    expect(one(judged, 'pilha')).toMatchObject({
      points: 0,
      hint: expect.stringContaining('Copy All') as string,
    });
  });

  it('does not take the idle process, nor a TID of nowhere', () => {
    const idle = one(
      result('7', form('7', { ...right7, processo: 'System Idle Process' }), [list, threads, stack]),
      'thread',
    );
    expect(idle.message).toContain('tempo livre');
    const nowhere = one(result('7', form('7', { ...right7, tid: '4444' }), [list, threads, stack]), 'thread');
    expect(nowhere).toMatchObject({
      verdict: 'contradicted',
      message: expect.stringContaining('4444') as string,
    });
  });

  it('takes what Linux offers instead, but not the threads of a guest’s own service', () => {
    const ps = file(
      'ps.txt',
      '    PID     TID %CPU COMMAND\n   4000    4000  1.0 VBoxHeadless\n   4000    4005 41.0 EMT-0\n',
    );
    const judged = result('7', form('7', { processo: 'VBoxHeadless', tid: '4005' }), [ps]);
    expect(one(judged, 'lista').points).toBe(1.5);
    expect(one(judged, 'thread').points).toBeGreaterThan(1);
    expect(one(judged, 'consumo').points).toBeGreaterThan(0);
    const guest = file(
      'ps.txt',
      '    PID     TID %CPU COMMAND\n   400    400  1.0 VBoxService\n   400    405 4.0 timesync\n',
    );
    expect(one(result('7', form('7', {}), [guest]), 'lista').points).toBe(0);
  });

  it('measures consumption from counters, metrics and the log’s own statistics', () => {
    const typeperf = file(
      'perf.csv',
      '"(PDH-CSV 4.0)","\\\\LAB\\Processo(VirtualBoxVM)\\% tempo de processador","\\\\LAB\\Processo(VirtualBoxVM)\\Conjunto de trabalho"\n"03/01/2026 10:00:00.000","25.0","1073741824.0"\n',
    );
    const judged = one(result('7', form('7', {}), [typeperf]), 'consumo');
    expect(judged).toMatchObject({ points: 1 });
    expect(judged.message).toMatch(/1\.024 MB.*CPU 25 %/);
  });
});

describe('exercise 7, the text', () => {
  it('leaves the text to the teacher while there is no rubric, and asks for it where it is missing', () => {
    const judged = result('7', form('7', right7, 'Usa 1 GB.'), [list, threads, stack]);
    expect(judged.review?.reason).toContain('rubrica');
    expect(result('7', form('7', right7), [list]).criteria.at(-1)).toMatchObject({
      points: 0,
      message: expect.stringContaining('Falta') as string,
    });
  });
});

describe('exercise 7, the text against the numbers', () => {
  const fields = {
    ...right7,
    'vm-es': '0,3',
    'posicao-em-es': '2',
    memoria: '2 GB',
    processadores: '2',
    'memoria-do-computador': '16 GB',
  };
  const good =
    'O VirtualBoxVM usa 1 GB de memória (1024 MB), 22% da CPU e 0,3 MB/s de E/S. É o que mais consome memória e CPU entre os processos. Está coerente com os 2048 MB que configurei, porque o hospedeiro só entrega as páginas que o convidado já tocou.';
  it('gives points for what agrees with the files and takes them for what does not', () => {
    const right = result(
      '7',
      form('7', fields, good),
      [list, threads, stack, file('VBox.log', log())],
      textRubric(),
    );
    const wrong = result(
      '7',
      form('7', fields, good.replace('1 GB de memória (1024 MB)', '100 MB de memória').replace('22%', '2%')),
      [list, threads, stack, file('VBox.log', log())],
      textRubric(),
    );
    expect(right.points).toBeGreaterThan(wrong.points + 0.9);
    expect(right.criteria.filter(({ id }) => id.startsWith('texto-'))).toHaveLength(3);
    expect(right.passed).toBe(true);
  });

  it('is worth half where no file measures anything', () => {
    const invented = {
      ...fields,
      'vm-memoria': '1024 MB',
      'vm-cpu': '22',
      'posicao-em-memoria': '1',
      'posicao-em-cpu': '1',
      'total-de-processos': '4',
    };
    const judged = result('7', form('7', invented, good), [], textRubric());
    expect(judged.points).toBeLessThanOrEqual(2.5);
    expect(judged.notes.join()).toContain('metade');
  });

  it('passes its reference solution, and none of its known-wrong work', () => {
    expect(result('7', course('7', 'solucao/entrega.md'), [], textRubric())).toMatchObject({
      passed: true,
      points: 10,
    });
  });
});

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
