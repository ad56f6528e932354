import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsObject } from './facts-line.ts';
import {
  additions,
  bios,
  engines,
  linuxUp,
  log,
  logLines,
  UUID,
  type LogOptions,
} from './fixtures/vbox-log.ts';
import { evidence, readEvidence } from './read-evidence.ts';

const facts = (bytes: Uint8Array) => factsObject('VBox.log', readEvidence(bytes));
const of = (options: LogOptions) => facts(log(options));
const text = (lines: readonly string[]) => new TextEncoder().encode(lines.join('\n'));

describe('VBox.log: what it says of machine and host', () => {
  it('reads a whole session of 7.0 on Windows', () => {
    expect(of({})).toEqual({
      arquivo: 'VBox.log',
      formato: 'vbox-log',
      rejeitar: false,
      motivo: null,
      vbox: '7.0.14 r161095',
      plataforma: 'win.amd64',
      host: 'Windows 11 10.0.22631.3155',
      host_ram_mb: 16257,
      os_type: 'Ubuntu_64',
      ram_mb: 2048,
      cpus: 2,
      uuid: UUID,
      nome_vm: 'Máquina de teste',
      motor: 'VT-x',
      paginacao_aninhada: true,
      estados: ['Starting', 'Running', 'PoweredOff'],
      bootou: true,
      instalado: true,
      boot_falhou: false,
      ga: "Version 7.0.14 r161095 '7.0.14'",
      primeiro_ts: '00:00:02.000000',
      ultimo_ts: expect.stringMatching(/^00:01:\d\d\.\d{6}$/) as string,
    });
  });

  it.each([
    ['Host RAM: 1498MB RAM, available: 1101MB', 1498],
    ['Host RAM: 8191MB total, 3796MB available', 8191],
    ['Host RAM: 16320MB (15.9GB) total, 9000MB (8.7GB) available', 16320],
  ])('reads the memory of the host in each version: %s', (line, expected) => {
    expect(of({ host: ['OS Product: Linux', 'OS Release: 6.1.0-13-amd64', line] })).toMatchObject({
      host: 'Linux 6.1.0-13-amd64',
      host_ram_mb: expected,
    });
  });

  it.each(['3.1.8', '4.1.14', '4.3.26', '5.2.44', '6.1.16_Ubuntu', '7.0.6_BETA4', '7.2.4'])(
    'reads %s, with the configuration in the form of that version',
    (version) => {
      expect(of({ version })).toMatchObject({
        vbox: `${version} r161095`,
        ram_mb: 2048,
        cpus: 2,
        uuid: UUID,
        nome_vm: 'Máquina de teste',
        motivo: null,
      });
    },
  );

  it('reads CRLF, UTF-16 with and without byte-order mark, and chunks of any size alike', () => {
    const lines = logLines();
    const wanted = of({});
    expect(facts(new TextEncoder().encode(`${lines.join('\r\n')}\r\n`))).toEqual(wanted);
    const wide = new Uint8Array(
      Uint16Array.from(lines.join('\r\n'), (letter) => letter.charCodeAt(0)).buffer,
    );
    expect(facts(wide)).toEqual(wanted);
    expect(facts(new Uint8Array([0xff, 0xfe, ...wide]))).toEqual(wanted);
    const bytes = log();
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1 }), (sizes) => {
        let state = evidence.begin();
        let at = 0;
        for (let turn = 0; at < bytes.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          state = evidence.push(state, bytes.subarray(at, at + size));
          at += size;
        }
        expect(factsObject('VBox.log', evidence.end(state))).toEqual(wanted);
      }),
      { numRuns: 20 },
    );
  });

  it('takes the hexadecimal value where another record was glued to the line', () => {
    const lines = logLines().map((line) =>
      line.includes('NumCPUs') && line.includes('0002')
        ? line.replace('(2)', '(2ERROR [COM]: aRC=VBOX_E_IPRT_ERROR')
        : line,
    );
    expect(facts(text(lines))).toMatchObject({ cpus: 2, ram_mb: 2048, motivo: null });
  });

  it('finds the header after scraps of a web page', () => {
    const [first = '', ...rest] = logLines({ version: '4.1.0' });
    expect(
      facts(text([`p, li { white-space: pre-wrap; } ${first}`, ...rest.map((line) => ` ${line}`)])),
    ).toMatchObject({
      vbox: '4.1.0 r161095',
      ram_mb: 2048,
      motivo: null,
    });
  });

  it('keeps unknown what the file does not say', () => {
    expect(of({ osType: null })).toMatchObject({ os_type: null });
    const masked = logLines().map((line) => line.replace(/"(?:[0-9a-f]{2} ){15}[0-9a-f]{2}"/, '"xx xx xx"'));
    expect(facts(text(masked))).toMatchObject({ uuid: null, ram_mb: 2048 });
    expect(facts(text(logLines().slice(0, 8)))).toMatchObject({
      formato: 'vbox-log',
      motor: null,
      paginacao_aninhada: null,
      ram_mb: null,
      bootou: null,
      instalado: null,
      boot_falhou: false,
      ga: null,
    });
  });

  it('is not fooled by a machine named like a line of the log', () => {
    const name = 'x" (cb=3) HM: HMR3Init: AMD-V w/ nested paging <script>alert(1)</script>';
    expect(of({ name, engine: engines.nem })).toMatchObject({ nome_vm: name, motor: 'NEM', motivo: null });
  });

  it('does not take what the guest says of itself for the host', () => {
    const session = [
      "Console: Machine state changed to 'Running'",
      ...bios('Hard Disk', '7.0.14'),
      'VMMDev: Guest Log: 00:00:00.001 main     OS Product: Linux',
    ];
    expect(of({ host: [], session })).toMatchObject({
      host: null,
      host_ram_mb: null,
      bootou: true,
      instalado: true,
    });
  });
});

