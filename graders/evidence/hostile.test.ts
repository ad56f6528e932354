// Files that are empty, disguised, cut, enormous or made to hurt: a clear message each, never an exception.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsLine, factsObject } from './facts-line.ts';
import { log, logLines } from './fixtures/vbox-log.ts';
import { jpeg, png, webp } from './fixtures/pictures.ts';
import { evidence, readEvidence } from './read-evidence.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const facts = (data: Uint8Array) => factsObject('x', readEvidence(data));

describe('files that are no evidence', () => {
  it.each([
    ['vazio', bytes('')],
    ['em branco', bytes('\r\n\r\n  \r\n')],
    ['programa', new Uint8Array([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0])],
    ['programa', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0])],
    ['compactado', new Uint8Array([0x50, 0x4b, 3, 4, 20, 0])],
    ['compactado', new Uint8Array([0x1f, 0x8b, 8, 0])],
    ['PDF', bytes('%PDF-1.7\n')],
    ['cabeçalho dela está estragado', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0])],
    [
      'endurecimento',
      bytes('1cb8.894: Log file opened: 7.0.14r161095 g_hStartupLog=00000000 g_uNtVerCombined=0xa0\n'),
    ],
    [
      'VBoxSVC',
      bytes(
        'VirtualBox COM Server 7.0.14 r161095 win.amd64 (Jan 15 2024 10:00:00) release log\n00:00:00.057301 main     Log opened 2026-03-01\n',
      ),
    ],
    [
      'serviço',
      bytes(
        '00:00:00.000228 main     VBoxService 7.0.14 r161095 (verbosity: 0) linux.amd64 (Jan 15 2024) release log\n00:00:00.000300 main     OS Product: Linux\n',
      ),
    ],
    [
      'serviço de rede',
      bytes('VirtualBox web service 7.0.14 r161095 linux.amd64 (Jan 15 2024 10:00:00) release log\n'),
    ],
    ['Não reconheci', bytes('Olá professor, segue o meu trabalho.\nInstalei tudo direitinho.\n')],
    ['nem imagem', Uint8Array.from({ length: 4000 }, (_, at) => (at * 37) % 251)],
  ])('%s', (expected, data) => {
    expect(facts(data)).toMatchObject({
      rejeitar: true,
      formato: null,
      motivo: expect.stringContaining(expected) as string,
    });
  });
});

describe('pictures', () => {
  it('reads the size of PNG, JPEG and WebP, and nothing else as a fact', () => {
    expect(facts(png(1280, 720))).toEqual({
      arquivo: 'x',
      formato: 'imagem',
      rejeitar: false,
      motivo: null,
      largura: 1280,
      altura: 720,
      tipo: 'png',
    });
    expect(facts(jpeg(1920, 1080))).toMatchObject({
      largura: 1920,
      altura: 1080,
      tipo: 'jpeg',
      rejeitar: false,
    });
    for (const kind of ['VP8 ', 'VP8L', 'VP8X'] as const) {
      expect(facts(webp(kind, 1600, 900))).toMatchObject({
        largura: 1600,
        altura: 900,
        tipo: 'webp',
        rejeitar: false,
      });
    }
  });

  it('refuses a picture nobody can read and one that claims to be huge, and says when one was cut', () => {
    expect(facts(png(1, 1))).toMatchObject({ formato: 'imagem', rejeitar: true, largura: 1 });
    expect(facts(png(60_000, 60_000))).toMatchObject({ rejeitar: true });
    expect(facts(png(1280, 720).slice(0, -6))).toMatchObject({
      rejeitar: false,
      motivo: expect.stringContaining('cortada') as string,
    });
    const lied = png(1280, 720);
    lied[17] = 9;
    expect(facts(lied)).toMatchObject({ formato: null, rejeitar: true });
  });

  it('reads the date a picture gives, and tells the same picture from another', () => {
    const read = (data: Uint8Array) => readEvidence(data).more;
    expect(read(png(800, 600, [2026, 3, 1, 10, 30])).get('tirada_em')?.value).toBe('2026-03-01 10:30');
    expect(read(jpeg(800, 600, '2026:03:01 10:30:00')).get('tirada_em')?.value).toBe('2026-03-01 10:30');
    expect(read(png(800, 600)).get('assinatura')).toEqual(read(png(800, 600)).get('assinatura'));
    expect(read(png(800, 600)).get('assinatura')).not.toEqual(read(png(800, 601)).get('assinatura'));
  });
});

