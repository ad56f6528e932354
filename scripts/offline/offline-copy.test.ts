import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keptFiles, workerText } from './offline-copy.ts';

const template = readFileSync(join(import.meta.dirname, 'service-worker.js'), 'utf8');
let dist: string;
beforeEach(() => {
  dist = mkdtempSync(join(tmpdir(), 'copia-'));
  mkdirSync(join(dist, 'licoes'));
  writeFileSync(join(dist, 'index.html'), 'a');
  writeFileSync(join(dist, 'licoes', 'index.html'), '$& $1');
  writeFileSync(join(dist, 'sw.js'), 'velho');
  writeFileSync(join(dist, 'sitemap-0.xml'), '');
});
afterEach(() => rmSync(dist, { recursive: true }));

it('keeps what a reader can open, and not itself', () => {
  expect(keptFiles(dist).map(({ path, bytes }) => [path, bytes])).toEqual([
    ['index.html', 1],
    ['licoes/index.html', 5],
  ]);
});

it('is another version when a file changes, and the same when none does', () => {
  const first = workerText(template, '/', keptFiles(dist));
  expect(workerText(template, '/', keptFiles(dist))).toBe(first);
  writeFileSync(join(dist, 'index.html'), 'b');
  expect(workerText(template, '/', keptFiles(dist))).not.toBe(first);
});

it('is a script that can be read, under any base and with nothing left to fill in', () => {
  const text = workerText(template, '/curso/$&/', keptFiles(dist));
  expect(() => new Script(text)).not.toThrow();
  expect(text).toContain('const BASE = "/curso/$&/"');
  expect(text).not.toMatch(/__[A-Z]+__/);
});