describe('VBox.log: which engine', () => {
  it.each([
    ['VT-x', true, engines.vtx],
    ['AMD-V', true, engines.amdv],
    ['NEM', null, engines.nem],
    ['NEM', null, engines.nemMac],
    ['raw-mode', false, engines.raw],
    ['AMD-V', false, ['HM: HMR3Init: AMD-V']],
    [
      'AMD-V',
      true,
      [
        'HMR3Init: AMD-V w/ nested paging',
        'HM: Using AMD-V implementation 2.0!',
        'HM:   Nested paging enabled!',
      ],
    ],
    ['NEM', null, ['HM: HMR3Init: Attempting fall back to NEM (Hyper-V is active): AMD-V is not available']],
    ['NEM', null, ['HM: Setting fHMEnabled to false because fUseNEMInstead is set.']],
    ['NEM', null, ['NEM:               KVM_CAP_GET_MSR_FEATURES: 1']],
    ['raw-mode', false, ['HWACCM: No VT-x or AMD-V CPU extension found. Reason VERR_VMX_NO_VMX']],
    ['raw-mode', false, ['HWACCM: No VMX or SVM CPU extension found. Reason VERR_SVM_DISABLED']],
    [
      'VT-x',
      true,
      [
        'HWACCM: Host CR4=000426F0',
        'HWACCM: VMX enabled!',
        'HWACCM: Enabled nested paging',
        'HWACCM:    VT-x/AMD-V init method: LOCAL',
      ],
    ],
    ['VT-x', false, ['HWACCM: VMX enabled!', 'HWACCM:    VT-x/AMD-V init method: GLOBAL']],
    // It was offered and the configuration turned it off.
    [
      'VT-x',
      false,
      [
        '[/HM/] (level 1)',
        '  EnableNestedPaging <integer> = 0x0000000000000000 (0)',
        'HM: HMR3Init: VT-x w/ nested paging and unrestricted guest execution hw support',
        'HM: VT-x/AMD-V init method: Local',
      ],
    ],
    [
      'VT-x',
      true,
      ['HM: HMR3Init: VT-x w/ nested paging', '  EnableNestedPaging <integer> = 0x0000000000000001 (1)'],
    ],
    // Up to 4.2 AMD-V is known by its features and by what guests it then supports.
    [
      'AMD-V',
      false,
      [
        'HWACCM: AMD-V revision                    = 1',
        'HWACCM:    AMD_CPUID_SVM_FEATURE_EDX_NESTED_PAGING',
        'HWACCM:    32-bit guest supported.',
        'HWACCM:    VT-x/AMD-V init method: GLOBAL',
      ],
    ],
    ['AMD-V', true, ['HWACCM: AMD-V revision                    = 1', 'HWACCM:    Enabled nested paging']],
    // None of these lines says what ran.
    [
      null,
      null,
      [
        'HM: VT-x/AMD-V init method: Local',
        'VM: fHMEnabled=true  (configured)',
        'CPUM: VMX - Virtual Machine Extensions = 0 (0)',
      ],
    ],
    // The interpreter is none of the engines asked about.
    [
      null,
      null,
      [
        'HM: HMR3Init: Attempting fall back to NEM: VT-x is not available',
        'HM: HMR3Init: Falling back on IEM: NEM not available',
      ],
    ],
  ] as const)('%s, nested paging %s', (motor, paging, engine) => {
    expect(of({ engine })).toMatchObject({ motor, paginacao_aninhada: paging });
  });

  it('calls two engines in one session a contradiction', () => {
    const reading = readEvidence(log({ engine: [...engines.vtx, ...engines.nem.slice(1)] }));
    expect(reading.contradictions).toMatchObject([{ weight: 'strong' }]);
    expect(reading.reason).toContain('NEM');
  });
});

