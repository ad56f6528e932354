// One instruction of one task, under the V86 monitor (SDM vol. 3, 20.2 and 20.3) or a VMM over VT (SDM 25, 26.5).
import { sensitivityOf, type Treatment } from './sensitivity.ts';
import type { Configuration, MonitorEvent, MonitorState, Way } from './state.ts';
import { enterHandler, execute, type Surroundings, type Task } from './task.ts';
import type { Op } from './program.ts';

export interface MonitorStep {
  readonly state: MonitorState;
  readonly events: readonly MonitorEvent[];
}

const TIMER_VECTOR = 8;
/** Basic exit reasons 1 and 7 (SDM appendix C). */
const [EXTERNAL_INTERRUPT, INTERRUPT_WINDOW] = [1, 7];
/** CR0's low half: PE and ET in V86; what a VMM's read shadow shows to a real-mode guest has no PE. */
const [STATUS_V86, STATUS_SHADOW] = [0x11, 0x10];

interface Draft {
  state: { -readonly [K in keyof MonitorState]: MonitorState[K] } & { tasks: Task[] };
  events: MonitorEvent[];
}

function currentTask({ state }: Draft): Task {
  const task = state.tasks[state.current];
  if (task === undefined) throw new Error('no current task');
  return task;
}

function put(draft: Draft, task: Task): void {
  draft.state.tasks = draft.state.tasks.map((one) => (one.id === task.id ? task : one));
}

/** In V86 with IOPL 3 a task's CLI and STI act on the processor itself. */
const ownsRealIf = ({ monitor, iopl }: Configuration): boolean => monitor === 'v86' && iopl === 3;

function treatmentOf(configuration: Configuration, op: Op): { way: Way | null; silent: boolean } {
  const found = sensitivityOf(op);
  const { monitor, iopl, portsTrap } = configuration;
  const treatment: Treatment = monitor === 'vt' ? found.vt : iopl === 3 ? found.v86Iopl3 : found.v86;
  switch (treatment) {
    case 'direct':
    case 'silent':
      return { way: null, silent: treatment === 'silent' };
    case 'io-map':
      return { way: portsTrap ? 'gp-fault' : null, silent: false };
    case 'exit-if-set':
      return { way: op === 'HLT' || portsTrap ? 'vm-exit' : null, silent: false };
    case 'gp-fault':
    case 'ud-fault':
    case 'idt-gate':
    case 'vm-exit':
      return { way: treatment, silent: false };
  }
}

function surroundings({ monitor, ports, realCpuid, shownCpuid }: Configuration): Surroundings {
  return {
    ports,
    cpuid: monitor === 'vt' ? shownCpuid : realCpuid,
    machineStatus: monitor === 'vt' ? STATUS_SHADOW : STATUS_V86,
  };
}

/** Gives the current task its waiting timer interrupt, if its IF lets it in. Control is with the monitor here. */
function deliver(draft: Draft): void {
  const task = currentTask(draft);
  if (!task.pending || !task.flags.interrupts || task.status === 'ended') return;
  const woken: Task = { ...task, pending: false, status: 'running' };
  // A vector without a handler of the program's own points to an IRET: the monitor need not go there and back.
  if (!task.program.handlers.has(TIMER_VECTOR)) {
    put(draft, woken);
    return;
  }
  put(draft, enterHandler(woken, TIMER_VECTOR, woken.ip));
  const how = draft.state.configuration.monitor === 'vt' ? 'injected' : 'reflected';
  draft.events.push({ kind: 'interrupt-delivered', task: task.id, vector: TIMER_VECTOR, how });
}

/** The next task, in turn, that can run (or could if its interrupt were delivered); null when there is none. */
function nextRunnable({ state }: Draft): number | null {
  for (let ahead = 1; ahead <= state.tasks.length; ahead++) {
    const index = (state.current + ahead) % state.tasks.length;
    const task = state.tasks[index];
    if (task?.status === 'running' || (task?.status === 'halted' && task.pending)) return index;
  }
  return null;
}

/** The monitor, in control, goes to the next task. False when none can run. */
function switchTask(draft: Draft): boolean {
  const next = nextRunnable(draft);
  if (next === null) return false;
  const from = currentTask(draft).id;
  draft.state.current = next;
  const to = currentTask(draft).id;
  if (from !== to) draft.events.push({ kind: 'task-switched', from, to });
  deliver(draft);
  draft.events.push({ kind: 'resumed', task: to });
  return true;
}

/** The timer interrupts whoever runs; the monitor notes it for every task and gives the processor to the next. */
function tick(draft: Draft, idle: boolean): void {
  const { state, events } = draft;
  const { configuration } = state;
  const task = currentTask(draft);
  if (!idle) {
    const vt = configuration.monitor === 'vt';
    const way = vt ? 'vm-exit' : 'hardware-interrupt';
    const exitReason = vt ? EXTERNAL_INTERRUPT : null;
    events.push({ kind: 'intercepted', task: task.id, ip: task.ip, op: null, way, exitReason });
  }
  state.timerHeld = false;
  state.untilTimer = configuration.timerEvery;
  for (const one of state.tasks) {
    if (one.status === 'ended') continue;
    put(draft, { ...one, pending: true });
    if (!one.flags.interrupts) events.push({ kind: 'interrupt-pending', task: one.id });
  }
  switchTask(draft);
}

