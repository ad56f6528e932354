// What the notation does by itself leaves the flags that the learner's own instruction set: the page shows them.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadProgram, openSession } from './index.ts';

const root = join(import.meta.dirname, '..', '..', '..', 'exercises', 'vmx');
const programs = globSync('*/{solucao,erradas,certas}/*.vmx', { cwd: root }).sort();

const FLAGS: Readonly<Record<string, { cf: boolean; zf: boolean }>> = {
  prepared: { cf: false, zf: false },
  vmsucceed: { cf: false, zf: false },
  'vmfail-invalid': { cf: true, zf: false },
  'vmfail-valid': { cf: false, zf: true },
};

describe('after a step in root, the flags are those of its VMX instruction', () => {
  it.each(programs)('%s', (name) => {
    const loaded = loadProgram(readFileSync(join(root, name), 'utf8'), { file: 'programa.vmx' });
    if (!loaded.ok) return;
    const session = openSession(loaded.program);
    const wrong: string[] = [];
    for (let report = session.step(); report !== null && report.number < 300; report = session.step()) {
      const expected = FLAGS[report.outcome.code];
      if (expected === undefined) continue;
      const { cf, zf } = session.view.flags;
      if (cf !== expected.cf || zf !== expected.zf) wrong.push(`step ${report.number}, ${report.text}`);
    }
    expect(wrong).toEqual([]);
  });

  it('has programs to look at', () => {
    expect(programs.length).toBeGreaterThan(50);
  });
});