describe('VBox.log: did the guest come up', () => {
  const running = "Console: Machine state changed to 'Running'";
  const off = "Console: Machine state changed to 'PoweredOff'";
  const noMedium = [
    'VMMDev: Guest Log: BIOS: VirtualBox 7.0.14',
    'VMMDev: Guest Log: BIOS: Boot from Hard Disk 0 failed',
    'VMMDev: Guest Log: BIOS: No bootable medium found!',
    'VMMDev: Guest Log: BIOS: INT18: BOOT FAILURE',
  ];
  const kernelAdditions = "VMMDev: Guest Additions information report: Version 6.0.0 r127566 '6.0.0'";
  it.each([
    ['from its disk', [running, ...bios('Hard Disk', '7.0.14'), ...linuxUp], true, true, false],
    [
      'from an installer, additions of the kernel',
      [running, ...bios('CD-ROM', '7.0.14'), kernelAdditions],
      true,
      false,
      false,
    ],
    [
      'from CD, then from disk',
      [
        running,
        ...bios('CD-ROM', '7.0.14'),
        ...linuxUp,
        "Changing the VM state from 'RUNNING' to 'RESETTING'",
        ...bios('Hard Disk', '7.0.14'),
        ...linuxUp,
      ],
      true,
      true,
      false,
    ],
    [
      'from CD, and only the BIOS of the second boot',
      [running, ...bios('CD-ROM', '7.0.14'), ...linuxUp, ...bios('Hard Disk', '7.0.14').slice(0, 6)],
      true,
      false,
      false,
    ],
    ['no medium', [running, ...noMedium], false, null, true],
    [
      'no medium, as versions up to 4.2 say it',
      [running, 'Guest Log: BIOS: VirtualBox 4.2.6', 'Guest Log: No bootable medium found! System halted.'],
      false,
      null,
      true,
    ],
    [
      'stopped by an error of its own before it gave the machine to any system',
      [
        running,
        ...bios('Hard Disk', '7.0.14').slice(0, 1),
        "Console: Machine state changed to 'GuruMeditation'",
      ],
      false,
      null,
      false,
    ],
    [
      'no medium, then the CD',
      [running, ...noMedium, ...bios('CD-ROM', '7.0.14'), ...linuxUp],
      true,
      false,
      false,
    ],
    [
      'up, then no medium after a reset',
      [running, ...bios('Hard Disk', '7.0.14'), ...linuxUp, ...noMedium],
      true,
      true,
      true,
    ],
    [
      'off before the BIOS handed over',
      [running, ...bios('Hard Disk', '7.0.14').slice(0, 5), off],
      false,
      null,
      false,
    ],
    ['handed over and the file ends', [running, ...bios('Hard Disk', '7.0.14')], null, null, false],
    [
      'handed over, off much later, no sign of a kernel',
      [running, ...bios('Hard Disk', '7.0.14'), off],
      null,
      null,
      false,
    ],
    ['only Running', [running], null, null, false],
    [
      'never powered up',
      ['Power up failed (vrc=VERR_SUPLIB_OWNER_NOT_ROOT, rc=NS_ERROR_FAILURE (0X80004005))'],
      false,
      null,
      false,
    ],
    [
      'restored, its last report repeated',
      ["Console: Machine state changed to 'Restoring'", running, additions[1] ?? ''],
      null,
      null,
      false,
    ],
    [
      'restored, then rebooted from disk',
      ["Console: Machine state changed to 'Restoring'", running, ...bios('Hard Disk', '7.0.14'), ...linuxUp],
      true,
      true,
      false,
    ],
    [
      'Windows with paravirtualization',
      [running, ...bios('Hard Disk', '7.0.14'), 'GIM: HyperV: Guest OS reported ID 0x1040a00000000'],
      true,
      true,
      false,
    ],
    [
      'the rates of the BIOS are no kernel',
      [running, ...bios('Hard Disk', '7.0.14'), 'PIT: mode=2 count=0x10000 (65536) - 18.20 Hz (ch=0)'],
      null,
      null,
      false,
    ],
  ] as const)('%s', (_, session, bootou, instalado, falhou) => {
    expect(of({ session })).toMatchObject({ bootou, instalado, boot_falhou: falhou });
  });

  it('under EFI trusts the kernel, and says installed only with a reason', () => {
    const kernel = [running, 'PIT: mode=2 count=0x12a5 (4773) - 249.98 Hz (ch=0)', kernelAdditions];
    expect(of({ efi: true, session: kernel })).toMatchObject({ bootou: true, instalado: null });
    const empty = 'AHCI: LUN#1: CD/DVD, total number of sectors 0, passthrough disabled';
    expect(of({ efi: true, session: [empty, ...kernel] })).toMatchObject({ bootou: true, instalado: true });
    // Additions that are not the kernel's own were installed in the guest.
    expect(of({ efi: true, session: [running, ...additions] })).toMatchObject({
      bootou: true,
      instalado: true,
    });
    expect(of({ efi: true, session: [running, 'xHCI: USB Operational'] })).toMatchObject({ bootou: null });
  });

  it('reads states as they are written, also of versions that know only the VMM’s', () => {
    const session = [
      "Changing the VM state from 'CREATING' to 'CREATED'.",
      "Changing the VM state from 'CREATED' to 'RUNNING'.",
      "Changing the VM state from 'DESTROYING' to 'TERMINATED'.",
    ];
    expect(of({ version: '3.2.8', session })).toMatchObject({
      estados: ['CREATED', 'RUNNING', 'TERMINATED'],
    });
  });
});
