// Exercise 7: the process, thread and stack that stand out, and the text about consumption against the numbers.
import { describe, expect, it } from 'vitest';
import { log } from '../../evidence/fixtures/vbox-log.ts';
import {
  course,
  file,
  form,
  textRubric,
  result,
  points,
  one,
  list,
  threads,
  stack,
  right7,
} from './fixtures/work.ts';

describe('exercise 7, first half', () => {
  it('gives everything for list, threads and stack that agree with the form', () => {
    const full = result('7', form('7', { ...right7, 'inicio-da-pilha': 'RtlUserThreadStart' }), [
      list,
      threads,
      stack,
      file('VBox.log', log()),
    ]);
    expect(points(full)).toMatchObject({ lista: 1.5, thread: 2, pilha: 1.5, consumo: 1 });
    expect(one(full, 'consumo').message).toContain('mesmo que escreveu o VBox.log');
  });

  it('asks for the column of threads, the TID and the stack that are missing', () => {
    const bare = file(
      'lista.txt',
      'Process\tCPU\tPID\nSystem Idle Process\t90.00\t0\nVirtualBoxVM.exe\t9.00\t7324\n',
    );
    const judged = result('7', form('7', { processo: 'VirtualBoxVM.exe' }), [bare]);
    expect(one(judged, 'lista')).toMatchObject({
      verdict: 'partly',
      hint: expect.stringContaining('Threads') as string,
    });
    expect(one(judged, 'thread').message).toContain('Falta o TID');
    expect(one(judged, 'pilha')).toMatchObject({
      points: 0,
      hint: expect.stringContaining('Copy All') as string,
    });
  });

  it('does not take the idle process, nor a TID of nowhere', () => {
    const idle = one(
      result('7', form('7', { ...right7, processo: 'System Idle Process' }), [list, threads, stack]),
      'thread',
    );
    expect(idle.message).toContain('tempo livre');
    const nowhere = one(result('7', form('7', { ...right7, tid: '4444' }), [list, threads, stack]), 'thread');
    expect(nowhere).toMatchObject({
      verdict: 'contradicted',
      message: expect.stringContaining('4444') as string,
    });
  });

  it('takes what Linux offers instead, but not the threads of a guest’s own service', () => {
    const ps = file(
      'ps.txt',
      '    PID     TID %CPU COMMAND\n   4000    4000  1.0 VBoxHeadless\n   4000    4005 41.0 EMT-0\n',
    );
    const judged = result('7', form('7', { processo: 'VBoxHeadless', tid: '4005' }), [ps]);
    expect(one(judged, 'lista').points).toBe(1.5);
    expect(one(judged, 'thread').points).toBe(2);
    const other = one(result('7', form('7', { processo: 'firefox', tid: '4005' }), [ps]), 'thread');
    expect(other.points).toBeLessThan(2);
    expect(other.verdict).not.toBe('contradicted');
    expect(one(judged, 'consumo').points).toBeGreaterThan(0);
    const guest = file(
      'ps.txt',
      '    PID     TID %CPU COMMAND\n   400    400  1.0 VBoxService\n   400    405 4.0 timesync\n',
    );
    expect(one(result('7', form('7', {}), [guest]), 'lista').points).toBe(0);
  });

  it('takes a backtrace of gdb or sample for the stack, and asks where the thread began', () => {
    const gdb = file(
      'gdb.txt',
      'Thread 2 (Thread 0x7fa0c37fe700 (LWP 4005) "EMT-0"):\n#0  0x00007fa0e3 in ioctl () from /lib/libc.so.6\n#1  0x00007fa0e4 in start_thread (arg=0x7fa) at x.c:477\nThread 1 (Thread 0x7fa0d8a740 (LWP 4000) "VirtualBoxVM"):\n#0  0x00007fa0e5 in poll () from /lib/libc.so.6\n#1  main () at y.c:1\n',
    );
    const sample = file(
      'sample.txt',
      'Analysis of sampling VirtualBoxVM (pid 4000) every 1 millisecond\n----\nCall graph:\n    20 Thread_1: EMT-0\n    + 20 start_thread  (in libpthread.dylib) + 13  [0x7f]\n    +   20 ioctl  (in libc.dylib) + 1  [0x7f]\n',
    );
    for (const stacks of [gdb, sample]) {
      const judge = (start: string) =>
        one(result('7', form('7', { ...right7, 'inicio-da-pilha': start }), [stacks]), 'pilha');
      expect(judge('start_thread')).toMatchObject({ points: 1.5, verdict: 'met' });
      expect(judge('')).toMatchObject({ verdict: 'partly' });
      expect(judge('ioctl').verdict).toBe('contradicted');
    }
  });

  it('names the process of every kind of listing', () => {
    const top =
      'Threads:  2 total\n    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND\n   4005 a         20   0 4567890   2.1g   2.0g R  97.3  13.5  10:11.12 EMT-0\n   4000 a         20   0 4567890   2.1g   2.0g S   0.7  13.5   0:11.12 VirtualBoxVM\n';
    const pid =
      '10:00:00 UID TGID TID %usr %CPU CPU Command\n10:00:01 1 4000 - 9 98.00 1 VirtualBoxVM\n10:00:01 1 - 4005 9 97.00 1 |__EMT-0\n';
    const ps =
      'UID PID PPID LWP C NLWP STIME TTY TIME CMD\na 4000 1 4000 1 2 09:00 ? 00:00:11 /usr/lib/virtualbox/VirtualBoxVM --comment x\na 4000 1 4005 88 2 09:00 ? 00:10:11 /usr/lib/virtualbox/VirtualBoxVM --comment x\n';
    for (const listing of [top, pid, ps]) {
      const judged = result('7', form('7', { processo: 'VirtualBoxVM', tid: '4005' }), [file('l', listing)]);
      expect(one(judged, 'thread').points).toBe(2);
    }
  });

  it('reads a TID in hexadecimal, and knows one that no thread can have', () => {
    const hexadecimal = result('7', form('7', { ...right7, tid: '0x23A0' }), [list, threads]);
    expect(one(hexadecimal, 'thread').points).toBe(2);
    for (const tid of ['0', '99999999999']) {
      expect(one(result('7', form('7', { ...right7, tid }), [list]), 'thread').message).toContain(
        'Nenhuma thread',
      );
    }
  });

  it('measures consumption from counters, metrics and the log’s own statistics', () => {
    const typeperf = file(
      'perf.csv',
      '"(PDH-CSV 4.0)","\\\\LAB\\Processo(VirtualBoxVM)\\% tempo de processador","\\\\LAB\\Processo(VirtualBoxVM)\\Conjunto de trabalho"\n"03/01/2026 10:00:00.000","25.0","1073741824.0"\n',
    );
    const judged = one(result('7', form('7', {}), [typeperf]), 'consumo');
    expect(judged).toMatchObject({ points: 1 });
    expect(judged.message).toMatch(/1\.024 MB.*CPU 25 %/);
  });
});

