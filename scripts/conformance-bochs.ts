// Starts Bochs on an image and collects what comes out of port 0xE9, until it leaves or has nothing more to say.
import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface BochsOptions {
  /** How the BIOS gets the image. */
  readonly boot: 'floppy' | 'disk';
  readonly model?: string;
  /** COM1 goes to a file that is handed back. */
  readonly serial?: boolean;
  /** Milliseconds without output after which it is stopped. */
  readonly patience: number;
  /** Called with the output so far; true: nothing more is expected, a second of silence is enough. */
  readonly complete?: (output: Buffer) => boolean;
}

export interface BochsRun {
  readonly output: Buffer;
  readonly serial: Buffer | null;
  /** Bochs left by itself. */
  readonly left: boolean;
}

export const PENRYN = 'core2_penryn_t9600';
const WITHOUT_MORE = 1_000;

/** How unshare gives a process a network of its own here: with a user namespace, or without for root. */
function networkFlag(): string | null {
  const works = (flag: string): boolean =>
    spawnSync('unshare', [flag, 'true'], { stdio: 'ignore' }).status === 0;
  return ['-rn', '-n'].find(works) ?? null;
}

/** Why Bochs cannot be used here; null when it can. */
export function missing(): string | null {
  const found = (command: string, args: readonly string[]): boolean =>
    spawnSync(command, args, { stdio: 'ignore' }).error === undefined;
  if (!found('bochs', ['--help'])) return 'não há Bochs (apt-get install bochs bochs-term)';
  for (const file of [BIOS, VGA_BIOS])
    if (!existsSync(file)) return `falta ${file} (apt-get install bochsbios vgabios)`;
  if (!found('nasm', ['-v'])) return 'não há NASM (apt-get install nasm)';
  // The rfb display listens on every address: without a network of its own Bochs is not started.
  if (networkFlag() === null) return 'unshare -n não funciona aqui, e o Bochs precisa de uma rede só dele';
  return null;
}

const BIOS = '/usr/share/bochs/BIOS-bochs-latest';
const VGA_BIOS = '/usr/share/bochs/VGABIOS-lgpl-latest';

function settings(folder: string, options: BochsOptions): string {
  const floppy = options.boot === 'floppy';
  return `config_interface: textconfig
display_library: rfb, options="timeout=0"
romimage: file=${BIOS}
vgaromimage: file=${VGA_BIOS}
cpu: model=${options.model ?? PENRYN}, count=1, ips=20000000, reset_on_triple_fault=1, ignore_bad_msrs=0
memory: guest=32, host=32
${
  floppy
    ? `floppya: 1_44=${join(folder, 'image')}, status=inserted, write_protected=1\nata0: enabled=0`
    : `ata0: enabled=1, ioaddr1=0x1f0, ioaddr2=0x3f0, irq=14
ata0-master: type=disk, mode=flat, path=${join(folder, 'image')}, cylinders=80, heads=2, spt=18, translation=none`
}
ata1: enabled=0
boot: ${options.boot}
log: ${join(folder, 'log')}
panic: action=report
error: action=ignore
info: action=ignore
debug: action=ignore
port_e9_hack: enabled=1
clock: sync=none
pci: enabled=1, chipset=i440fx
vga: extension=vbe
mouse: enabled=0
${options.serial === true ? `com1: enabled=1, mode=file, dev=${join(folder, 'serial')}` : 'com1: enabled=0'}
plugin_ctrl: unmapped=1, biosdev=1, speaker=0, extfpuirq=1, parallel=0, serial=${options.serial === true ? 1 : 0}, gameport=0, iodebug=0
`;
}

export async function runBochs(image: Uint8Array, options: BochsOptions): Promise<BochsRun> {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  try {
    writeFileSync(join(folder, 'image'), image);
    writeFileSync(join(folder, 'settings'), settings(folder, options));
    // The debugger stops at every triple fault and is told to go on.
    writeFileSync(join(folder, 'commands'), 'c\n'.repeat(100));
    const file = join(folder, 'output');
    const descriptor = openSync(file, 'w');
    const bochs = spawn(
      'unshare',
      [
        networkFlag() ?? '-rn',
        'bochs',
        '-f',
        join(folder, 'settings'),
        '-q',
        '-rc',
        join(folder, 'commands'),
      ],
      {
        cwd: folder,
        stdio: ['ignore', descriptor, 'ignore'],
      },
    );
    closeSync(descriptor);
    let over = false;
    const left = new Promise<void>((resolve) => {
      const end = (): void => {
        over = true;
        resolve();
      };
      bochs.once('exit', end);
      bochs.once('error', end);
    });
    let size = -1;
    let quietSince = Date.now();
    let killed = false;
    // A loop of its own, for the silence has to be measured.
    for (;;) {
      await Promise.race([left, pause(100, undefined, { ref: false })]);
      if (isOver()) break;
      const now = statSync(file).size;
      if (now !== size) {
        size = now;
        quietSince = Date.now();
        continue;
      }
      const quiet = Date.now() - quietSince;
      const enough = quiet > WITHOUT_MORE && options.complete?.(outputOf(file)) === true;
      if (enough || quiet > options.patience) {
        killed = true;
        bochs.kill('SIGKILL');
        await left;
        break;
      }
    }
    const serial = join(folder, 'serial');
    return {
      output: outputOf(file),
      serial: existsSync(serial) ? readFileSync(serial) : null,
      left: !killed,
    };

    function isOver(): boolean {
      return over;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the image printed, without the debugger's own lines. */
function outputOf(file: string): Buffer {
  const bytes = readFileSync(file);
  const start = bytes.indexOf('Vanderpool: carregando.');
  if (start < 0) return Buffer.alloc(0);
  const text = bytes.subarray(start).toString('latin1');
  return Buffer.from(text.replace(/(?:Next at t=\d+|\(0\)(?:\.\[\d+\])? \[0x)[^\n]*\n/g, ''), 'latin1');
}