/** The clock of the model: one instruction later. */
function passTime(draft: Draft): void {
  const { state, events } = draft;
  state.untilTimer -= 1;
  if (state.untilTimer > 0 && !state.timerHeld) return;
  const task = currentTask(draft);
  if (ownsRealIf(state.configuration) && task.status === 'running' && !task.flags.interrupts) {
    if (!state.timerHeld) events.push({ kind: 'timer-held', task: task.id });
    state.timerHeld = true;
    return;
  }
  tick(draft, task.status !== 'running');
}

function endTask(draft: Draft, why: Extract<MonitorEvent, { kind: 'task-ended' }>['why']): void {
  const task: Task = { ...currentTask(draft), status: 'ended' };
  put(draft, task);
  draft.events.push({ kind: 'task-ended', task: task.id, why });
}

/** The instruction at the current task's IP. True when the monitor has control after it. */
function runInstruction(draft: Draft): boolean {
  const { state, events } = draft;
  const { configuration } = state;
  const task = currentTask(draft);
  const now = task.program.instructions[task.ip];
  if (now === undefined) {
    endTask(draft, 'ip');
    return true;
  }
  const { op } = now;
  const { way, silent } = treatmentOf(configuration, op);
  if (way === null) events.push({ kind: 'executed', task: task.id, ip: task.ip, op, silent });
  else {
    const exitReason = way === 'vm-exit' ? sensitivityOf(op).exitReason : null;
    events.push({ kind: 'intercepted', task: task.id, ip: task.ip, op, way, exitReason });
  }
  if (way === 'ud-fault') {
    endTask(draft, 'invalid-instruction');
    return true;
  }
  const { task: after, written, fault } = execute(task, now, surroundings(configuration));
  if (fault !== null) {
    endTask(draft, fault);
    return true;
  }
  put(draft, after);
  if (way !== null) events.push({ kind: 'emulated', task: task.id, op });
  if (written !== null) events.push({ kind: 'port-written', task: task.id, ...written });
  if (after.status === 'ended') events.push({ kind: 'task-ended', task: task.id, why: 'halted-for-ever' });
  return way !== null || after.status !== 'running';
}

/** A guest whose IF has just come on leaves by itself, for an interrupt that the VMM holds for it. */
function interruptWindow(draft: Draft): boolean {
  const task = currentTask(draft);
  const wanted = draft.state.configuration.monitor === 'vt' && task.status === 'running' && task.pending;
  if (!wanted || !task.flags.interrupts) return false;
  const { id, ip } = task;
  draft.events.push({
    kind: 'intercepted',
    task: id,
    ip,
    op: null,
    way: 'vm-exit',
    exitReason: INTERRUPT_WINDOW,
  });
  return true;
}

const allEnded = ({ state }: Draft): boolean => state.tasks.every((task) => task.status === 'ended');

/** One step. Stepping an ended state changes nothing; the state given is never changed. */
export function step(given: MonitorState): MonitorStep {
  if (given.ended) return { state: given, events: [] };
  const draft: Draft = { state: { ...given, tasks: [...given.tasks], steps: given.steps + 1 }, events: [] };
  if (currentTask(draft).status !== 'running' && !switchTask(draft)) {
    // Everybody waits: time goes on to the next tick.
    draft.events.push({ kind: 'idle' });
    tick(draft, true);
  } else {
    let inMonitor = runInstruction(draft);
    if (!inMonitor) inMonitor = interruptWindow(draft);
    if (inMonitor) {
      deliver(draft);
      const task = currentTask(draft);
      if (task.status === 'running') draft.events.push({ kind: 'resumed', task: task.id });
      else switchTask(draft);
    }
    if (!allEnded(draft)) passTime(draft);
  }
  draft.state.ended = allEnded(draft);
  return { state: draft.state, events: draft.events };
}

/** Steps after which a run is cut short. */
export const STEP_BUDGET = 5000;

export interface MonitorRun {
  readonly outcome: 'ended' | 'budget';
  readonly final: MonitorState;
  readonly events: readonly MonitorEvent[];
  /** How often control left the tasks, by operation (`timer`: the hardware timer; `window`: interrupt window). */
  readonly interceptions: Readonly<Record<string, number>>;
  readonly total: number;
}

/** Runs until every task has ended, or the budget has. */
export function runMonitor(start: MonitorState, budget: number = STEP_BUDGET): MonitorRun {
  let state = start;
  const events: MonitorEvent[] = [];
  for (let count = 0; count < budget && !state.ended; count++) {
    const next = step(state);
    state = next.state;
    events.push(...next.events);
  }
  const interceptions: Record<string, number> = {};
  let total = 0;
  for (const event of events) {
    if (event.kind !== 'intercepted') continue;
    const name = event.op ?? (event.exitReason === INTERRUPT_WINDOW ? 'window' : 'timer');
    interceptions[name] = (interceptions[name] ?? 0) + 1;
    total += 1;
  }
  return { outcome: state.ended ? 'ended' : 'budget', final: state, events, interceptions, total };
}
