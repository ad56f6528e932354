// What the bootable image prints for a program, told by the simulator: the same lines that stub.asm prints, made from
// the machine's own state. The hooks of vmx.inc are caught where the stub would be called.
import * as L from '../cpu/layout.ts';
import { HOST_IDT } from '../ground/ground.ts';
import { Machine, PROGRAM } from '../index.ts';
import type { EndEvent, MachineEvent, ProfileName, RegisterName } from '../index.ts';

export interface TranscriptOptions {
  readonly profile?: ProfileName;
  /** Machine steps before the program is stopped; 1,000,000 when left out. */
  readonly budget?: number;
  /** Everything that happens is told to it too. */
  readonly sink?: (event: MachineEvent) => void;
  /** Called for each line of the stub, after the events that led to it. */
  readonly onLine?: (line: string) => void;
}

export interface Transcript {
  /** The program's characters and the stub's lines, in order: what comes out of port 0xE9. */
  readonly bytes: Uint8Array;
  /** The same bytes as text (UTF-8). */
  readonly text: string;
  readonly end: EndEvent | { readonly reason: 'budget' };
  /** False when the program's end cannot be told by an image: it stops or goes on for ever. */
  readonly tellsItsEnd: boolean;
}

const RECORDS = 0x40000;
const RECORD_HOOK = 0x50000;
const TEXT_HOOK = 0x50008;
/** Where the two routines of the stub would be: a RET each. */
const RECORD_ROUTINE = 0x50010;
const TEXT_ROUTINE = 0x50020;
const RET = 0xc3;
const MAX_TEXT = 0x10000;

/** Bits of what `registra` was asked for. */
const WITH_EXIT = 1;
const WITH_VALUE = 2;

/** Exit reasons whose instruction length the manual always defines (SDM 27.2.4). */
const WITH_LENGTH = 0xbeecc191fffffc00n;

const FLAG_LETTERS: readonly (readonly [bit: bigint, letter: string])[] = [
  [0n, 'C'],
  [2n, 'P'],
  [4n, 'A'],
  [6n, 'Z'],
  [7n, 'S'],
  [11n, 'O'],
];

const GENERAL: readonly RegisterName[] = [
  'rax', 'rbx', 'rcx', 'rdx', 'rsi', 'rdi', 'rbp', 'r8', 'r9', 'r10', 'r11', 'r12', 'r13', 'r14', 'r15',
]; // prettier-ignore

const hex = (value: bigint): string => `0x${value.toString(16)}`;

/** The line of one record, without its end. `bytes`: 64 bytes as `registra` leaves them; `number` counts from 1. */
export function recordLine(bytes: Uint8Array, number: number): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (offset: number): bigint => view.getBigUint64(offset, true);
  const flags = word(8);
  const letters = FLAG_LETTERS.filter(([bit]) => ((flags >> bit) & 1n) === 1n).map(([, letter]) => letter);
  const asked = view.getUint32(4, true);
  const parts = [`registro ${number}: linha=${view.getUint32(0, true)} flags=${letters.join('') || '-'}`];
  if (letters.includes('Z')) parts.push(`erro=${word(16)}`);
  if ((asked & WITH_EXIT) !== 0) {
    const reason = word(24);
    parts.push(`motivo=${reason & 0xffffn}${((reason >> 31n) & 1n) === 1n ? '(entrada falhou)' : ''}`);
    parts.push(`qualificação=${hex(word(32))}`);
    if (reason < 64n && ((WITH_LENGTH >> reason) & 1n) === 1n) parts.push(`tamanho=${word(40)}`);
    parts.push(`rip=${hex(word(48))}`);
  }
  if ((asked & WITH_VALUE) !== 0) parts.push(`valor=${hex(word(56))}`);
  return parts.join(' ');
}

