// The command `npm run -s facts`: one line of JSON a file, whatever the file is.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { log } from '../graders/evidence/fixtures/vbox-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'vanderpool-facts-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const run = (...files: string[]) =>
  execFileSync(process.execPath, [join(import.meta.dirname, 'facts.ts'), ...files], { encoding: 'utf8' });

describe('npm run facts', () => {
  it('prints one line a file in their order, also of a folder, a missing file and a hostile name', () => {
    writeFileSync(join(folder, 'VBox.log'), log());
    writeFileSync(join(folder, 'tela.png'), new Uint8Array([0x4d, 0x5a, 0, 0]));
    writeFileSync(join(folder, '$(touch x)'), '');
    mkdirSync(join(folder, 'pasta'));
    const files = ['VBox.log', 'pasta', '../nada/../../nao-existe', 'tela.png', '$(touch x)'].map((name) =>
      join(folder, name),
    );
    const output = run(...files);
    const lines = output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map((line) => line['arquivo'])).toEqual(files);
    expect(lines[0]).toMatchObject({ formato: 'vbox-log', rejeitar: false, motor: 'VT-x' });
    expect(lines[1]).toMatchObject({ rejeitar: true, motivo: expect.stringContaining('pasta') as string });
    expect(lines[2]).toMatchObject({
      rejeitar: true,
      motivo: expect.stringContaining('não existe') as string,
    });
    expect(lines[3]).toMatchObject({ rejeitar: true, motivo: expect.stringContaining('programa') as string });
    expect(lines[4]).toMatchObject({ rejeitar: true, motivo: expect.stringContaining('vazio') as string });
    expect(readdirSync(folder).sort()).toEqual(['$(touch x)', 'VBox.log', 'pasta', 'tela.png']);
  });
});
