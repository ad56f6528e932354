// Process Explorer's list, copied stacks, and the thread listings of Linux and macOS.
import { describe, expect, it } from 'vitest';
import { factsObject } from './facts-line.ts';
import { readEvidence } from './read-evidence.ts';

const facts = (text: string) => factsObject('arquivo', readEvidence(new TextEncoder().encode(text)));

const list = [
  'Process\tCPU\tPrivate Bytes\tWorking Set\tPID\tThreads\tDescription\tCompany Name',
  'System Idle Process\t81.25\t60 K\t8 K\t0\t8\t\t',
  'System\t0.50\t48 K\t1,552 K\t4\t210\t\t',
  ' Interrupts\t0.25\t0 K\t0 K\tn/a\t\tHardware Interrupts and DPCs\t',
  'explorer.exe\t< 0.01\t60,000 K\t120,000 K\t5120\t90\tWindows Explorer\tMicrosoft "Corporation',
  ' VirtualBoxVM.exe\t12.50\t140,112 K\t2,204,116 K\t7324\t45\tVirtual Machine\tOracle',
  ' app.exe\tSuspended\t1,000 K\t2,000 K\t6000\t3\t\t',
  '',
  '',
].join('\r\n');

describe('the list Process Explorer saves', () => {
  it('counts rows, reads Idle, the busiest and the threads', () => {
    expect(facts(`\ufeff${list}`)).toEqual({
      arquivo: 'arquivo',
      formato: 'procexp',
      rejeitar: false,
      motivo: null,
      processos: 6,
      cpu_idle: 81.25,
      maior_cpu: ['VirtualBoxVM.exe', 12.5],
      threads: 356,
    });
  });

  it('reads decimal commas and other orders of columns, in UTF-16 and Windows-1252', () => {
    const local = list.replace(/(\d+),(\d{3}) K/g, '$1.$2 K').replaceAll(/\t(\d+)\.(\d\d)\t/g, '\t$1,$2\t');
    expect(facts(local)).toMatchObject({ cpu_idle: 81.25, maior_cpu: ['VirtualBoxVM.exe', 12.5] });
    const wide = new Uint8Array(Uint16Array.from(local, (letter) => letter.charCodeAt(0)).buffer);
    expect(factsObject('x', readEvidence(wide))).toMatchObject({ processos: 6, cpu_idle: 81.25 });
    const swapped = 'Process\tPID\tCPU\nSystem Idle Process\t0\t90,00\nprogramação.exe\t88\t10,00\n';
    const latin = Uint8Array.from(swapped, (letter) => letter.charCodeAt(0));
    expect(factsObject('x', readEvidence(latin))).toMatchObject({
      maior_cpu: ['programação.exe', 10],
      threads: null,
    });
  });

  it('does not read percentages from a column that mixes separators', () => {
    const mixed = list.replace('12.50', '12,50');
    expect(facts(mixed)).toMatchObject({
      cpu_idle: null,
      maior_cpu: null,
      processos: 6,
      motivo: expect.stringContaining('mistura') as string,
    });
  });

  it('stops at the lower pane', () => {
    expect(
      facts(`${list}Name\tDescription\tCompany Name\r\nntdll.dll\tNT Layer DLL\tMicrosoft\r\n`),
    ).toMatchObject({ processos: 6 });
  });

  it('says what is odd without refusing it', () => {
    expect(facts(list.replace('\t4\t210', '\t8\t210'))).toMatchObject({
      rejeitar: false,
      motivo: expect.stringContaining('PID 4') as string,
    });
    expect(facts(list.replace('81.25', '20.00'))['motivo']).toContain('somam');
  });
});

const frames = [
  'ntoskrnl.exe!KiSwapContext+0x76',
  'ntoskrnl.exe!KeWaitForSingleObject+0x233',
  'ntdll.dll!NtWaitForSingleObject+0x14',
  'KERNELBASE.dll!WaitForSingleObjectEx+0x8e',
  'meuapp.exe!std::thread::run<int, char>+0x12',
  'meuapp.exe+0x1534',
  'KERNEL32.DLL!BaseThreadInitThunk+0x14',
  'ntdll.dll!RtlUserThreadStart+0x21',
];

