// Reader of VBox.log, VirtualBox 2.x to 7.x: who the machine was, on what it ran, which engine, and whether a system came up.
// One pass, one line at a time; the first letters of a message decide whether it is looked at.
import {
  beginBoot,
  biosLine,
  bootFacts,
  driverAtWork,
  machineReset,
  systemAlive,
  timerLine,
} from './vbox-log-boot.ts';
import type { BootState } from './vbox-log-boot.ts';
import { beginConfig, configLine, sectionLine, type ConfigState } from './vbox-log-config.ts';
import { beginEngine, engineFacts, hmLine, nemLine, type EngineState } from './vbox-log-engine.ts';
import { buildDate, logContradictions } from './vbox-log-plausibility.ts';
import { fact, keep, reading, unknown, type Fact, type Reading } from './reading.ts';
import type { LineReader, TextEnd } from './text-lines.ts';

interface Noted<T> {
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
const MAX_STATES = 5000;

function note<T>(slot: Noted<T>, value: T, line: number): void {
  if (slot.value !== null) return;
  slot.value = typeof value === 'string' ? (keep(value) as T) : value;
  slot.line = line;
}

export const header =
  /^VirtualBox (?:VM )?(\d+\.\d+[\w.+~-]*) r(\d+)(?::\d+)? ([a-z]+\.[a-z0-9]+) \(([^)]*)\) (?:release|debug) log/;
const stampAtStart = /^\s{0,8}(?:> ?)?(\d{2,}:\d\d:\d\d\.(?:\d{6}|\d{3}))(?: |$)/;

/** Splits `00:00:04.049105 text`; the stamp is null where there is none. */
export function splitStamp(text: string): { readonly stamp: string | null; readonly message: string } {
  if (
    text.charCodeAt(2) === 58 &&
    text.charCodeAt(5) === 58 &&
    text.charCodeAt(8) === 46 &&
    (text.charCodeAt(15) === 32 || text.charCodeAt(12) === 32)
  ) {
    const end = text.charCodeAt(12) === 32 ? 12 : 15;
    const stamp = text.slice(0, end);
    if (/^\d\d:\d\d:\d\d\.\d+$/.test(stamp)) return { stamp, message: text.slice(end + 1) };
  }
  const found = stampAtStart.exec(text);
  if (!found) return { stamp: null, message: text };
  return { stamp: found[1] ?? null, message: text.slice(found[0].length) };
}

export const vboxLog: LineReader<LogState> = {
  begin: () => ({
    vbox: none(),
    platform: none(),
    built: null,
    opened: none(),
    hostProduct: none(),
    hostRelease: none(),
    hostRam: none(),
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
  }),

  line(state, text, line) {
    if (state.secondHeaderLine !== null) return;
    const { stamp, message } = splitStamp(text);
    if (message.startsWith('VirtualBox ') && readHeader(state, message, line)) {
      if (state.secondHeaderLine !== null) return;
    }
    if (stamp !== null) readStamp(state, stamp, line);
    readMessage(state, message, line, stamp);
  },

  end: logReading,
};

function readHeader(state: LogState, message: string, line: number): boolean {
  const found = header.exec(message);
  if (!found) return false;
  if (state.vbox.value !== null) {
    state.secondHeaderLine = line;
    return true;
  }
  note(state.vbox, `${found[1] ?? ''} r${found[2] ?? ''}`, line);
  note(state.platform, found[3] ?? '', line);
  state.built = buildDate(found[4] ?? '');
  return true;
}

function readStamp(state: LogState, stamp: string, line: number): void {
  if (state.firstStamp.value === null) note(state.firstStamp, stamp, line);
  const last = state.lastStamp.value;
  // A stamp with fewer decimals than the others is one that was cut.
  if (last !== null && decimals(last) !== decimals(stamp)) return;
  if (last !== null && (stamp.length < last.length || (stamp.length === last.length && stamp < last))) {
    state.stepBackLine ??= line;
  }
  state.lastStamp.value = stamp;
  state.lastStamp.line = line;
}

function decimals(stamp: string): number {
  return stamp.length - stamp.lastIndexOf('.');
}

