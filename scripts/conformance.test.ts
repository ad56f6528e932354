// The generated programs of the comparison: the same for the same seed, and every one a program.
import { describe, expect, it } from 'vitest';
import { loadProgram } from '../src/vmx/program/index.ts';
import { generatePrograms } from './conformance-generator.ts';

describe('generated programs', () => {
  it('are the same for the same seed and others for another', () => {
    expect(generatePrograms(7, 30)).toEqual(generatePrograms(7, 30));
    const sources = (seed: number): string[] => generatePrograms(seed, 30).map(({ source }) => source);
    expect(sources(7).filter((source) => sources(8).includes(source)).length).toBeLessThan(3);
    expect(new Set(sources(7)).size).toBe(30);
  });

  it('assemble, in both notations', () => {
    const programs = generatePrograms(11, 21);
    expect(new Set(programs.map(({ file }) => file.split('.').at(-1)))).toEqual(new Set(['vmx', 'asm']));
    for (const { name, file, source } of programs) {
      const loaded = loadProgram(source, { file });
      expect(loaded.ok ? [] : [name, loaded.errors[0]]).toEqual([]);
    }
  });
});