describe('a copied stack', () => {
  it('reads Process Explorer’s and Process Hacker’s', () => {
    expect(facts(`${frames.join('\r\n')}\r\n`)).toEqual({
      arquivo: 'arquivo',
      formato: 'stack',
      rejeitar: false,
      motivo: null,
      procexp: true,
      tids: [],
      base: 'ntdll.dll!RtlUserThreadStart+0x21',
      quadros: 8,
    });
    const hacker = frames.map((frame, at) => `${at}, ${frame}${at === 5 ? ' (No unwind info)' : ''}`);
    expect(
      facts(`Thread 5096\n${hacker.join('\n')}\n\nThread 4836\n${hacker.slice(0, 6).join('\n')}\n`),
    ).toMatchObject({
      procexp: true,
      tids: [5096, 4836],
      base: 'meuapp.exe+0x1534',
      quadros: 14,
    });
  });

  it('has no base where the text ends before one', () => {
    expect(facts(frames.slice(0, 4).join('\n'))).toMatchObject({
      base: null,
      motivo: expect.stringContaining('Copy All') as string,
    });
    expect(facts(frames.slice(0, 2).join('\n'))).toMatchObject({
      base: 'ntoskrnl.exe!KeWaitForSingleObject+0x233',
    });
    expect(facts(`${frames.slice(0, 7).join('\n')}\nntdll.dll!RtlUserThr`)).toMatchObject({ quadros: 8 });
    expect(facts(`${frames.slice(0, 6).join('\n')}\nKERNEL32.D`)).toMatchObject({ base: null });
  });

  it('takes a thread of the system, and 32-bit programs', () => {
    expect(
      facts(
        'ntoskrnl.exe!KiSwapContext+0x76\nntoskrnl.exe!PspSystemThreadStartup+0x55\nntoskrnl.exe!KiStartSystemThread+0x28',
      ),
    ).toMatchObject({ base: 'ntoskrnl.exe!KiStartSystemThread+0x28' });
    expect(
      facts(
        'wow64cpu.dll!TurboDispatchJumpAddressEnd+0x544\nwow64.dll!Wow64LdrpInitialize+0x120\nntdll.dll!LdrInitializeThunk+0xe',
      ),
    ).toMatchObject({ base: 'ntdll.dll!LdrInitializeThunk+0xe', procexp: true });
  });

  it('knows that WinDbg and /proc are not Process Explorer', () => {
    const windbg =
      '00 000000a1`2d3ff5d8 00007ffb`1a2b3c4d ntdll!NtWaitForSingleObject+0x14\n01 000000a1`2d3ff5e0 00007ffb`1a2b3c4d meuapp!main+0x20\n02 000000a1`2d3ff5e8 00007ffb`1a2b3c4d ntdll!RtlUserThreadStart+0x21\n';
    expect(facts(windbg)).toMatchObject({
      formato: 'stack',
      procexp: false,
      quadros: 3,
      base: 'ntdll!RtlUserThreadStart+0x21',
    });
    expect(facts('[<0>] futex_do_wait+0x46/0x90\n[<0>] do_syscall_64+0x5d/0x90\n')).toMatchObject({
      formato: 'stack',
      procexp: false,
      quadros: 2,
    });
  });
});

