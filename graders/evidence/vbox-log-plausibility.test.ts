// What cannot be inside one genuine log, and where each fact of it stands.
import { describe, expect, it } from 'vitest';
import { log, logLines } from './fixtures/vbox-log.ts';
import { readEvidence } from './read-evidence.ts';

const text = (lines: readonly string[]) => new TextEncoder().encode(lines.join('\n'));

describe('VBox.log: what cannot be', () => {
  const reason = (lines: readonly string[]) =>
    readEvidence(text(lines))
      .contradictions.map((found) => found.message)
      .join();
  it('sees a clock that goes back, but not one that was cut or passed a hundred hours', () => {
    const lines = logLines();
    expect(reason([...lines, '00:00:01.000000 TM: x'])).toContain('para trás');
    expect(reason([...lines, '99:59:59.000000 TM: x', '100:00:00.000000 TM: y', '100:00:01.0'])).toBe('');
  });

  it('sees an edited number, a date before the build, too much memory and a second log', () => {
    const lines = logLines();
    expect(reason(lines.map((line) => line.replace('(2 147 483 648,', '(4 294 967 296,')))).toContain(
      'RamSize',
    );
    expect(reason(lines.map((line) => line.replace('Log opened 2026', 'Log opened 2009')))).toContain(
      'compilado',
    );
    expect(reason(logLines({ ramMb: 32768 }))).toContain('computador inteiro');
    expect(reason([...lines, ...lines])).toContain('segundo registro');
    expect(readEvidence(text([...lines, ...lines])).facts.get('estados')?.value).toHaveLength(3);
  });

  it('tells each fact with its line', () => {
    const read = readEvidence(log());
    const lines = logLines();
    expect(lines[(read.facts.get('motor')?.line ?? 0) - 1]).toContain('HMR3Init: VT-x');
    expect(lines[(read.facts.get('ram_mb')?.line ?? 0) - 1]).toContain('RamSize');
  });
});
