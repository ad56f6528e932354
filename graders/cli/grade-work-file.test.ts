import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { paragraphsOf } from '../answers/course-text.ts';
import { writeWorkFile, type WorkItem } from '../engine/work-file.ts';
import { grade } from './grade.ts';

const root = join(import.meta.dirname, '..', '..', 'exercises');
const plain = (_style: unknown, text: string): string => text;
const solution = readFileSync(join(root, 'vmx/01-entrar-e-sair/solucao/programa.vmx'), 'utf8');
const answer =
  'O mesmo núcleo físico se mostra ao sistema operacional como dois processadores lógicos, e eles dividem as unidades de execução.';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trabalho-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const item = (kind: WorkItem['kind'], id: string, text: string): WorkItem => ({
  kind,
  id,
  text,
  tries: 9,
  passed: true,
});

function file(name: string, items: readonly WorkItem[], learner: string | null = null): string {
  const path = join(folder, name);
  writeFileSync(path, writeWorkFile({ learner, exported: null, items, lessons: {} }));
  return path;
}

const run = (json: boolean, ...items: string[]) =>
  grade(root, { items, json, csv: false, watch: false, help: false }, plain);

describe('npm run grade with exported work', () => {
  it('grades each exercise in the file as the page does, and says whose it is', () => {
    const path = file(
      'ana.json',
      [item('programa', 'vmx/01', solution), item('resposta', '2', answer)],
      'Ana',
    );
    const { stdout, exitCode } = run(false, path);
    expect(stdout).toContain('Trabalho de Ana');
    expect(stdout).toMatch(/Exercício 2 [\s\S]*Exercício vmx\/01 [\s\S]*Nota: 10 de 10/);
    expect(stdout).toContain('2 de 2 corrigidos passam');
    expect(exitCode).toBe(0);
  });

  it('does not believe what the file says of itself: a wrong program fails', () => {
    const wrong = readFileSync(join(root, 'vmx/01-entrar-e-sair/erradas/sem-vmxon.vmx'), 'utf8');
    const { stdout, exitCode } = run(true, file('a.json', [item('programa', 'vmx/01', wrong)]));
    const data = JSON.parse(stdout) as { works: { exercises: { result: { passed: boolean } }[] }[] };
    expect(data.works[0]?.exercises[0]?.result.passed).toBe(false);
    expect(exitCode).toBe(1);
  });

  it('grades only the exercises asked for, of several files', () => {
    const one = file('a.json', [item('programa', 'vmx/01', solution), item('resposta', '2', answer)]);
    const two = file('b.json', [item('resposta', '2', 'não sei')]);
    const { stdout } = run(true, one, two, '2');
    const data = JSON.parse(stdout) as { works: { exercises: { result: { exercise: string } }[] }[] };
    expect(data.works.map(({ exercises }) => exercises.map(({ result }) => result.exercise))).toEqual([
      ['2'],
      ['2'],
    ]);
  });

  it('never lets a work file use evidence that lies in the folder of the one who grades', () => {
    const own = join(folder, 'exercises');
    const exercise = '06-virtualbox';
    cpSync(join(root, exercise), join(own, exercise), { recursive: true });
    const form = `${readFileSync(join(root, exercise, 'partida/entrega.md'), 'utf8')}\nInstalei e medi.\n`;
    writeFileSync(join(own, exercise, 'entrega.md'), form);
    mkdirSync(join(own, exercise, 'evidencias'), { recursive: true });
    writeFileSync(join(own, exercise, 'evidencias', 'do-professor.log'), 'nada que se reconheça\n');
    const said = (...items: string[]) =>
      grade(own, { items, json: true, csv: false, watch: false, help: false }, plain).stdout;
    expect(said('6')).toContain('do-professor.log');
    expect(said(file('a.json', [item('resposta', '6', form)]))).not.toContain('do-professor.log');
  });

  it('knows a copy of a lesson in the free text of exercise 7', () => {
    const lesson = readFileSync(
      join(root, '../content/licoes/02-multitarefa-hyperthreading-virtualizacao.mdx'),
      'utf8',
    );
    const copied = paragraphsOf(lesson).slice(3, 6).join(' ');
    const form = readFileSync(join(root, '07-process-explorer/partida/entrega.md'), 'utf8');
    const { stdout } = run(false, file('a.json', [item('resposta', '7', `${form}\n${copied}\n`)]));
    expect(stdout).toContain('repete o texto da lição');
  });

  it('ends with 2 and a reason for a file that is none, and still grades the others', () => {
    const cut = join(folder, 'cut.json');
    writeFileSync(cut, '{"formato": "vanderpool/trabalho/v1", "itens": [');
    const good = file('good.json', [item('programa', 'vmx/01', solution)]);
    const { stdout, exitCode } = run(false, cut, good);
    expect(stdout).toMatch(/cut\.json[\s\S]*cortado[\s\S]*Nota: 10 de 10/);
    expect(exitCode).toBe(2);
  });

  it('writes the grades of a class as CSV that a spreadsheet takes for text', () => {
    const evil = file('evil.json', [item('resposta', '2', answer)], '=SOMA(A1;A2)');
    const empty = join(folder, 'vazio.json');
    writeFileSync(empty, '');
    const options = { items: [evil, empty], json: false, csv: true, watch: false, help: false };
    const { stdout, exitCode } = grade(root, options, plain);
    const [header, first, second, end] = stdout.split('\r\n');
    expect(header).toBe('\ufeffarquivo;aluno;exercício;nota;máximo;situação;professor revisa');
    expect(first).toMatch(/evil\.json;"'=SOMA\(A1;A2\)";2;[0-4];4;/);
    expect(second).toMatch(/vazio\.json;;;;0;ilegível;O arquivo está vazio/);
    expect(end).toBe('');
    expect(exitCode).toBe(2);
  });

  it('ends several files with a line each, and refuses CSV of work that was not exported', () => {
    const { stdout } = run(
      false,
      file('a.json', [item('programa', 'vmx/01', solution)], 'Ana'),
      file('b.json', []),
    );
    expect(stdout).toMatch(/Turma\n {2}Ana +vmx\/01: 10\/10\n {2}.*b\.json +nada para corrigir\n/);
    const csv = grade(root, { items: ['2'], json: false, csv: true, watch: false, help: false }, plain);
    expect(csv.stderr).toContain('turma --csv');
  });

  it('leaves a row, a reason and an exit code for every file, also where nothing in it can be graded', () => {
    const bad = join(folder, 'a.json');
    const broken = { formato: 'vanderpool/trabalho/v1', itens: [{ tipo: 'resposta', id: '2', texto: 5 }] };
    writeFileSync(bad, JSON.stringify(broken));
    file('b.json', [item('resposta', '99', answer), item('resposta', '2', answer)], 'Bia');
    file('c.json', [], 'Caio');
    file('d.json', [item('programa', '2', answer)], 'Davi');
    const options = { items: [folder], json: false, csv: true, watch: false, help: false };
    const { stdout, stderr, exitCode } = grade(root, options, plain);
    const rows = stdout.split('\r\n').slice(1, -1);
    expect(rows[0]).toMatch(/a\.json;;;;0;nada para corrigir;O item 1 ficou de fora \(2\)/);
    expect(rows[1]).toMatch(/b\.json;Bia;2;[0-4];4;/);
    expect(rows[2]).toMatch(/b\.json;Bia;;;0;ficou de fora;“99” ficou de fora: o curso não tem/);
    expect(rows[3]).toMatch(/c\.json;Caio;;;0;nada para corrigir;Nenhum dos exercícios/);
    expect(rows[4]).toMatch(/d\.json;Davi;;;0;nada para corrigir;“2” ficou de fora: veio como “programa”/);
    expect(rows).toHaveLength(5);
    expect(stderr).toMatch(/a\.json: O item 1[^]*b\.json: “99”/);
    expect(exitCode).toBe(2);
  });

  it('does not call the programs of a page a problem', () => {
    const work = file('a.json', [
      item('programa', 'licoes/x/y', 'VMXON\n'),
      item('programa', 'instrucoes/vmxon/y', 'VMXON\n'),
      item('resposta', '2', answer),
    ]);
    expect(run(false, work).exitCode).toBe(0);
    expect(run(false, work).stdout).not.toContain('de fora');
  });

  it('says of another file that it is no exported work, and not how to repair it', () => {
    const binary = join(folder, 'binario.json');
    writeFileSync(binary, Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0xff, 0xfe]));
    const { stdout, exitCode } = run(false, binary);
    expect(stdout).toContain('Não é um arquivo exportado');
    expect(stdout).not.toMatch(/UTF-8|corrija de novo|Entregue/);
    expect(exitCode).toBe(2);
  });

  it('takes a folder for all the work exported into it, and says so where there is none', () => {
    file('b.json', [item('resposta', '2', answer)], 'Bia');
    file('a.json', [item('resposta', '2', answer)], 'Ana');
    writeFileSync(join(folder, 'leia-me.txt'), '');
    expect(run(false, folder).stdout).toMatch(/Trabalho de Ana[\s\S]*Trabalho de Bia[\s\S]*Turma/);
    mkdirSync(join(folder, 'nada'));
    const { stderr, exitCode } = run(false, join(folder, 'nada'));
    expect(stderr).toContain('não tem trabalhos exportados');
    expect(exitCode).toBe(2);
  });

  it('prints no control character of a name', () => {
    const { stdout } = run(false, file('a.json', [item('resposta', '2', answer)], 'A\u001b[2Jna\u202e'));
    // eslint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/[\u001b\u202e]/);
  });

  it('says so when nothing in the file is an exercise', () => {
    const { stdout } = run(false, file('a.json', [item('programa', 'licoes/x/y', 'VMXON\n')]));
    expect(stdout).toContain('Nenhum exercício ou laboratório');
  });
});
