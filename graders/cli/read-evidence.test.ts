// Folders of evidence on disk: what is read, what is left out, what is refused.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { log } from '../evidence/fixtures/vbox-log.ts';
import { readEvidenceFile, readEvidenceFolder } from './read-evidence.ts';

const folder = mkdtempSync(join(tmpdir(), 'vanderpool-evidence-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('reads the files of a folder in order, and follows no link', () => {
  writeFileSync(join(folder, 'VBox.log'), log());
  writeFileSync(join(folder, 'LEIA-ME.md'), 'instruções');
  writeFileSync(join(folder, '.DS_Store'), 'x');
  mkdirSync(join(folder, 'dentro'));
  symlinkSync('/etc/passwd', join(folder, 'atalho.log'));
  const read = readEvidenceFolder(folder);
  expect(read.map(({ name }) => name)).toEqual(['VBox.log', 'atalho.log', 'dentro']);
  expect(read.map(({ reading }) => reading.rejected)).toEqual([false, true, true]);
  expect(read[1]?.reading.reason).toContain('atalho');
  expect(read[2]?.reading.reason).toContain('vazia');
});

it('reads the folders inside it, but never one outside it', () => {
  const machine = join(folder, 'maquina');
  mkdirSync(join(machine, 'Logs'), { recursive: true });
  writeFileSync(join(machine, 'Logs', 'VBox.log'), log());
  writeFileSync(join(machine, 'pacote.zip'), new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]));
  const outside = mkdtempSync(join(tmpdir(), 'vanderpool-outside-'));
  writeFileSync(join(outside, 'VBox.log'), log());
  symlinkSync(outside, join(machine, 'fora'));
  const names = (read: ReturnType<typeof readEvidenceFolder>) =>
    read.map(({ name, reading }) => [name, reading.rejected]);
  expect(names(readEvidenceFolder(machine))).toEqual([
    ['Logs/VBox.log', false],
    ['fora', true],
    ['pacote.zip', true],
  ]);
  symlinkSync(outside, join(folder, 'evidencias'));
  expect(names(readEvidenceFolder(join(folder, 'evidencias')))).toEqual([['evidencias', true]]);
  rmSync(outside, { recursive: true });
});

it('says what it did not read: folders too deep, files too many, a file where the folder should be', () => {
  const deep = join(folder, 'fundo');
  mkdirSync(join(deep, 'a/b/c/d/e'), { recursive: true });
  expect(readEvidenceFolder(deep)[0]).toMatchObject({ name: 'a/b/c/d/e', reading: { rejected: true } });
  const many = join(folder, 'muitos');
  mkdirSync(many);
  for (let at = 0; at < 103; at++) writeFileSync(join(many, `${at}.txt`), 'x');
  const read = readEvidenceFolder(many);
  expect(read).toHaveLength(101);
  expect(read[100]?.reading.reason).toContain('3 não');
  writeFileSync(join(folder, 'arquivo'), 'x');
  expect(readEvidenceFolder(join(folder, 'arquivo'))[0]?.reading.reason).toContain('nome da pasta');
});

it('answers for a folder that is not there and a file that is no file', () => {
  expect(readEvidenceFolder(join(folder, 'nada'))).toEqual([]);
  expect(readEvidenceFile('/dev/null')).toMatchObject({ rejected: true });
});