/** Looks at the messages that carry facts; everything else is passed over by its first letter. */
function readMessage(state: LogState, message: string, line: number, stamp: string | null): void {
  switch (message.charCodeAt(0)) {
    case 0x20: // space: a key of the CFGM dump
      if (state.config.section !== 'other') configLine(state.config, message, line);
      return;
    case 0x5b: // [
      sectionLine(state.config, message);
      if (state.config.section === 'root') state.configLine ??= line;
      if (message.startsWith('[/Devices/efi/0/]')) state.boot.efi = true;
      return;
    case 0x2f: // / statistics
      statisticsLine(state, message, line);
      return;
    case 0x41: // A
      if (
        message.startsWith('AHCI#')
          ? message.endsWith('Reset the HBA')
          : /^AHCI ATA: Ctl.*RESET/.test(message)
      ) {
        driverAtWork(state.boot, line);
      } else mediumLine(state, message);
      return;
    case 0x43: // C
      stateLine(state, message, line, stamp);
      return;
    case 0x45: // E
      if (message.startsWith('EHCI: USB Operational')) driverAtWork(state.boot, line);
      else if (message.startsWith('EFI: ')) state.boot.efi = true;
      else if (message.startsWith('Executable: ')) note(state.executable, message.slice(12).trim(), line);
      return;
    case 0x47: // G
      guestLine(state, message, line, stamp);
      return;
    case 0x48: // H
      hostLine(state, message, line);
      return;
    case 0x4c: // L
      if (message.startsWith('Log opened ')) note(state.opened, message.slice(11).trim(), line);
      return;
    case 0x4e: // N
      if (message.startsWith('NEM: ')) nemLine(state.engine, message, line);
      return;
    case 0x4f: // O
      if (message.startsWith('OS Product: ')) note(state.hostProduct, message.slice(12).trim(), line);
      else if (message.startsWith('OS Release: ')) note(state.hostRelease, message.slice(12).trim(), line);
      else if (message.startsWith('OHCI: USB Operational')) driverAtWork(state.boot, line);
      return;
    case 0x50: // P
      if (message.startsWith('PIT: mode=')) timerLine(state.boot, message, line);
      else if (message.startsWith('PIIX3 ATA: ')) {
        if (/^PIIX3 ATA: (?:Ctl#\d+: RESET|LUN#\d+: IDLE IMMEDIATE)/.test(message))
          driverAtWork(state.boot, line);
        else mediumLine(state, message);
      } else if (message.startsWith('Process ID: ')) {
        const id = /^\d+/.exec(message.slice(12));
        if (id) note(state.processId, Number(id[0]), line);
      } else if (message.startsWith('Power up failed')) {
        note(state.powerUpFailed, /VERR_\w+/.exec(message)?.[0] ?? 'erro', line);
        state.overLine ??= line;
      } else if (message.startsWith('PATM: ')) {
        if (state.ranLine !== null) state.engine.patchedLine ??= line;
      }
      return;
    case 0x52: // R
      if (message.startsWith('RTC: period=')) driverAtWork(state.boot, line);
      return;
    case 0x54: // T
      if (message.startsWith('TM: Giving up catch-up')) state.slowLine ??= line;
      return;
    case 0x56: // V
      if (message.startsWith('VMMDev: Guest ')) guestLine(state, message.slice(8), line, stamp);
      else if (message.startsWith('VM: fHMEnabled=false')) {
        // Builds without raw mode say so in HM's own line; where this one stands alone, raw mode is what is left.
        if (/^[2-6]\.0|^[2-5]\./.test(state.vbox.value ?? '')) state.engine.confirmed ??= 'raw-mode';
        state.engine.confirmedLine ??= line;
      }
      return;
    case 0x78: // x
      if (message.startsWith('xHCI: USB Operational')) driverAtWork(state.boot, line);
      return;
    case 0x58: // X
      if (message.startsWith('XHCI: USB Operational')) driverAtWork(state.boot, line);
      return;
    default:
  }
}

function hostLine(state: LogState, message: string, line: number): void {
  if (message.startsWith('HM: ') || message.startsWith('HMR3Init') || message.startsWith('HWACCM: ')) {
    const before = state.engine.decidedLine;
    hmLine(state.engine, message, line);
    if (before === null && state.engine.decidedLine !== null) state.hmDecidedAt = line;
  } else if (message.startsWith('Host RAM: ')) {
    const ram = /^(\d+)\s*MB/.exec(message.slice(10));
    if (ram) note(state.hostRam, Number(ram[1]), line);
  }
}

function mediumLine(state: LogState, message: string): void {
  const medium = /LUN#\d+: CD\/DVD, total number of sectors (\d+)/.exec(message);
  if (medium) state.boot.opticalMedium = (state.boot.opticalMedium ?? false) || medium[1] !== '0';
}

const consoleState = /^Console: Machine state changed to '([A-Za-z]+)'/;
const vmState = /^Changing the VM state from '[A-Z_]+' to '([A-Z_]+)'/;

function stateLine(state: LogState, message: string, line: number, stamp: string | null): void {
  const said = consoleState.exec(message) ?? null;
  const changed = said ? null : vmState.exec(message);
  const name = said?.[1] ?? changed?.[1];
  if (name === undefined) return;
  const list = said ? state.consoleStates : state.vmStates;
  if (list.length < MAX_STATES) list.push(keep(name));
  state.statesLine ??= line;
  if (/^(?:Running|RUNNING)$/.test(name)) {
    state.ranLine ??= line;
    state.over = false;
    state.overStamp = null;
  } else if (/^(?:PoweredOff|Saved|Aborted|TERMINATED|DESTROYING|OFF)$/.test(name)) {
    state.over = true;
    state.overLine = line;
    state.overStamp ??= stamp;
  } else if (name === 'Restoring' || name === 'LOADING') state.boot.restoring = true;
  else if (name === 'RESETTING' || name === 'SOFT_RESETTING') machineReset(state.boot);
  else if (name === 'Stuck' || name.startsWith('GURU_MEDITATION')) {
    state.stuck = true;
    state.overLine = line;
  }
}

function guestLine(state: LogState, message: string, line: number, stamp: string | null): void {
  const { boot } = state;
  if (message.startsWith('Guest Log: ')) {
    const said = message.slice(11);
    if (said.startsWith('BIOS: ')) biosLine(boot, said.slice(6), line, stamp);
    else if (
      /^(?:vboxguest|VBoxGuest|VBoxService|VBoxTray|VBoxVideo|VBoxMP|VBoxDisp|vgdrv|vbg_|vboxsf|VBoxSF|VBoxClient|Windows version|\d\d:\d\d:\d\d\.)/.test(
        said,
      ) ||
      / OS Product: /.test(said)
    ) {
      systemAlive(boot, line);
      if (/^VBoxService|^VBoxTray|^VBoxClient|OS Product: /.test(said)) boot.serviceLine ??= line;
    }
  } else if (message.startsWith('Guest Additions information report: ')) {
    const said = message.slice(36);
    if (said.startsWith('Version ')) {
      note(state.additions, said.trim(), line);
      state.additionsLine ??= line;
      // The module of the Linux kernel itself always reports one of these two revisions.
      if (!/ r(?:68940|127566)\b/.test(said)) boot.ownAdditions = true;
      systemAlive(boot, line);
    } else if (!boot.restoring || boot.source !== null) {
      // Restoring a saved machine repeats its last report: that says nothing of this session.
      systemAlive(boot, line);
    }
  } else if (
    message.startsWith('Guest Additions capability report') ||
    message.startsWith('Guest Additions status')
  ) {
    systemAlive(boot, line);
  } else if (message.startsWith('Guest OS type: ')) {
    const type = /^'([^']+)'/.exec(message.slice(15));
    if (type) note(state.osType, type[1] ?? '', line);
  } else if (message.startsWith('GIM: ')) {
    if (
      /^GIM: (?:KVM: VCPU\s+\d+: Enabled|KVM: Enabled|HyperV: (?:Guest OS reported|Enabled|Guest ID))/.test(
        message,
      )
    ) {
      systemAlive(boot, line);
    }
  }
}

