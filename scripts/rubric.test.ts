// The teacher's bench as a program: both names of the grade, and what it says of files that are none.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const script = fileURLToPath(new URL('rubric.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'rubrica-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function run(content: string | Uint8Array | null, ...options: string[]) {
  const file = join(folder, 'respostas.jsonl');
  rmSync(file, { force: true });
  if (content !== null) writeFileSync(file, content);
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '2', file, ...options], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}
const text =
  'O mesmo núcleo físico se mostra ao sistema como dois processadores lógicos, que dividem as unidades de execução.';
const line = (fields: object): string => `${JSON.stringify({ id: 'ana', text, ...fields })}\n`;

test('takes the grade as “nota” and as “gold”, and counts in Portuguese', () => {
  const one = run(line({ nota: 3 }));
  expect(one.stdout).toContain('Todas: 1 resposta · QWK ');
  expect(one.stdout).not.toMatch(/QWK \d\.|\b1 respostas/);
  const two = run(line({ nota: 4 }) + line({ gold: 0, id: 'rui' }));
  expect(two.stdout).toMatch(/Todas: 2 respostas · QWK -?\d,\d{3} · exato \d+,\d %/);
  expect(two.status).toBe(0);
});

test('says in Portuguese that there is no file, and that a file is none', () => {
  const missing = run(null);
  expect(missing.stderr).toContain('o arquivo não existe');
  expect(missing.stderr).not.toContain('ENOENT');
  const binary = run(Uint8Array.from({ length: 200_000 }, (_, i) => (i * 31) % 256));
  expect(binary.stderr).toContain('não é um arquivo de respostas');
  expect(binary.stderr.split('\n').length).toBeLessThan(5);
  expect([missing.status, binary.status]).toEqual([2, 2]);
});

test('tells a few bad lines and counts the rest', () => {
  const { stderr, stdout, status } = run('isto não é JSON\n'.repeat(300) + line({ nota: 4 }));
  expect(stderr.trim().split('\n')).toHaveLength(6);
  expect(stderr).toContain('E mais 295 linhas');
  expect(stdout).toContain('1 resposta');
  expect(status).toBe(0);
});

test.each([[line({})], [line({ nota: 9 })], [line({ nota: '3' })], [''], ['7\n']])(
  'has no agreement to tell of where nothing was graded: %j',
  (content) => {
    const { stdout, stderr, status } = run(content, '--tudo');
    expect(stdout).not.toContain('QWK');
    expect(stderr).toContain('nada a comparar');
    expect(status).toBe(2);
  },
);

test('refuses a criterion that the rubric does not have, and an option that is none', () => {
  const unknown = run(line({ nota: 3 }), '--criterio', 'Z');
  expect(unknown.stderr).toMatch(/Não há critério “Z”.*A, B/);
  expect(unknown.status).toBe(2);
  expect(run(line({ nota: 3 }), '--tudoo').stderr).toContain('Não entendi as opções');
  expect(run(line({ nota: 3 }), '--criterio', 'A').stdout).toContain('Critério A');
});