describe('files made to hurt', () => {
  it('reads on past NUL bytes, a line without end and bytes that are no text', () => {
    const lines = logLines();
    const wanted = { motor: 'VT-x', ram_mb: 2048, bootou: true };
    expect(facts(bytes(lines.join('\n').replace('Process ID', '\0\0\0Process ID')))).toMatchObject(wanted);
    const long = [...lines.slice(0, 6), 'A'.repeat(3_000_000), ...lines.slice(6)].join('\n');
    expect(facts(bytes(long))).toMatchObject(wanted);
    const raw = bytes(lines.join('\n'));
    expect(facts(new Uint8Array([...raw, 0x0a, 0xff, 0xfe, 0x80, 0x0a]))).toMatchObject(wanted);
  });

  it('does not grow with the file', () => {
    let state = evidence.push(evidence.begin(), log());
    const more = bytes(`00:10:00.000000 Console: Machine state changed to 'Paused'\n`.repeat(5000));
    for (let turn = 0; turn < 40; turn++) state = evidence.push(state, more);
    const states = evidence.end(state).facts.get('estados')?.value as readonly string[];
    expect(states.length).toBeLessThanOrEqual(5000);
  });

  it('refuses a list that is larger than any program prints', () => {
    let state = evidence.push(evidence.begin(), bytes('Process\tCPU\tPID\nx\t1\t2\n'.padEnd(200_000, ' \n')));
    for (let turn = 0; turn < 22; turn++) state = evidence.push(state, new Uint8Array(1_000_000).fill(0x20));
    expect(evidence.end(state)).toMatchObject({ rejected: true });
  });

  it('does not crawl on lines made to defeat its patterns', () => {
    const starts = [
      'Object          Metric                                   Values\nx',
      'name="x"\nUUID="3f2a1b0c-5d4e-4f6a-8b7c-9d0e1f2a3b4c"\nmemory=1\nState: a',
      'Name:  x\nGuest OS: y\nMemory size: 1MB\nState: a',
      '"a" {3f2a1b0c-5d4e-4f6a-8b7c-9d0e1f2a3b4c}\n"',
      '/proc/1/task/1/comm:x\n1 (',
      'Call graph:\n    1 Thread_1\n    1 ',
      'ntdll.dll!a+0x1\nntdll.dll!b+0x2\n',
      'UID PID PPID LWP C NLWP STIME TTY TIME CMD\nps ',
      'VBoxService ',
      '00:00:00.000001 VirtualBox VM 7.0.14 r1 win.amd64 (Jan 1 2024) release log\n00:00:00.000002   Name <string> = "',
      'Process\tPID\tCPU\n',
      'Process CPU Private Bytes Working Set PID Description\nx',
      'Nome\tPID\tCPU\tMemória\n',
      '"(PDH-CSV 4.0)","x"\n"1',
      '10:00:00 UID TGID TID %usr %CPU CPU Command\n',
    ];
    for (const start of starts) {
      for (const piece of [' ', '1', '" {', ') A 1 2 ', 'ps -p', '!a', ' : ', '1,', 'CPU/ ', '\t']) {
        const hostile = `${start}${piece.repeat(Math.ceil(60_000 / piece.length))}x\n`.repeat(3);
        expect(() => factsLine('x', readEvidence(bytes(hostile)))).not.toThrow();
      }
    }
  });

  it('never throws, whatever is cut, repeated or overwritten', () => {
    const sources = [
      log(),
      png(640, 480),
      jpeg(640, 480),
      webp('VP8X', 640, 480),
      bytes(logLines().join('\r\n')),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...sources),
        fc.nat(),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 30 }),
        (source, cut, changes) => {
          const data = source.slice(0, cut % (source.length + 1));
          for (const [at, value] of changes) if (data.length > 0) data[at % data.length] = value;
          const line = factsLine('nome "estranho"\n.log', readEvidence(data));
          expect(line).not.toContain('\n');
          const read = JSON.parse(line) as Record<string, unknown>;
          expect(read['rejeitar']).toBeTypeOf('boolean');
          if (read['rejeitar'] === true) expect(read['motivo']).toBeTypeOf('string');
        },
      ),
      { numRuns: 150 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
        expect(() => factsLine('x', readEvidence(data))).not.toThrow();
      }),
    );
  });

  it('never throws on lines of all formats in any order', () => {
    const parts = [
      ...logLines().slice(0, 30),
      'Process\tCPU\tPID\tThreads',
      'System\t1,2\t4\t9',
      'ntdll.dll!RtlUserThreadStart+0x21',
      '00:00:00 UID TGID TID %usr %CPU CPU Command',
      '00:00:01 0 - 5 1 1 1 |__x',
      'name="x"',
      'UUID="',
      '"a" {3f2a1b0c-5d4e-4f6a-8b7c-9d0e1f2a3b4c}',
      'host CPU/Load/User:avg 1%',
      '"(PDH-CSV 4.0)","x"',
      '<VirtualBox version="1"><Machine>',
      'Thread 3 (Thread 0x7fa (LWP 6997)):',
      '  PID USER PR NI VIRT RES SHR S %CPU %MEM TIME+ COMMAND',
      '',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...parts), { maxLength: 30 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        (lines, end) => {
          expect(() => factsLine('x', readEvidence(bytes(lines.join(end))))).not.toThrow();
        },
      ),
      { numRuns: 300 },
    );
  });
});
