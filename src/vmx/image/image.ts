// The bootable image: the boot stub, a directory of programs, the programs, and the empty FAT12 of a floppy of 1.44 MB
// around them, so that a BIOS takes the same bytes for a floppy or for a disk. Layout: stub.asm.
import { STUB_BASE64 } from './stub-bytes.ts';

/** A floppy of 80 tracks, 2 sides, 18 sectors of 512 bytes. */
export const IMAGE_BYTES = 1_474_560;
const SECTOR = 512;
const SECTORS = IMAGE_BYTES / SECTOR;

/** Offsets in the boot sector and in the header that the stub reads. */
const RESERVED_SECTORS = 14;
const HEADER = 528;
const FAT_SECTORS = 9;
const ROOT_SECTORS = 14;
const ENTRY = 64;
const NAME_BYTES = ENTRY - 8 - 1;
export const MAX_PROGRAMS = 256;
/** A program lives from 0x100000 to 0x1FFFFF. */
export const MAX_PROGRAM_BYTES = 0x100000;

const FLAG_RESET = 1;
const FLAG_LEAVE = 2;

export interface ImageProgram {
  /** Shown before the program's output. */
  readonly name: string;
  /** Flat binary for address 0x100000. */
  readonly bytes: Uint8Array;
}

export interface ImageOptions {
  /** Reset the machine between programs, as emulators can: IA32_FEATURE_CONTROL is then unlocked for each. */
  readonly resetBetween?: boolean;
  /** Leave the emulator at the end instead of waiting for keys (Bochs, port 0x8900). */
  readonly leaveEmulator?: boolean;
}

export type ImageResult =
  | { readonly ok: true; readonly image: Uint8Array }
  | { readonly ok: false; readonly code: 'no-program' | 'too-many-programs'; readonly count: number }
  | {
      readonly ok: false;
      readonly code: 'program-too-big' | 'image-full';
      /** The first program that does not fit. */
      readonly name: string;
      readonly bytes: number;
      readonly limit: number;
    };

/** The image's bytes, or why there is none. */
export function buildImage(programs: readonly ImageProgram[], options: ImageOptions = {}): ImageResult {
  const count = programs.length;
  if (count === 0) return { ok: false, code: 'no-program', count };
  if (count > MAX_PROGRAMS) return { ok: false, code: 'too-many-programs', count };
  const stub = stubBytes();
  const image = new Uint8Array(IMAGE_BYTES);
  const view = new DataView(image.buffer);
  image.set(stub);
  const directory = stub.length;
  const limit = (SECTORS - 2 * FAT_SECTORS - ROOT_SECTORS) * SECTOR;
  let at = directory + count * ENTRY;
  for (const [index, { name, bytes }] of programs.entries()) {
    if (bytes.length > MAX_PROGRAM_BYTES)
      return { ok: false, code: 'program-too-big', name, bytes: bytes.length, limit: MAX_PROGRAM_BYTES };
    if (at + bytes.length > limit)
      return { ok: false, code: 'image-full', name, bytes: bytes.length, limit: Math.max(0, limit - at) };
    const entry = directory + index * ENTRY;
    view.setUint32(entry, at, true);
    view.setUint32(entry + 4, bytes.length, true);
    image.set(nameBytes(name), entry + 8);
    image.set(bytes, at);
    at += bytes.length;
  }
  const used = Math.ceil(at / SECTOR);
  view.setUint32(HEADER, used, true);
  view.setUint32(
    HEADER + 4,
    (options.resetBetween === true ? FLAG_RESET : 0) | (options.leaveEmulator === true ? FLAG_LEAVE : 0),
    true,
  );
  view.setUint32(HEADER + 8, directory, true);
  view.setUint32(HEADER + 12, count, true);
  view.setUint16(RESERVED_SECTORS, used, true);
  for (const fat of [used, used + FAT_SECTORS]) image.set([0xf0, 0xff, 0xff], fat * SECTOR);
  // The volume's label is the only entry of the root directory.
  const root = (used + 2 * FAT_SECTORS) * SECTOR;
  image.set(new TextEncoder().encode('VANDERPOOL '), root);
  image[root + 11] = 8;
  return { ok: true, image };
}

export function stubBytes(): Uint8Array {
  return Uint8Array.from(atob(STUB_BASE64), (character) => character.charCodeAt(0));
}

/** A name as UTF-8 without control characters, cut between two characters if it is too long. */
function nameBytes(name: string): Uint8Array {
  const encoder = new TextEncoder();
  let bytes = new Uint8Array();
  let text = '';
  for (const character of name.replace(/\p{Cc}/gu, ' ')) {
    text += character;
    const longer = encoder.encode(text);
    if (longer.length > NAME_BYTES) break;
    bytes = longer;
  }
  return bytes;
}
