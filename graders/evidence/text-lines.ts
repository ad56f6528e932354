// Bytes to lines: encodings that Windows, macOS and Linux programs write, decoded block by block.
import type { Reader, Reading } from './reading.ts';

/** A longer line is cut here: no format the course reads has one, and memory stays bounded. */
export const MAX_LINE = 65_536;
/** Lines of lists and dumps longer than this are no rows of theirs, and are not matched against patterns. */
export const MAX_ROW = 1000;
const MAX_BLOCK = 1 << 20;

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** What the text was like, beyond its lines. */
export interface TextEnd {
  readonly lines: number;
  /** The last line has no line end: the text may be cut there. */
  readonly openEnd: boolean;
  readonly nulBytes: boolean;
  readonly encoding: Encoding;
}

/** A reader that sees lines; `line` may change the state. */
export interface LineReader<State> {
  begin(): State;
  line(state: State, text: string, number: number): void;
  end(state: State, text: TextEnd): Reading;
}

/** The encoding, from a byte-order mark, from where the NULs are, or else UTF-8 (checked as it is decoded). */
export function sniffEncoding(head: Uint8Array): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const length = Math.min(head.length, 4096) & ~1;
  if (length < 4) return 'utf-8';
  const zeros = [0, 0];
  for (let index = 0; index < length; index++) {
    if (head[index] === 0) zeros[index & 1] = (zeros[index & 1] ?? 0) + 1;
  }
  const half = length / 2;
  const [even = 0, odd = 0] = zeros;
  if (odd > half * 0.6 && even < half * 0.1) return 'utf-16le';
  if (even > half * 0.6 && odd < half * 0.1) return 'utf-16be';
  return 'utf-8';
}

export class LineSplitter {
  #encoding: Encoding | null = null;
  #stream: TextDecoder | null = null;
  /** Bytes after the last line end (UTF-8 and Windows-1252). */
  #bytes = new Uint8Array(0);
  /** Text after the last line end. */
  #rest = '';
  #skipping = false;
  #afterReturn = false;
  #number = 0;
  #nul = false;
  readonly #emit: (text: string, number: number) => void;

  constructor(emit: (text: string, number: number) => void) {
    this.#emit = emit;
  }

  push(chunk: Uint8Array): void {
    this.#encoding ??= sniffEncoding(chunk);
    if (this.#encoding === 'utf-16le' || this.#encoding === 'utf-16be') {
      this.#stream ??= new TextDecoder(this.#encoding);
      this.#split(this.#stream.decode(chunk, { stream: true }));
      return;
    }
    const last = chunk.lastIndexOf(0x0a);
    if (last < 0 && this.#bytes.length + chunk.length < MAX_BLOCK) {
      this.#bytes = joined(this.#bytes, chunk);
      return;
    }
    const cut = last < 0 ? chunk.length : last + 1;
    const head = chunk.subarray(0, cut);
    this.#split(this.#decode(this.#bytes.length === 0 ? head : joined(this.#bytes, head)));
    this.#bytes = chunk.slice(cut);
  }

  end(): TextEnd {
    if (this.#stream !== null) this.#split(this.#stream.decode());
    if (this.#bytes.length > 0) this.#split(this.#decode(this.#bytes));
    const openEnd = this.#rest !== '' || this.#skipping;
    if (openEnd) this.#line(this.#rest);
    return { lines: this.#number, openEnd, nulBytes: this.#nul, encoding: this.#encoding ?? 'utf-8' };
  }

  /** UTF-8 if it is; the first block that is not turns the rest of the file into Windows-1252. */
  #decode(bytes: Uint8Array): string {
    if (this.#encoding !== 'windows-1252') {
      try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: this.#number > 0 }).decode(bytes);
      } catch {
        this.#encoding = 'windows-1252';
      }
    }
    return new TextDecoder('windows-1252').decode(bytes);
  }

  #split(block: string): void {
    let text = block;
    if (text.includes('\0')) {
      this.#nul = true;
      text = text.replaceAll('\0', '');
    }
    // A lone carriage return ends a line too (old Macs, a capture of a terminal).
    if (this.#afterReturn && text.startsWith('\n')) text = text.slice(1);
    this.#afterReturn = text.endsWith('\r');
    if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n');
    let from = 0;
    for (;;) {
      const at = text.indexOf('\n', from);
      if (at < 0) break;
      const piece = this.#rest === '' ? text.slice(from, at) : this.#rest + text.slice(from, at);
      this.#rest = '';
      if (this.#skipping) this.#skipping = false;
      else this.#line(piece);
      from = at + 1;
    }
    if (from < text.length && !this.#skipping) {
      this.#rest += text.slice(from);
      if (this.#rest.length > MAX_LINE) {
        this.#line(this.#rest.slice(0, MAX_LINE));
        this.#rest = '';
        this.#skipping = true;
      }
    }
  }

  #line(text: string): void {
    this.#number += 1;
    this.#emit(text.length > MAX_LINE ? text.slice(0, MAX_LINE) : text, this.#number);
  }
}

interface OverLines<State> {
  readonly inner: State;
  readonly splitter: LineSplitter;
}

/** Makes a reader of bytes out of a reader of lines. */
export function overLines<State>(lines: LineReader<State>): Reader<OverLines<State>> {
  return {
    begin() {
      const inner = lines.begin();
      return { inner, splitter: new LineSplitter((text, number) => lines.line(inner, text, number)) };
    },
    push(state, chunk) {
      state.splitter.push(chunk);
      return state;
    },
    end(state) {
      const text = state.splitter.end();
      return lines.end(state.inner, text);
    },
  };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(a.length + b.length);
  result.set(a);
  result.set(b, a.length);
  return result;
}
