import { cpSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Paint } from './format.ts';
import { grade, readOptions } from './grade.ts';

const source = join(import.meta.dirname, '..', '..', 'exercises');
const home = mkdtempSync(join(tmpdir(), 'vanderpool-'));
const root = join(home, 'exercises');
const plain: Paint = (_style, text) => text;
const run = (...items: string[]) =>
  grade(root, { items, json: false, csv: false, watch: false, help: false }, plain);
const answer = join(root, '02-hyperthreading', 'resposta.md');
const program = join(root, 'vmx', '01-entrar-e-sair', 'programa.vmx');

afterAll(() => {
  rmSync(home, { recursive: true });
});

beforeEach(() => {
  rmSync(root, { recursive: true, force: true });
  for (const folder of ['02-hyperthreading', 'vmx/01-entrar-e-sair']) {
    cpSync(join(source, folder), join(root, folder), { recursive: true });
    const [file] = folder.startsWith('vmx') ? ['programa.vmx'] : ['resposta.md'];
    cpSync(join(root, folder, 'partida', file), join(root, folder, file));
  }
});

const solve = (folder: string, file: string) =>
  cpSync(join(root, folder, 'solucao', file), join(root, folder, file));

describe('npm run grade', () => {
  it('with nothing started: exit 0, and where to begin', () => {
    const { stdout, exitCode } = run();
    expect(exitCode).toBe(0);
    expect(stdout).toContain('ainda não começado');
    expect(stdout).toContain('Comece por');
    expect(stdout).toContain('resposta.md');
  });

  it('says once where to begin when only one exercise was asked for', () => {
    const { stdout } = run('2');
    expect(stdout.match(/npm run grade -- 2/g)).toHaveLength(1);
    expect(stdout.match(/resposta\.md/g)).toHaveLength(1);
  });

  it('exits 0 when what was graded passes, with the rest not started', () => {
    solve('vmx/01-entrar-e-sair', 'programa.vmx');
    const { stdout, exitCode } = run();
    expect(stdout).toContain('Nota: 10 de 10');
    expect(stdout).toContain('1 por começar');
    expect(exitCode).toBe(0);
  });

  it('exits 1 when something does not pass, and says what and what next', () => {
    writeFileSync(program, 'VMXON\nVMPTRLD A\nVMLAUNCH\nVMCLEAR A\nVMXOFF\nconvidado A:\n VMCALL\n');
    const { stdout, exitCode } = run('vmx/01');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('não atendido');
    expect(stdout).toContain('VMCLEAR');
    expect(stdout).toContain('Próximo passo');
  });

  it('of a program that cannot be read shows the errors, and no list of what nobody judged', () => {
    writeFileSync(program, 'VMXOM\nVMCLEAR A\n');
    const { stdout } = run('vmx/01');
    expect(stdout).toMatch(/Linha 1: .*VMXON/);
    expect(stdout).toMatch(/Nenhum dos \d+ critérios foi julgado\./);
    expect(stdout).not.toMatch(/\(0 de \d/);
  });

  it('exits 2 for an item that does not exist, and lists those that do', () => {
    const { stderr, exitCode } = run('77');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('“77”');
    expect(stderr).toContain('vmx/01');
  });

  it('takes an item by id, by folder and with a trailing slash', () => {
    for (const item of ['2', 'exercises/02-hyperthreading/', '02-hyperthreading']) {
      expect(run(item).stdout).toContain('Exercício 2');
      expect(run(item).stdout).not.toContain('vmx/01');
    }
  });

  it('exits 2 for a file in the wrong encoding, by name and line, and still grades the others', () => {
    writeFileSync(answer, Buffer.concat([Buffer.from('uma linha\n'), Buffer.from([0xe7, 0xe3, 0x6f])]));
    solve('vmx/01-entrar-e-sair', 'programa.vmx');
    const { stdout, exitCode } = run();
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/resposta\.md:2: .*UTF-8/);
    expect(stdout).toContain('Nota: 10 de 10');
  });

  it('exits 2 for broken front matter, by name and line', () => {
    writeFileSync(answer, '---\nexercicio: "2\nnome: x\n---\ntexto');
    const { stdout, exitCode } = run('2');
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/resposta\.md:\d+: /);
  });

  it('reports an answer put in the folder of another exercise', () => {
    writeFileSync(answer, "---\nexercicio: '3'\n---\ntexto");
    expect(run('2')).toMatchObject({ exitCode: 2 });
  });

  it('reports a folder, or nothing, in place of the file', () => {
    rmSync(answer);
    expect(run('2').stdout).toContain('não existe');
    mkdirSync(answer);
    expect(run('2').stdout).toContain('pasta');
  });

  it('never lets a learner’s text drive the terminal', () => {
    writeFileSync(
      answer,
      '\u001b[31mvermelho\u001b[0m \u001b]0;título\u0007 um processador físico, dois lógicos',
    );
    writeFileSync(program, '\u001b[2JVMXON\n');
    expect(run().stdout).not.toContain('\u001b');
  });

  it('ends a program that never stops, and a binary one, with a message', () => {
    writeFileSync(program, 'VMXON\nVMCLEAR A\nVMPTRLD A\nVMLAUNCH\nconvidado A: teimoso\n');
    expect(run('vmx/01')).toMatchObject({ exitCode: 1 });
    writeFileSync(program, Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3]));
    expect(run('vmx/01')).toMatchObject({ exitCode: 2 });
    writeFileSync(program, Buffer.alloc(10_000_000, 'VMXON\n'));
    expect(run('vmx/01').stdout).toContain('MB');
  });

  it('writes JSON that another program can read', () => {
    solve('02-hyperthreading', 'resposta.md');
    const { stdout } = grade(root, { items: [], json: true, csv: false, watch: false, help: false }, plain);
    const read = JSON.parse(stdout) as { exercises: { status: string }[] };
    expect(read.exercises.map(({ status }) => status)).toEqual(['graded', 'not-started']);
  });

  it('refuses an option it does not know, in Portuguese', () => {
    expect(readOptions(['--rapido'])).toContain('Não entendi');
  });
});
