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
});

it('answers for a folder that is not there and a file that is no file', () => {
  expect(readEvidenceFolder(join(folder, 'nada'))).toEqual([]);
  expect(readEvidenceFile('/dev/null')).toMatchObject({ rejected: true });
});
