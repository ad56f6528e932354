// Tasks under a monitor: the state of a run and its events, the same for the V86 monitor and for a VMM over VT.
import type { Op, Program } from './program.ts';
import { newTask, type Task } from './task.ts';

export const MONITORS = ['v86', 'vt'] as const;
export type Monitor = (typeof MONITORS)[number];

export interface Configuration {
  readonly monitor: Monitor;
  /** I/O privilege level in V86 (0 to 3); with 3 the tasks act on the processor's own IF. */
  readonly iopl: number;
  /** Instructions between two ticks of the timer, at least 1. */
  readonly timerEvery: number;
  /** Ports trap (V86: bits set in the TSS map; VT: I/O exiting). HLT always leaves: the VMM sets HLT exiting. */
  readonly portsTrap: boolean;
  readonly ports: Readonly<Record<number, number>>;
  /** Answers of the processor itself, and those that a VMM gives in their stead. */
  readonly realCpuid: number;
  readonly shownCpuid: number;
}

export const DEFAULT_CONFIGURATION: Configuration = {
  monitor: 'v86',
  iopl: 0,
  timerEvery: 20,
  portsTrap: true,
  ports: {},
  realCpuid: 0x0f43,
  shownCpuid: 0x0001,
};

export interface MonitorState {
  readonly configuration: Configuration;
  readonly tasks: readonly Task[];
  /** Index of the task on the processor. */
  readonly current: number;
  readonly untilTimer: number;
  /** The timer fired while a task kept the processor's IF off. */
  readonly timerHeld: boolean;
  readonly steps: number;
  readonly ended: boolean;
}

/** How control left the task. VT: always `vm-exit`, and `exitReason` says why (SDM appendix C). */
export type Way = 'gp-fault' | 'ud-fault' | 'idt-gate' | 'hardware-interrupt' | 'vm-exit';

export type MonitorEvent =
  /** The processor did it without telling anybody. `silent`: though it should have (it showed the real machine). */
  | {
      readonly kind: 'executed';
      readonly task: string;
      readonly ip: number;
      readonly op: Op;
      readonly silent: boolean;
    }
  /** V86: from CPL 3 to the monitor in ring 0. VT: from non-root to root. `op` is null for a hardware interrupt. */
  | {
      readonly kind: 'intercepted';
      readonly task: string;
      readonly ip: number;
      readonly op: Op | null;
      readonly way: Way;
      readonly exitReason: number | null;
    }
  /** The monitor did for the task what the instruction asks. */
  | { readonly kind: 'emulated'; readonly task: string; readonly op: Op }
  /** Back to the task: IRETD to V86, or VM entry. */
  | { readonly kind: 'resumed'; readonly task: string }
  | { readonly kind: 'interrupt-pending'; readonly task: string }
  /** V86: the monitor builds the frame on the task's stack. VT: the entry injects it. */
  | {
      readonly kind: 'interrupt-delivered';
      readonly task: string;
      readonly vector: number;
      readonly how: 'reflected' | 'injected';
    }
  /** A task keeps the processor's own IF off: the monitor has lost the timer. */
  | { readonly kind: 'timer-held'; readonly task: string }
  | { readonly kind: 'task-switched'; readonly from: string; readonly to: string }
  | { readonly kind: 'port-written'; readonly task: string; readonly port: number; readonly value: number }
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'task-ended';
      readonly task: string;
      readonly why: 'halted-for-ever' | 'invalid-instruction' | 'stack' | 'ip';
    };

export interface ConfigurationProblem {
  readonly code: 'no-task' | 'too-many-tasks' | 'duplicate-id' | 'out-of-range';
  readonly where: string;
}

/** Most tasks at once. */
export const MOST_TASKS = 8;

export interface NamedProgram {
  readonly id: string;
  readonly program: Program;
}

/** All that is wrong; empty when it can run. */
export function configurationProblems(
  configuration: Configuration,
  programs: readonly NamedProgram[],
): ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = [];
  const { iopl, timerEvery } = configuration;
  if (programs.length === 0) problems.push({ code: 'no-task', where: 'programs' });
  if (programs.length > MOST_TASKS) problems.push({ code: 'too-many-tasks', where: 'programs' });
  if (new Set(programs.map((one) => one.id)).size < programs.length)
    problems.push({ code: 'duplicate-id', where: 'programs' });
  if (![0, 1, 2, 3].includes(iopl)) problems.push({ code: 'out-of-range', where: 'iopl' });
  if (!Number.isSafeInteger(timerEvery) || timerEvery < 1)
    problems.push({ code: 'out-of-range', where: 'timerEvery' });
  return problems;
}

/** All tasks ready at their first instruction, the first on the processor. */
export function initialMonitor(
  configuration: Configuration,
  programs: readonly NamedProgram[],
): MonitorState {
  return {
    configuration,
    tasks: programs.map(({ id, program }) => newTask(id, program)),
    current: 0,
    untilTimer: configuration.timerEvery,
    timerHeld: false,
    steps: 0,
    ended: programs.length === 0,
  };
}
