// Evidence as people paste it: tabs turned into spaces, headers cut off by grep, a log quoted inside another text.
import { describe, expect, it } from 'vitest';
import { factsObject } from './facts-line.ts';
import { logLines } from './fixtures/vbox-log.ts';
import { readEvidence } from './read-evidence.ts';

const read = (text: string) => readEvidence(new TextEncoder().encode(text));
const facts = (text: string) => factsObject('arquivo', read(text));

const header = ['Process', 'CPU', 'Private Bytes', 'Working Set', 'PID', 'Description', 'Threads'];
const rows = [
  ['System Idle Process', '81.25', '60 K', '8 K', '0', '', '8'],
  ['System', '< 0.01', '48 K', '1,552 K', '4', '', '210'],
  [' Interrupts', '0.25', '0 K', '0 K', 'n/a', 'Hardware Interrupts and DPCs', ''],
  ['Python 3 lab.exe', '', '9,000 K', '12,000 K', '5120', 'Lab 7', '3'],
  [' VirtualBoxVM.exe', '12.50', '140,112 K', '2,204,116 K', '7324', 'Virtual Machine', '45'],
];
const spaced = (gap: string) =>
  [header, ...rows].map((row) => row.filter((cell) => cell !== '').join(gap)).join('\n');

describe('the list of processes with spaces in place of tabs', () => {
  const wanted = {
    formato: 'procexp',
    rejeitar: false,
    processos: 5,
    cpu_idle: 81.25,
    maior_cpu: ['VirtualBoxVM.exe', 12.5],
  };

  it('is read where each cell shows what it is', () => {
    expect(facts(spaced('    '))).toMatchObject({ ...wanted, threads: 266 });
    const aligned = [header, ...rows].map((row) => row.map((cell) => cell.padEnd(30)).join('')).join('\r\n');
    expect(facts(aligned)).toMatchObject({ ...wanted, threads: 266 });
  });

  it('does not take a number at the end of a description for a count of threads', () => {
    expect(facts(spaced(' '))).toMatchObject({ ...wanted, threads: null });
  });

  it('gives the machine’s own process to the grader', () => {
    const { more } = read(spaced(' '));
    expect(more.get('vm_pid')?.value).toBe(7324);
    expect(more.get('vm_ram_kb')?.value).toBe(2_204_116);
  });

  it('is refused, saying what to do, where a row could mean two things', () => {
    const bare = 'Process PID CPU Description\nSystem Idle Process 0 81.25\nlab 3 5120 Lab 7\n';
    expect(facts(bare)).toMatchObject({
      rejeitar: true,
      motivo: expect.stringContaining('File > Save') as string,
    });
    expect(facts(`${spaced(' ')}\numa linha que não é da lista\n`)).toMatchObject({
      rejeitar: true,
      motivo: expect.stringContaining('linha 7') as string,
    });
  });
});

describe('lists of threads with spaces or without their header', () => {
  it('reads the Threads tab', () => {
    const tab = [
      'TID    CPU     Cycles Delta   Start Address',
      '9416   12,31   3.100.200.100  VBoxRT.dll!RTThreadFromNative+0x140',
      '9420                          ntdll.dll!TppWorkerThread',
      '1008                          VirtualBoxVM.exe+0x12f0',
    ].join('\n');
    expect(facts(tab)).toMatchObject({ formato: 'threads', threads: 3, mais_ocupada: 9416, cpu: 12.31 });
  });

  it('reads ps -L without its header, by processor time', () => {
    const listed = [
      '$ ps -L -p 2100 | grep -v nspr',
      '   2100    2100 ?        00:00:11 VirtualBoxVM',
      '   2100    2117 ?        00:10:11 EMT-0',
      '   2100    2118 ?        00:01:11 EMT-1',
    ].join('\n');
    expect(facts(listed)).toMatchObject({ pid: 2100, threads: 3, mais_ocupada: 2117, cpu: null });
  });

  it('takes the process from the path that was printed', () => {
    const rest = `S 1 2 2 0 -1 4194304 1 0 0 0 90 10 0 0 20 0 2 0 1 ${'0 '.repeat(20)}`;
    const dump = `$ cat /proc/2100/task/*/stat\n2100 (VBoxHeadless) ${rest}\n2117 (EMT-0) ${rest.replace('90', '900')}\n`;
    expect(facts(dump)).toMatchObject({ pid: 2100, threads: 2, mais_ocupada: 2117 });
  });

  it('reads the names in a folder of threads', () => {
    expect(facts('$ ls /proc/2100/task\n2100  2117\n2118\n')).toMatchObject({
      formato: 'threads',
      pid: 2100,
      threads: 3,
      mais_ocupada: null,
    });
  });

  it('reads WinDbg’s columns', () => {
    const frames = [
      ' # Child-SP          RetAddr               Call Site',
      '00 000000e3`1e2ff4f8 00007ff9`1c1a4e0f     ntdll!NtWaitForSingleObject+0x14',
      '01 000000e3`1e2ff5a0 00007ff9`1d7d7614     prog!main+0x24',
      '02 000000e3`1e2ff600 00000000`00000000     ntdll!RtlUserThreadStart+0x21',
    ].join('\n');
    expect(facts(frames)).toMatchObject({ formato: 'stack', procexp: false, quadros: 3 });
  });
});

