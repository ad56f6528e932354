// What is kept of a VBox.log while it is read: facts with their lines, and nothing of the text.
import { beginBoot, type BootState } from './vbox-log-boot.ts';
import { beginConfig, type ConfigState } from './vbox-log-config.ts';
import { beginEngine, type EngineState } from './vbox-log-engine.ts';
import { keep } from './reading.ts';

export interface Noted<T> {
  value: T | null;
  line: number | null;
}

export interface LogState {
  vbox: Noted<string>;
  platform: Noted<string>;
  built: string | null;
  opened: Noted<string>;
  hostProduct: Noted<string>;
  hostRelease: Noted<string>;
  hostRam: Noted<number>;
  /** Logical processors of the host. */
  hostCpus: Noted<number>;
  /** Bytes of the largest disk. */
  diskBytes: Noted<number>;
  osType: Noted<string>;
  executable: Noted<string>;
  processId: Noted<number>;
  additions: Noted<string>;
  firstStamp: Noted<string>;
  lastStamp: Noted<string>;
  stepBackLine: number | null;
  secondHeaderLine: number | null;
  /** `Console: Machine state changed to`, and what the VMM itself says (all there is up to 4.3). */
  readonly consoleStates: string[];
  readonly vmStates: string[];
  statesLine: number | null;
  ranLine: number | null;
  over: boolean;
  overLine: number | null;
  overStamp: string | null;
  powerUpFailed: Noted<string>;
  stuck: boolean;
  bytesWritten: Noted<number>;
  bytesRead: Noted<number>;
  slowLine: number | null;
  hmDecidedAt: number | null;
  configLine: number | null;
  additionsLine: number | null;
  readonly config: ConfigState;
  readonly engine: EngineState;
  readonly boot: BootState;
}

const none = <T>(): Noted<T> => ({ value: null, line: null });
export const MAX_STATES = 5000;

/** The first value stays: a log says the same thing again later. */
export function note<T>(slot: Noted<T>, value: T, line: number): void {
  if (slot.value !== null) return;
  slot.value = typeof value === 'string' ? (keep(value) as T) : value;
  slot.line = line;
}

export function beginLog(): LogState {
  return {
    vbox: none(),
    platform: none(),
    built: null,
    opened: none(),
    hostProduct: none(),
    hostRelease: none(),
    hostRam: none(),
    hostCpus: none(),
    diskBytes: none(),
    osType: none(),
    executable: none(),
    processId: none(),
    additions: none(),
    firstStamp: none(),
    lastStamp: none(),
    stepBackLine: null,
    secondHeaderLine: null,
    consoleStates: [],
    vmStates: [],
    statesLine: null,
    ranLine: null,
    over: false,
    overLine: null,
    overStamp: null,
    powerUpFailed: none(),
    stuck: false,
    bytesWritten: none(),
    bytesRead: none(),
    slowLine: null,
    hmDecidedAt: null,
    configLine: null,
    additionsLine: null,
    config: beginConfig(),
    engine: beginEngine(),
    boot: beginBoot(),
  };
}
