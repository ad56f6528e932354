// What the text about consumption is judged against: the numbers and the configuration, from files and from both forms.
import { describe, expect, it } from 'vitest';
import type { NamedReading } from '../../evidence/agreement.ts';
import { file, form, list, loaded, right7, settingsFile } from './fixtures/work.ts';
import { logLines } from '../../evidence/fixtures/vbox-log.ts';
import { usageOf } from './usage.ts';
import { prepare } from './work.ts';

function usage(fields: Record<string, string>, files: readonly NamedReading[], machineForm?: string) {
  const { definition, settings } = loaded('7');
  const prepared = prepare(definition, settings, {
    file: 'entrega.md',
    text: form('7', fields),
    starter: '',
    files,
    recorded: [],
    rubric: null,
    today: null,
    ...(machineForm === undefined ? {} : { machineForm }),
  });
  if (!prepared.ok) throw new Error('not prepared');
  return usageOf(prepared.value);
}

const log = (more: readonly string[] = []) => file('VBox.log', [...logLines(), ...more].join('\n'));
const host =
  '00:00:20.000000 CPUM: Logical host processors: 8 present, 8 max, 8 online, online mask: 00000000000000ff';
const disk = '00:00:20.000001 AHCI: LUN#0: disk, PCHS=16383/16/63, total number of sectors 52428800';

describe('the configuration', () => {
  it('comes whole from the log', () => {
    const { config } = usage({}, [log([host, disk])]);
    expect(config).toMatchObject({ vm_ram_mb: 2048, vm_vcpus: 2, host_nucleos: 8, vm_disco_gb: 25 });
  });

  it('counts the computer’s processors by the threads of the idle process', () => {
    expect(usage({ 'memoria-do-computador': '16 GB' }, [list, settingsFile()]).config).toMatchObject({
      host_nucleos: 4,
      host_ram_gb: 16,
      vm_ram_mb: 2048,
      vm_vcpus: 2,
    });
  });

  it('comes from the form of exercise 6 where no file says it, if both speak of the same machine', () => {
    const computer = { 'memoria-do-computador': '8 GB', 'processadores-do-computador': '4' };
    const machine = form('6', { maquina: 'minha', memoria: '1536 MB', processadores: '1' });
    expect(usage(computer, [], machine).config).toMatchObject({
      vm_ram_mb: 1536,
      vm_vcpus: 1,
      host_ram_gb: 8,
      host_nucleos: 4,
    });
    expect(usage(computer, [], machine.replace('minha', 'gravada')).config).toBeNull();
    expect(usage(computer, [], '---\n: : :\n---\n').config).toBeNull();
  });
});

describe('the measurement', () => {
  const known = { ...right7, 'vm-es': '0,3', 'posicao-em-es': '2' };

  it('says what is missing of it', () => {
    expect(usage(known, [list, log([host])]).missing).toEqual([]);
    expect(usage({}, []).missing).toHaveLength(5);
    expect(usage({ ...known, 'posicao-em-es': '' }, [list, log()]).missing).toEqual([
      'a posição entre os processos',
    ]);
  });

  const pidstat = file(
    'pidstat.txt',
    [
      '10:00:00      UID      TGID       TID    %usr %system  %guest   %wait    %CPU   CPU  Command',
      '10:00:01     1000      2100         -   90.00   10.00    0.00    0.00  100.00     3  VirtualBoxVM',
      '10:00:01     1000         -      2100    1.00    0.00    0.00    0.00    1.00     3  |__VirtualBoxVM',
      '10:00:01     1000         -      2117   80.00    5.00    0.00    0.00   85.00     1  |__EMT-0',
      '10:00:01     1000         -      2118   70.00    5.00    0.00    0.00   75.00     2  |__EMT-1',
    ].join('\n'),
  );

  it('takes the whole process of Linux, whose row may stop at 100, in parts of one processor', () => {
    const { cpuPercent, config } = usage({}, [pidstat, log([host])]);
    expect(cpuPercent.value).toBe(161);
    // 161 % of one processor is within two of them, though not within two eighths of a computer.
    expect(config?.host_nucleos).toBe(1);
    expect(usage({}, [list, log([host])]).config?.host_nucleos).toBe(8);
  });

  it('reads the memory of the machine where top, ps and /proc have it', () => {
    const top = file(
      'top.txt',
      'Threads:  2 total\n    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND\n   2117 a         20   0 4567890   1,5g   2,0g R  97,3  13,5  10:11.12 EMT-0\n   2100 a         20   0 4567890   1,5g   2,0g S   1,0  13,5   0:11.12 VirtualBoxVM\n',
    );
    expect(usage({}, [top]).memoryMb.value).toBe(1536);
    const status = file(
      'status',
      'Name:\tVirtualBoxVM\nTgid:\t2100\nPid:\t2100\nVmRSS:\t 1048576 kB\nThreads:\t42\n',
    );
    expect(usage({}, [status]).memoryMb.value).toBe(1024);
    const manager = file(
      'gerenciador.txt',
      'Nome\tPID\tCPU\tMemória\nVirtualBoxVM.exe\t7324\t25\t1.048.576 K\n',
    );
    expect(usage({}, [manager])).toMatchObject({ memoryMb: { value: 1024 }, cpuPercent: { value: 25 } });
  });
});