describe('pidstat -t', () => {
  const head = 'Linux 6.1.0-13-amd64 (lab) \t03/01/26 \t_x86_64_\t(4 CPU)\n\n';
  it('reads Portuguese averages with decimal commas, and the process of the busiest thread', () => {
    const text = `${head}10:00:00      UID      TGID       TID    %usr %system  %guest   %wait    %CPU   CPU  Command
10:00:01     1000      4000         -   97,00    2,00    0,00    0,00   99,00     1  VirtualBoxVM
10:00:01     1000         -      4000    1,00    0,00    0,00    0,00    1,00     1  |__VirtualBoxVM
10:00:01     1000         -      4007   90,00    0,00    0,00    0,00   90,00     2  |__EMT-0
Média:       1000      4000         -   60,00    1,00    0,00    0,00   61,00     -  VirtualBoxVM
Média:       1000         -      4000    2,00    0,00    0,00    0,00    2,00     -  |__VirtualBoxVM
Média:       1000         -      4007   50,50    0,00    0,00    0,00   50,50     -  |__EMT-0
`;
    expect(facts(text)).toMatchObject({
      formato: 'threads',
      pid: 4000,
      tgid: 4000,
      threads: 2,
      mais_ocupada: 4007,
      cpu: 50.5,
      anfitriao: true,
    });
  });

  it('takes the last sample where there is no average, whatever the clock', () => {
    const row = (clock: string, tid: number, cpu: string, name: string) =>
      `${clock}  1000         -      ${tid}    1.00    0.00    0.00    ${cpu}     1  |__${name}`;
    const block = (clock: string, first: string, second: string) =>
      `${clock}   UID      TGID       TID    %usr %system  %guest    %CPU   CPU  Command\n${clock}  1000      500         -    1.00    0.00    0.00    ${first}     1  java\n${row(clock, 501, first, 'GC Thread#0')}\n${row(clock, 502, second, 'C2 CompilerThre')}`;
    for (const [a, b] of [
      ['06:15:26 AM', '06:15:27 AM'],
      ['21:35:03', '21:35:04'],
      ['14时05分27秒', '14时05分28秒'],
    ] as const) {
      expect(facts(`${head}${block(a, '80.00', '3.00')}\n\n${block(b, '4.00', '30.00')}\n`)).toMatchObject({
        tgid: 500,
        threads: 2,
        mais_ocupada: 502,
        cpu: 30,
        anfitriao: null,
      });
    }
  });

  it('knows the threads of a guest’s own service', () => {
    const text = `${head}10:00:00      UID      TGID       TID    %usr %system  %guest    %CPU   CPU  Command
10:00:01        0      1184         -    0.10    0.00    0.00    0.10     0  VBoxService
10:00:01        0         -      1187    0.10    0.00    0.00    0.10     0  |__timesync
`;
    expect(facts(text)).toMatchObject({ anfitriao: false, mais_ocupada: 1187 });
  });

  it('says that |-- is not how it writes', () => {
    const text = `${head}10:00:00      UID      TGID       TID    %usr %system  %guest    %CPU   CPU  Command
10:00:01        0      1184         -    0.10    0.00    0.00    0.10     0  server
10:00:01        0         -      1187    0.10    0.00    0.00    0.10     0  |--server
`;
    expect(facts(text)).toMatchObject({ rejeitar: false, motivo: expect.stringContaining('|__') as string });
  });

  it('reads -h and leaves a process without threads alone', () => {
    const text = `${head}# Time        UID       PID    %usr %system  %guest   %wait    %CPU   CPU  Command
1772000000     1000      4000   10.00    0.00    0.00    0.00   10.00     1  VirtualBoxVM
`;
    expect(facts(text)).toMatchObject({ pid: 4000, threads: null, mais_ocupada: null, cpu: null });
  });
});

