// The bulk grader as a program: one line out for each line in, errors by line, exit codes.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('grade-answers.ts', import.meta.url));

function run(content: string | null): {
  status: number | null;
  lines: Record<string, unknown>[];
  errors: string;
} {
  const folder = mkdtempSync(join(tmpdir(), 'respostas-'));
  const file = join(folder, 'respostas.jsonl');
  if (content !== null) writeFileSync(file, content);
  const done = spawnSync(process.execPath, [script, file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  const lines = done.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { status: done.status, lines, errors: done.stderr };
}

test('every line gets its line, readable or not', () => {
  const { status, lines } = run(
    [
      JSON.stringify({
        id: 'a',
        exercise: 2,
        text: 'Um núcleo físico aparece como dois lógicos, que dividem a cache.',
      }),
      '{"id": "b", quebrada',
      JSON.stringify({ id: 'c', exercise: 9, text: 'x' }),
      JSON.stringify({ id: 'd', exercise: 1 }),
      JSON.stringify({ id: 'e', exercise: '7b', text: 'usa 2 GB', config: { vm_ram_mb: 'x' }, medido: null }),
      '[]',
    ].join('\n'),
  );
  expect(status).toBe(0);
  expect(lines.map((line) => line['id'])).toEqual(['a', 'b', 'c', 'd', 'e', null]);
  expect(lines[0]).toMatchObject({ score: 4, review: false, reason: null });
  expect(lines[1]?.['error']).toMatch(/JSON/);
  expect(lines[2]?.['error']).toMatch(/exercício desconhecido/);
  expect(lines[3]?.['error']).toMatch(/text/);
  expect(lines[4]).toMatchObject({ review: true });
});

test('a file that is not there ends with 2 and says so', () => {
  const { status, errors } = run(null);
  expect(status).toBe(2);
  expect(errors).toMatch(/Não consegui ler/);
});