/** Runs a program on the simulator and tells what its image would print, from the first character on. */
export function transcript(program: Uint8Array, options: TranscriptOptions = {}): Transcript {
  const machine = new Machine(options.profile === undefined ? {} : { profile: options.profile });
  machine.load(PROGRAM, program);
  const hooks = new DataView(new ArrayBuffer(16));
  hooks.setBigUint64(0, BigInt(RECORD_ROUTINE), true);
  hooks.setBigUint64(TEXT_HOOK - RECORD_HOOK, BigInt(TEXT_ROUTINE), true);
  machine.load(RECORD_HOOK, new Uint8Array(hooks.buffer));
  machine.load(RECORD_ROUTINE, Uint8Array.of(RET));
  machine.load(TEXT_ROUTINE, Uint8Array.of(RET));

  const printed: number[] = [];
  let lineIsOpen = false;
  /** The last thing that happened is an exception that the instruction raised. */
  let faulted = false;
  const say = (text: string): void => {
    if (lineIsOpen) printed.push(10);
    lineIsOpen = false;
    printed.push(...new TextEncoder().encode(text), 10);
    options.onLine?.(text);
  };
  const sink = (event: MachineEvent): void => {
    if (event.kind === 'character' && event.device === 'e9') printed.push(event.code);
    if (event.kind === 'exception') faulted = true;
    else if (event.kind === 'instruction' || event.kind === 'interrupt-delivered') faulted = false;
    options.sink?.(event);
  };
  const atRoutine = (): boolean => {
    const { rip } = machine.cpu;
    return (rip === RECORD_ROUTINE || rip === TEXT_ROUTINE) && machine.mode !== 'non-root';
  };
  let left = options.budget ?? 1_000_000;
  while (machine.end === null && left > 0) {
    left -= machine.run(left, { sink, until: atRoutine }).steps;
    if (machine.end !== null || left <= 0) break;
    if (machine.cpu.rip === RECORD_ROUTINE) {
      const at = Number(machine.register('rdi'));
      say(recordLine(machine.readMemory(at, 64), (at - RECORDS) / 64 + 1));
    } else {
      const last = lastByte(machine, Number(machine.register('rsi')));
      if (last !== null) lineIsOpen = last !== 10;
    }
    machine.step(sink);
    left--;
  }
  const { end } = machine;
  const tellsItsEnd = end !== null && (end.reason === 'finished' || end.reason === 'unhandled-exception');
  if (tellsItsEnd) for (const line of endLines(machine, end, faulted)) say(line);
  const bytes = Uint8Array.from(printed);
  return { bytes, text: new TextDecoder().decode(bytes), end: end ?? { reason: 'budget' }, tellsItsEnd };
}

/** Last byte of a text that ends with a zero; null for an empty one. */
function lastByte(machine: Machine, at: number): number | null {
  let last: number | null = null;
  for (let i = 0; i < MAX_TEXT; i++) {
    const byte = machine.readMemory(at + i, 1)[0] ?? 0;
    if (byte === 0) return last;
    last = byte;
  }
  return last;
}

/** The stub's gates stand in the ground's IDT; where the program put another, nobody is left to tell of the exception. */
function hasGates(machine: Machine): boolean {
  const { u64 } = machine.cpu;
  return u64[L.IDTR_BASE] === BigInt(HOST_IDT) && (u64[L.IDTR_LIMIT] ?? 0n) >= 0xfffn;
}

function endLines(machine: Machine, end: EndEvent, faulted: boolean): string[] {
  if (!hasGates(machine)) return ['fim: a máquina reiniciou sozinha'];
  let first = 'fim: termina';
  let rip = end.rip;
  if (end.reason !== 'finished') {
    first = `fim: exceção sem tratador: vetor=${end.vector ?? 0}`;
    if (end.errorCode !== null) first += ` erro=${hex(BigInt(end.errorCode >>> 0))}`;
    // A software interrupt leaves the address of what follows it.
    if (!faulted) rip += BigInt(softwareInterruptLength(machine, Number(rip)));
  }
  const vmcs = machine.vmxonRegion === null ? null : machine.currentVmcs;
  const operation =
    machine.vmxonRegion === null ? 'não' : `sim vmcs=${vmcs === null ? 'nenhuma' : hex(vmcs)}`;
  const value = (name: RegisterName): string => `${name}=${hex(machine.register(name))}`;
  const flags = machine.register('rflags') & ~0x10000n;
  const lines = [
    `${first} rip=${hex(rip)}`,
    `estado: vmx=${operation} ${value('cr0')} ${value('cr3')} ${value('cr4')}`,
    `estado: rflags=${hex(flags)} ${value('rsp')}`,
  ];
  for (let i = 0; i < GENERAL.length; i += 3)
    lines.push(
      `estado: ${GENERAL.slice(i, i + 3)
        .map(value)
        .join(' ')}`,
    );
  return lines;
}

/** Bytes of INT n, INT3 or ICEBP at an address, with its prefixes. */
function softwareInterruptLength(machine: Machine, at: number): number {
  const bytes = machine.readMemory(at, 15);
  for (const [index, byte] of bytes.entries()) {
    if (byte === 0xcd) return index + 2;
    if (byte === 0xcc || byte === 0xf1) return index + 1;
  }
  return 0;
}