describe('top and ps', () => {
  const columns = '    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND';
  const top = (
    rows: readonly (readonly [number, string, string])[],
    head = 'Threads:   4 total,   1 running',
  ) =>
    `top - 10:00:00 up 1 day,  1 user,  load average: 1,00\n${head}\n%Cpu(s):  5,0 us\n\n${columns}\n${rows
      .map(
        ([tid, cpu, name]) =>
          `${String(tid).padStart(7)} ana       20   0 8123456   2,1g   1,0g S  ${cpu}  13,0   1:00.00 ${name}`,
      )
      .join('\n')}\n`;

  it('leaves out the leader that sums the others', () => {
    expect(
      facts(
        top([
          [4000, '97,1', 'VirtualBoxVM'],
          [4005, '33,0', 'EMT-0'],
          [4006, '33,3', 'EMT-1'],
          [4007, '31,0', 'nspr-2'],
        ]),
      ),
    ).toMatchObject({
      formato: 'threads',
      pid: null,
      threads: 4,
      mais_ocupada: 4006,
      cpu: 33.3,
      anfitriao: true,
    });
    expect(
      facts(
        top([
          [4000, '97.1', 'a'],
          [4005, '3.0', 'b'],
          [4006, '1.3', 'c'],
        ]),
      ),
    ).toMatchObject({ mais_ocupada: 4000, cpu: 97.1 });
  });

  it('takes the last screen, and the process from the command line', () => {
    const text = `$ top -H -b -n 2 -p 4000\n${top([
      [4000, '90,0', 'x'],
      [4005, '1,0', 'y'],
    ])}\n${top([
      [4000, '1,0', 'x'],
      [4005, '70,0', 'y'],
    ])}`;
    expect(facts(text)).toMatchObject({ pid: 4000, mais_ocupada: 4005, cpu: 70, threads: 2 });
  });

  it('does not take processes for threads', () => {
    expect(
      facts(
        top(
          [
            [4000, '90,0', 'x'],
            [5000, '1,0', 'y'],
          ],
          'Tarefas: 300 total,   1 em exec.',
        ),
      ),
    ).toMatchObject({
      threads: null,
      mais_ocupada: null,
      cpu: null,
      motivo: expect.stringContaining('-H') as string,
    });
  });

  it('reads toybox', () => {
    const text = `Threads: 126 total,   3 running\n  TID USER         PR  NI VIRT  RES  SHR S[%CPU] %MEM     TIME+ THREAD          PROCESS\n24483 u0_a449      20   0 7.4G 226M 145M S  366   3.0   0:00.00 RxSched com.x\n24420 u0_a449       0 -20 7.4G 226M 145M S 25.5   3.0   0:00.00 Runtime worker  com.x\n`;
    expect(facts(text)).toMatchObject({ threads: 2, mais_ocupada: 24483, cpu: 366 });
  });

  it('reads ps -eLf with and without header, and other columns', () => {
    const head = 'UID          PID    PPID     LWP  C NLWP STIME TTY          TIME CMD\n';
    const rows =
      'ana         4000    3000    4000  0    3 10:00 ?        00:00:01 /usr/lib/virtualbox/VBoxHeadless --comment Lab\nana         4000    3000    4005 41    3 10:00 ?        00:10:00 /usr/lib/virtualbox/VBoxHeadless --comment Lab\n';
    expect(facts(head + rows)).toMatchObject({
      pid: 4000,
      threads: 2,
      mais_ocupada: 4005,
      cpu: 41,
      anfitriao: true,
    });
    expect(facts(rows)).toMatchObject({ pid: 4000, threads: 2, mais_ocupada: 4005, cpu: 41 });
    expect(
      facts(
        '    PID     TID %CPU COMMAND\n   4000    4000 97.1 VBoxHeadless\n   4000    4005 33.0 EMT-0\n   4000    4006 33.1 EMT-1\n   4000    4007 32.5 nspr\n',
      ),
    ).toMatchObject({ pid: 4000, mais_ocupada: 4006, cpu: 33.1, threads: 4 });
    expect(facts('    PID NLWP COMMAND\n   4000   45 VirtualBoxVM\n')).toMatchObject({
      pid: 4000,
      threads: 45,
      mais_ocupada: null,
    });
  });

  it('compares processor time where there is no percentage', () => {
    const plain =
      '  PID   LWP TTY          TIME CMD\n 4000  4000 ?        00:00:01 VirtualBoxVM\n 4000  4005 ?      1-00:10:01 EMT-0\n';
    expect(facts(plain)).toMatchObject({ pid: 4000, threads: 2, mais_ocupada: 4005, cpu: null });
  });

  it('does not take a busy leader of pidstat for a sum', () => {
    const row = (tid: number, cpu: string) =>
      `10:00:01     1000         -      ${tid}    1.00    0.00    0.00   ${cpu}     1  |__x`;
    const text = `10:00:00      UID      TGID       TID    %usr %system  %guest    %CPU   CPU  Command\n10:00:01     1000       500         -   99.00    0.00    0.00   99.00     1  x\n${row(500, '50.00')}\n${row(501, '30.00')}\n${row(502, '20.00')}\n`;
    expect(facts(text)).toMatchObject({ mais_ocupada: 500, cpu: 50 });
  });

  it('reads translated columns', () => {
    const text =
      'Threads:  3 total,   2 en cours\n\n    PID UTIL.     PR  NI    VIRT    RES    SHR S  %CPU  %MEM    TEMPS+ COM.\n   5012 ana       20   0 5200000   2,1g 100000 R  61,3  13,4   1:02.33 EMT-1\n   5001 ana       20   0 5200000   2,1g 100000 S   0,7  13,4   0:02.10 VirtualBoxVM\n';
    expect(facts(text)).toMatchObject({ threads: 2, mais_ocupada: 5012, cpu: 61.3, anfitriao: true });
  });

  it('reads the Threads tab of Process Explorer', () => {
    const tab =
      'TID\tCPU\tCycles Delta\tSuspend Count\tStart Address\n9120\t11.80\t1,234,567\t\tVBoxVMM.dll+0x1000\n9124\t< 0.01\t4,567\t\tntdll.dll!TppWorkerThread\n9128\t\t\t\tucrtbase.dll!thread_start<x>\n';
    expect(facts(tab)).toMatchObject({
      formato: 'threads',
      pid: null,
      threads: 3,
      mais_ocupada: 9120,
      cpu: 11.8,
    });
  });
});

