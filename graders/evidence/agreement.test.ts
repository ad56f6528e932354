import { describe, expect, it } from 'vitest';
import { disagreements, sessionsMeet, type NamedReading } from './agreement.ts';
import { log, type LogOptions } from './fixtures/vbox-log.ts';
import { png } from './fixtures/pictures.ts';
import { readEvidence } from './read-evidence.ts';

const UUID = '3f2a1b0c-5d4e-4f6a-8b7c-9d0e1f2a3b4c';
const file = (name: string, data: Uint8Array | string): NamedReading => ({
  name,
  reading: readEvidence(typeof data === 'string' ? new TextEncoder().encode(data) : data),
});
const logFile = (options: LogOptions = {}) => file('VBox.log', log(options));
const settings = (ram: number, uuid = UUID, changed = '2026-02-01T00:00:00Z') =>
  file(
    'm.vbox',
    `<?xml version="1.0"?><VirtualBox xmlns="x" version="1.19-windows"><Machine uuid="{${uuid}}" name="m" OSType="Ubuntu_64" lastStateChange="${changed}"><Hardware><CPU count="2"/><Memory RAMSize="${ram}"/></Hardware></Machine></VirtualBox>`,
  );
const list = (pid: number) =>
  file(
    'lista.txt',
    `Process\tCPU\tPID\tThreads\nSystem Idle Process\t90.00\t0\t4\nSystem\t1.00\t4\t9\nVirtualBoxVM.exe\t9.00\t${pid}\t40\n`,
  );
const said = (files: readonly NamedReading[], today: string | null = '2026-11-22') =>
  disagreements(files, today).map(({ weight, message }) => `${weight}: ${message}`);

describe('files that agree', () => {
  it('says nothing of files of one machine', () => {
    expect(
      said([
        logFile(),
        settings(2048),
        list(7324),
        file('a.png', png(800, 600)),
        file('b.png', png(801, 600)),
      ]),
    ).toEqual([]);
    expect(sessionsMeet([logFile(), list(7324)])).toBe(true);
  });
});

describe('files that do not agree', () => {
  it('names another machine’s identifier, and a list without the machine', () => {
    expect(said([logFile(), settings(2048, UUID.replace('3f', '4f'))])).toEqual([
      expect.stringMatching(/^strong: .*duas máquinas/),
    ]);
    expect(said([logFile(), file('vms.txt', `"outra" {${UUID.replace('3f', '4f')}}\n`)])).toEqual([
      expect.stringMatching(/^strong: .*lista/),
    ]);
  });

  it('names other memory, and only warns where the settings changed after the session', () => {
    expect(said([logFile(), settings(4096)])).toEqual([expect.stringMatching(/^strong: .*4096 MB.*2048/)]);
    expect(said([logFile(), settings(4096, UUID, '2026-05-01T00:00:00Z')])).toEqual([
      expect.stringMatching(/^mild: .*depois/),
    ]);
  });

  it('names a session in the future, the same picture twice, the same session twice', () => {
    expect(said([logFile()], '2025-01-01')).toEqual([expect.stringMatching(/^strong: .*futuro/)]);
    expect(said([logFile()], null)).toEqual([]);
    expect(said([file('a.png', png(800, 600)), file('b.png', png(800, 600))])).toEqual([
      expect.stringMatching(/^mild: .*mesma imagem/),
    ]);
    expect(said([logFile(), { ...logFile(), name: 'VBox.log.1' }])).toEqual([
      expect.stringMatching(/^mild: .*mesma sessão/),
    ]);
  });

  it('only warns of another process and of an odd revision', () => {
    expect(said([logFile(), list(900)])).toEqual([expect.stringMatching(/^mild: .*900/)]);
    expect(sessionsMeet([logFile(), list(900)])).toBe(false);
    expect(said([logFile({ version: '7.2.2' })])).toEqual([expect.stringMatching(/^mild: .*r170484/)]);
  });

  it('carries what each file says of itself, with its name', () => {
    expect(disagreements([logFile({ ramMb: 32768 })], null)).toMatchObject([
      { file: 'VBox.log', weight: 'strong' },
    ]);
  });
});