describe('exercise 7, the text', () => {
  it('leaves the text to the teacher while there is no rubric, and asks for it where it is missing', () => {
    const judged = result('7', form('7', right7, 'Usa 1 GB.'), [list, threads, stack]);
    expect(judged.review?.reason).toContain('rubrica');
    expect(result('7', form('7', right7), [list]).criteria.at(-1)).toMatchObject({
      points: 0,
      message: expect.stringContaining('Falta') as string,
    });
  });
});

describe('exercise 7, the text against the numbers', () => {
  const fields = {
    ...right7,
    'vm-es': '0,3',
    'posicao-em-es': '2',
    memoria: '2 GB',
    processadores: '2',
    'memoria-do-computador': '16 GB',
  };
  const good =
    'O VirtualBoxVM usa 1 GB de memória (1024 MB), 22% da CPU e 0,3 MB/s de E/S. É o que mais consome memória e CPU entre os processos. Está coerente com os 2048 MB que configurei, porque o hospedeiro só entrega as páginas que o convidado já tocou.';
  it('gives points for what agrees with the files and takes them for what does not', () => {
    const right = result(
      '7',
      form('7', fields, good),
      [list, threads, stack, file('VBox.log', log())],
      textRubric(),
    );
    const wrong = result(
      '7',
      form('7', fields, good.replace('1 GB de memória (1024 MB)', '100 MB de memória').replace('22%', '2%')),
      [list, threads, stack, file('VBox.log', log())],
      textRubric(),
    );
    expect(right.points).toBeGreaterThan(wrong.points + 0.9);
    expect(right.criteria.filter(({ id }) => id.startsWith('texto-'))).toHaveLength(3);
    expect(right.passed).toBe(true);
  });

  it('is worth half where no file measures anything', () => {
    const invented = {
      ...fields,
      'vm-memoria': '1024 MB',
      'vm-cpu': '22',
      'posicao-em-memoria': '1',
      'posicao-em-cpu': '1',
      'total-de-processos': '4',
    };
    const judged = result('7', form('7', invented, good), [], textRubric());
    expect(judged.points).toBeLessThanOrEqual(2.5);
    expect(judged.notes.join()).toContain('metade');
  });

  it('passes its reference solution, and none of its known-wrong work', () => {
    expect(result('7', course('7', 'solucao/entrega.md'), [], textRubric())).toMatchObject({
      passed: true,
      points: 10,
    });
  });
});