describe('dumps', () => {
  it('reads /proc, where a name may hold spaces and brackets', () => {
    const stat = (tid: number, name: string, ticks: number) =>
      `/proc/4000/task/${tid}/stat:${tid} (${name}) S 1 4000 4000 0 -1 4194304 10 0 0 0 ${ticks} 5 0 0 20 0 3 0 1000 1 2`;
    expect(facts([stat(4000, 'qemu', 5), stat(4005, 'CPU 0/KVM) S', 900)].join('\n'))).toMatchObject({
      formato: 'threads',
      pid: 4000,
      threads: 2,
      mais_ocupada: 4005,
      cpu: null,
    });
    expect(
      facts('Name:\tVirtualBoxVM\nState:\tS (sleeping)\nTgid:\t4000\nNgid:\t0\nPid:\t4000\nThreads:\t45\n'),
    ).toMatchObject({ pid: 4000, threads: 45, anfitriao: true });
  });

  it('reads gdb', () => {
    const text =
      'Thread 2 (Thread 0x7fa2c1a006c0 (LWP 6997) "python3"):\n#0  0x00007fa2 in futex_wait () from /lib/libc.so\n#1  start_thread (arg=0x1) at x.c:1\n\nThread 1 (Thread 0x7fa2c1b00740 (LWP 6990) "python3"):\n#0  0x00007fa2 in poll () from /lib/libc.so\n';
    expect(facts(text)).toMatchObject({ formato: 'threads', threads: 2, pid: null, cpu: null });
  });

  it('reads sample, and sees a child that outnumbers its parent', () => {
    const text = (count: number) =>
      `Analysis of sampling VirtualBoxVM (pid 4000) every 1 millisecond\n----\n\nCall graph:\n    2891 Thread_357865   DispatchQueue_1: com.apple.main-thread  (serial)\n    + 2891 start  (in dyld) + 6992  [0x1]\n    +   ${count} poll  (in libsystem_kernel.dylib) + 8  [0x2]\n    100 Thread_357866\n    + 100 x  (in y) + 1  [0x3]\n`;
    expect(facts(text(2891))).toMatchObject({
      formato: 'threads',
      pid: 4000,
      threads: 2,
      motivo: null,
      anfitriao: true,
    });
    expect(facts(text(2999))['motivo']).toContain('mais vezes');
  });
});

describe('counters', () => {
  it.each([
    [
      '\r\n"(PDH-CSV 4.0)","\\\\LAB\\Processor(_Total)\\% Processor Time"\r\n"03/01/2026 10:00:00.000","12.500000"\r\nExiting, please wait...\r\n',
      12.5,
    ],
    [
      '"(PDH-CSV 4.0) (Hora oficial do Brasil)(180)";"\\\\LAB\\Processo(VirtualBoxVM)\\% tempo de processador"\n"01/03/2026 10:00:00,000";"12,500000"\n',
      12.5,
    ],
  ])('reads typeperf in any language', (text, mean) => {
    const read = readEvidence(new TextEncoder().encode(text));
    expect(factsObject('x', read)).toMatchObject({ formato: 'perf-csv', rejeitar: false });
    expect(read.more.get('medias')?.value).toEqual([mean]);
  });
});
