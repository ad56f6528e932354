// The messages of a VBox.log that carry facts, found by their first letters; everything else is passed over.
import { biosLine, driverAtWork, machineReset, systemAlive, timerLine } from './vbox-log-boot.ts';
import { configLine, sectionLine } from './vbox-log-config.ts';
import { hmLine, nemLine } from './vbox-log-engine.ts';
import { MAX_STATES, note, type LogState } from './vbox-log-state.ts';
import { keep } from './reading.ts';

/** Looks at the messages that carry facts; everything else is passed over by its first letter. */
export function readMessage(state: LogState, message: string, line: number, stamp: string | null): void {
  switch (message.charCodeAt(0)) {
    case 0x20: // space: a key of the CFGM dump
      if (state.config.section !== 'other') configLine(state.config, message, line);
      if (message.startsWith('  EnableNestedPaging ') && / = 0x0+(?![0-9a-f])/.test(message)) {
        state.engine.nestedRefused = true;
      }
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
      } else mediumLine(state, message, line);
      return;
    case 0x43: // C
      if (message.startsWith('CPUM: Logical host')) hostProcessors(state, message.slice(6), line);
      else stateLine(state, message, line, stamp);
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
      if (message.startsWith('Logical host')) hostProcessors(state, message, line);
      else if (message.startsWith('Log opened ')) note(state.opened, message.slice(11).trim(), line);
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
        else mediumLine(state, message, line);
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

function hostProcessors(state: LogState, message: string, line: number): void {
  const found = /^Logical host processors: (\d+)/.exec(message);
  if (found) note(state.hostCpus, Number(found[1]), line);
}

function mediumLine(state: LogState, message: string, line: number): void {
  const disk = /LUN#\d+: disk, .*total number of sectors (\d+)/.exec(message);
  const bytes = disk === null ? 0 : Number(disk[1]) * 512;
  if (bytes > (state.diskBytes.value ?? 0)) {
    state.diskBytes.value = bytes;
    state.diskBytes.line = line;
  }
  const medium = /LUN#\d+: CD\/DVD, total number of sectors (\d+)/.exec(message);
  if (medium) state.boot.opticalMedium = (state.boot.opticalMedium ?? false) || medium[1] !== '0';
}

const consoleState = /^Console: Machine state changed to '([A-Za-z-]+)'/;
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
  } else if (/^(?:PoweredOff|Saved|Aborted(?:-?Saved)?|TERMINATED|DESTROYING|OFF)$/.test(name)) {
    state.over = true;
    state.overLine = line;
    state.overStamp ??= stamp;
  } else if (name === 'Restoring' || name === 'LOADING') state.boot.restoring = true;
  else if (name === 'RESETTING' || name === 'SOFT_RESETTING') machineReset(state.boot);
  else if (name === 'GuruMeditation' || name.startsWith('GURU_MEDITATION')) {
    state.stuck = true;
    state.overLine = line;
  }
}

function guestLine(state: LogState, message: string, line: number, stamp: string | null): void {
  const { boot } = state;
  if (message.startsWith('Guest Log: ')) {
    const said = message.slice(11);
    if (said.startsWith('BIOS: ')) biosLine(boot, said.slice(6), line, stamp);
    else if (/^(?:No bootable medium|Could not read from the boot medium)/.test(said)) {
      biosLine(boot, said, line, stamp);
    } else if (
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
