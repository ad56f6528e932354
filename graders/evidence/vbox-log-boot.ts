// Did the guest of a VBox.log come up, and from what? A ladder of proof, fed line by line.
// Facts: the BIOS of VirtualBox (PcBios) reports each device it tries; a kernel reprograms timer, USB and disk controllers.

export type BootSource = 'disk' | 'cd' | 'floppy' | 'network';

export interface BootState {
  /** The BIOS said it started; an EFI guest has no such line. */
  biosSeen: boolean;
  efi: boolean;
  restoring: boolean;
  /** What the BIOS last handed over to. */
  source: BootSource | null;
  sourceStamp: string | null;
  /** Line of a boot failure that nothing later contradicted. */
  failedLine: number | null;
  /** First line that only a running operating system causes. */
  aliveLine: number | null;
  /** From what the running systems had come; `other`: no line says. */
  readonly aliveFrom: Set<BootSource | 'restored' | 'other'>;
  /** The Guest Additions' own service spoke from inside. */
  serviceLine: number | null;
  opticalMedium: boolean | null;
  /** Additions that someone installed: not those every Linux kernel carries, live media included. */
  ownAdditions: boolean;
}

export function beginBoot(): BootState {
  return {
    biosSeen: false,
    efi: false,
    restoring: false,
    source: null,
    sourceStamp: null,
    failedLine: null,
    aliveLine: null,
    aliveFrom: new Set(),
    serviceLine: null,
    opticalMedium: null,
    ownAdditions: false,
  };
}

/** Something only an operating system (or its drivers) does. */
export function systemAlive(boot: BootState, line: number): void {
  boot.aliveLine ??= line;
  boot.failedLine = null;
  boot.aliveFrom.add(boot.source ?? (boot.restoring ? 'restored' : 'other'));
}

/** Work of a driver that a BIOS would not do after handing over; says nothing before that, nor under EFI. */
export function driverAtWork(boot: BootState, line: number): void {
  if (boot.source !== null) systemAlive(boot, line);
}

export function machineReset(boot: BootState): void {
  boot.source = null;
  boot.sourceStamp = null;
  boot.restoring = false;
}

const handsOver = /^Booting from (Hard Disk|CD-?ROM|Floppy|LAN|Network)/i;
const gaveUp =
  /No bootable medium|BOOT FAILURE|Could not read from the boot medium|^Boot from .{1,30} failed|No boot(?:able)? device/i;

/** The text after `Guest Log: BIOS: `. */
export function biosLine(boot: BootState, text: string, line: number, stamp: string | null): void {
  boot.biosSeen = true;
  if (text.startsWith('VirtualBox ')) {
    machineReset(boot);
    return;
  }
  const over = handsOver.exec(text);
  if (over) {
    const what = (over[1] ?? '').toLowerCase();
    boot.source = what.startsWith('h')
      ? 'disk'
      : what.startsWith('c')
        ? 'cd'
        : what.startsWith('f')
          ? 'floppy'
          : 'network';
    boot.sourceStamp = stamp;
    boot.failedLine = null;
    return;
  }
  if (gaveUp.test(text)) {
    boot.failedLine = line;
    if (!/^Boot from/i.test(text)) boot.source = null;
  }
}

/** Timer rates of the BIOS (18.2 Hz, and 64 Hz while it waits); any other periodic rate is a kernel's. */
const timer = /^PIT: mode=(\d) count=(0x[0-9a-f]+)/i;

export function timerLine(boot: BootState, message: string, line: number): void {
  const found = timer.exec(message);
  if (!found) return;
  const count = Number(found[2]);
  // The Linux kernel stops the timer with mode 0; the 64 Hz of the BIOS is 0x48d3.
  if (found[1] === '2' && count !== 0x10000 && count !== 0x48d3) {
    // An EFI firmware uses mode 3, so mode 2 is a kernel's there too.
    if (boot.source !== null || !boot.biosSeen) systemAlive(boot, line);
  } else if (found[1] === '0') driverAtWork(boot, line);
}

export interface BootFacts {
  readonly booted: boolean | null;
  readonly bootedLine: number | null;
  readonly installed: boolean | null;
  readonly failed: boolean;
}

export interface SessionEnd {
  /** The session reached Running. */
  readonly ran: boolean;
  /** The session is over in this file: powered off, saved, aborted, or never powered up. */
  readonly over: boolean;
  readonly overLine: number | null;
  readonly powerUpFailed: boolean;
  /** The machine stopped on an error of its own (Guru Meditation). */
  readonly stuck: boolean;
  readonly secondsAfterHandOver: number | null;
}

/** No operating system starts its drivers in less. */
const SHORTEST_BOOT_SECONDS = 3;

export function bootFacts(boot: BootState, end: SessionEnd): BootFacts {
  const failed = boot.failedLine !== null;
  if (boot.aliveLine !== null) {
    return { booted: true, bootedLine: boot.aliveLine, installed: installed(boot), failed };
  }
  const no = { booted: false, installed: null, failed };
  if (failed) return { ...no, bootedLine: boot.failedLine };
  if (!end.ran && (end.powerUpFailed || end.over)) return { ...no, bootedLine: end.overLine };
  if (end.over && boot.biosSeen && !boot.restoring) {
    const tooShort =
      boot.source === null ||
      (end.secondsAfterHandOver !== null && end.secondsAfterHandOver < SHORTEST_BOOT_SECONDS);
    if (tooShort) return { ...no, bootedLine: end.overLine };
  }
  if (end.stuck && boot.biosSeen && boot.source === null) return { ...no, bootedLine: end.overLine };
  return { booted: null, bootedLine: null, installed: null, failed };
}

function installed(boot: BootState): boolean | null {
  if (boot.aliveFrom.has('disk')) return true;
  const removable = boot.aliveFrom.has('cd') || boot.aliveFrom.has('floppy') || boot.aliveFrom.has('network');
  if (boot.serviceLine !== null && !removable) return true;
  if (removable) return false;
  if (boot.aliveFrom.has('other') && boot.ownAdditions) return true;
  // No BIOS line (EFI): with an empty drive there was only the disk to come from.
  return boot.aliveFrom.has('other') && boot.opticalMedium === false ? true : null;
}