describe('stacks that other programs print', () => {
  it('reads a crash report, whose thread numbers are hexadecimal', () => {
    const report = [
      'Crashed thread:',
      '00007FF7FA100971 01:0000000000122971 lab.exe',
      '00007FFEDB1DD241 01:000000000004C241 ntdll.dll!RtlUserThreadStart+0x21',
      '',
      'Thread: 1a4c',
      '00007FFEDB1DD241 01:000000000004C241 ntdll.dll!RtlUserThreadStart+0x21',
      'Thread: 2104',
      '00007FFEDB1DD241 01:000000000004C241 ntdll.dll!RtlUserThreadStart+0x21',
    ].join('\n');
    expect(facts(report)).toMatchObject({
      formato: 'stack',
      procexp: false,
      quadros: 4,
      tids: [0x1a4c, 0x2104],
      base: 'ntdll.dll!RtlUserThreadStart+0x21',
    });
  });

  it('reads numbered frames', () => {
    const frames = [
      '0 : ntdll!NtDelayExecution+0x14',
      '1 : lab!main+0x8d',
      '2 : KERNEL32!BaseThreadInitThunk+0x14',
    ];
    expect(facts(frames.join('\n'))).toMatchObject({ formato: 'stack', procexp: false, quadros: 3 });
  });
});

describe('tables of processes of other programs', () => {
  const machine = (text: string) => {
    const { format, more } = read(text);
    return [format, more.get('vm_pid')?.value, more.get('vm_ram_kb')?.value, more.get('vm_cpu')?.value];
  };

  it('finds the machine in Task Manager, tasklist and Get-Process', () => {
    expect(
      machine(
        'Nome\tPID\tStatus\tCPU\tMemória (conjunto de trabalho particular)\nVirtualBoxVM.exe\t7324\tEm execução\t25\t2.200.000 K\n',
      ),
    ).toEqual(['perf-csv', 7324, 2_200_000, 25]);
    expect(
      machine(
        '"Image Name","PID","Session Name","Session#","Mem Usage"\n"VirtualBoxVM.exe","7324","Console","1","2,200,000 K"\n',
      ),
    ).toEqual(['perf-csv', 7324, 2_200_000, null]);
    expect(machine('"Name","Id","CPU","WS"\n"VirtualBoxVM","7324","100,5","2252800000"\n')).toEqual([
      'perf-csv',
      7324,
      2_200_000,
      null,
    ]);
  });

  it('does not take marks of students for processes', () => {
    expect(facts('nome,nota\nAna,9.5\n')).toMatchObject({ formato: null, rejeitar: true });
    expect(facts('"nome";"id";"nota"\n"Ana";"1";"9,5"\n')).toMatchObject({ formato: null, rejeitar: true });
  });
});

describe('a log quoted inside another text', () => {
  it('is not the log', () => {
    const page = [
      '# Como rodar',
      ...Array.from({ length: 60 }, (_, at) => `Passo ${at}: faça o que diz aqui.`),
    ];
    const quoted = [...page, ...logLines().slice(0, 20), ...page].join('\n');
    expect(facts(quoted)).toMatchObject({ formato: null, rejeitar: true });
  });

  it('is read where most of the file is the log', () => {
    const sent = ['Professor,', 'segue o registro:', '', ...logLines(), '', 'Obrigada.'].join('\n');
    expect(facts(sent)).toMatchObject({ formato: 'vbox-log', motor: 'VT-x', ram_mb: 2048 });
  });
});

describe('what other programs print of machines and processes', () => {
  it.each([
    [
      'virsh',
      'Id: 1\nName: lab\nUUID: 3f2a1b0c-5d4e-4f6a-8b7c-9d0e1f2a3b4c\nOS Type: hvm\nState: running\nCPU(s): 2\n',
    ],
    ['TCPView', 'Process\tPID\tProtocol\tLocal Address\nSystem\t4\tTCP\t0.0.0.0:445\n'],
    [
      'a page that mentions a machine',
      `${'Explicação do laboratório.\n'.repeat(9)}"lab" {3f2a1b0c-5d4e-4f6a-8b7c-9d0e1f2a3b4c}\n`,
    ],
    [
      'a table of events',
      '"Time of Day","Process Name","PID","Operation"\n"20:00:01","a.exe","12","ReadFile"\n',
    ],
  ])('%s is not evidence', (_, text) => {
    expect(facts(text)).toMatchObject({ formato: null, rejeitar: true });
  });
});