/** Bytes read and written by hard disks, in the statistics of a session that ended. */
function statisticsLine(state: LogState, message: string, line: number): void {
  if (!message.includes('Bytes')) return;
  const found =
    /^\/(?:Devices\/(?:AHCI|SATA|SCSI|IDE|BusLogic|LsiLogic|NVMe|VirtioSCSI)\S*|Public\/Storage\/\S+)\/(?:Port\d+|Unit\d+|\d+)\/(?:(Read|Written)Bytes|Bytes(Read|Written))\s+(\d+) bytes/.exec(
      message,
    );
  if (!found) return;
  const slot = (found[1] ?? found[2]) === 'Written' ? state.bytesWritten : state.bytesRead;
  slot.value = (slot.value ?? 0) + Number(found[3]);
  slot.line ??= line;
}

function logReading(state: LogState, text: TextEnd): Reading {
  const states = state.consoleStates.length > 0 ? state.consoleStates : state.vmStates;
  const engine = engineFacts(state.engine, state.ranLine !== null);
  const boot = bootFacts(state.boot, {
    ran: state.ranLine !== null,
    over: state.over,
    overLine: state.overLine,
    powerUpFailed: state.powerUpFailed.value !== null,
    stuck: state.stuck,
    secondsAfterHandOver: secondsBetween(state.boot.sourceStamp, state.overStamp),
  });
  const host =
    state.hostProduct.value !== null && state.hostRelease.value !== null
      ? fact(`${state.hostProduct.value} ${state.hostRelease.value}`.trim(), state.hostProduct.line)
      : unknown;
  const { config } = state;
  const ram = config.ramBytes.value === null ? null : config.ramBytes.value / 1_048_576;
  return reading(
    'vbox-log',
    {
      vbox: as(state.vbox),
      plataforma: as(state.platform),
      host,
      host_ram_mb: as(state.hostRam),
      os_type: as(state.osType),
      ram_mb: fact(ram, config.ramBytes.line),
      cpus: as(config.cpus),
      uuid: as(config.uuid),
      nome_vm: as(config.name),
      // IEM interprets every instruction: none of the engines the course asks about.
      motor: fact(engine.engine === 'IEM' ? null : engine.engine, engine.line),
      paginacao_aninhada: fact(engine.nestedPaging, engine.line),
      estados: fact(states, state.statesLine),
      bootou: fact(boot.booted, boot.bootedLine),
      instalado: fact(boot.installed, boot.bootedLine),
      boot_falhou: fact(boot.failed, state.boot.failedLine),
      ga: as(state.additions),
      primeiro_ts: as(state.firstStamp),
      ultimo_ts: as(state.lastStamp),
    },
    {
      more: {
        aberto_em: as(state.opened),
        executavel: as(state.executable),
        pid: as(state.processId),
        interpretado: fact(engine.engine === 'IEM' ? true : null, engine.line),
        falha_ao_ligar: as(state.powerUpFailed),
        rodou: fact(state.ranLine !== null, state.ranLine),
        bytes_gravados: as(state.bytesWritten),
        bytes_lidos: as(state.bytesRead),
        duracao_s: fact(secondsBetween(state.firstStamp.value, state.lastStamp.value), state.lastStamp.line),
        atraso: fact(state.slowLine === null ? null : true, state.slowLine),
        linha_do_motor: fact(state.engine.decidedText, state.engine.decidedLine),
      },
      contradictions: logContradictions(state, engine),
      remark: text.nulBytes ? 'O arquivo tem bytes nulos, que foram pulados; o resto foi lido.' : null,
    },
  );
}

function as<T>(slot: Noted<T>): Fact<T> {
  return fact(slot.value, slot.line);
}

/** Seconds from one stamp to another; null where one is missing. */
export function secondsBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null;
  return seconds(to) - seconds(from);
}

function seconds(stamp: string): number {
  const [hours = 0, minutes = 0, rest = 0] = stamp.split(':').map(Number);
  return hours * 3600 + minutes * 60 + rest;
}
