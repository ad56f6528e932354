// The instructions around an address: forwards by decoding, backwards by finding where decoding falls into step.
import { disassemble } from '../disassembler/index.ts';

export interface DecodedLine {
  readonly address: bigint;
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** Longest instruction of the architecture (SDM vol. 2, 2.3.11). */
const LONGEST = 15;

type Read = (address: bigint, length: number) => Uint8Array;

/**
 * Up to `before` instructions that end at `address`, and `after` from it on. `isStart` says where an instruction is known to
 * begin (a listing knows); without one, the first start from which decoding meets `address` is taken. `read` may give
 * fewer bytes than asked for, and none where there is no memory.
 */
export function codeAround(
  read: Read,
  address: bigint,
  width: 16 | 32 | 64,
  before: number,
  after: number,
  isStart: (address: bigint) => boolean,
): DecodedLine[] {
  const from = address - BigInt(Math.min(before * LONGEST, Number(address < 4096n ? address : 4096n)));
  let earlier: DecodedLine[] = [];
  const starts: bigint[] = [];
  for (let at = from; at < address; at += 1n) starts.push(at);
  // A known start is worth more than one that only happens to fit.
  const ordered = [...starts.filter(isStart), ...starts];
  for (const start of ordered) {
    const lines = decodeUntil(read, start, address, width);
    if (lines !== null) {
      earlier = lines.slice(-before);
      break;
    }
  }
  return [...(before === 0 ? [] : earlier), ...decode(read, address, width, after)];
}

function decode(read: Read, address: bigint, width: 16 | 32 | 64, count: number): DecodedLine[] {
  const lines: DecodedLine[] = [];
  let at = address;
  for (let done = 0; done < count; done++) {
    const line = one(read, at, width);
    if (line === null) break;
    lines.push(line);
    at += BigInt(line.bytes.length);
  }
  return lines;
}

/** The instructions from `start` that end exactly at `end`; null where decoding steps over it. */
function decodeUntil(read: Read, start: bigint, end: bigint, width: 16 | 32 | 64): DecodedLine[] | null {
  const lines: DecodedLine[] = [];
  let at = start;
  while (at < end) {
    const line = one(read, at, width);
    if (line === null) return null;
    lines.push(line);
    at += BigInt(line.bytes.length);
  }
  return at === end ? lines : null;
}

function one(read: Read, at: bigint, width: 16 | 32 | 64): DecodedLine | null {
  const bytes = read(at, LONGEST);
  if (bytes.length === 0) return null;
  const { length, text } = disassemble(bytes, at, width);
  return { address: at, bytes: bytes.slice(0, length), text };
}
