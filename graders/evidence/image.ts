// Reader of screenshots: is it a real PNG, JPEG or WebP, how large, and what date it says. Nothing is read from the picture.
// Only headers are looked at: no pixel is ever decoded, so a picture cannot blow up in memory.
import { fact, keep, reading, rejection, type Reader, type Reading } from './reading.ts';

const HEAD = 262_144;
const TAIL = 16;

interface ImageState {
  head: Uint8Array<ArrayBuffer>;
  headLength: number;
  tail: Uint8Array<ArrayBuffer>;
  total: number;
  /** FNV-1a over all bytes, two lanes: tells whether the same picture was handed in twice. */
  hash: [number, number];
}

export const image: Reader<ImageState> = {
  begin: () => ({
    head: new Uint8Array(HEAD),
    headLength: 0,
    tail: new Uint8Array(0),
    total: 0,
    hash: [0x811c9dc5, 0x01000193],
  }),

  push(state, chunk) {
    const room = HEAD - state.headLength;
    if (room > 0) {
      const part = chunk.subarray(0, room);
      state.head.set(part, state.headLength);
      state.headLength += part.length;
    }
    const last = new Uint8Array(Math.min(TAIL, state.tail.length + chunk.length));
    const fromChunk = Math.min(chunk.length, last.length);
    last.set(chunk.subarray(chunk.length - fromChunk), last.length - fromChunk);
    if (last.length > fromChunk) {
      last.set(state.tail.subarray(state.tail.length - (last.length - fromChunk)), 0);
    }
    state.tail = last;
    let [a, b] = state.hash;
    for (const byte of chunk) {
      a = Math.imul(a ^ byte, 0x01000193);
      b = Math.imul(b + byte, 0x85ebca6b) ^ (b >>> 13);
    }
    state.hash = [a, b];
    state.total += chunk.length;
    return state;
  },

  end: (state) => imageReading(state),
};

interface Picture {
  readonly kind: 'png' | 'jpeg' | 'webp';
  readonly width: number;
  readonly height: number;
  readonly taken: string | null;
  readonly complete: boolean;
}

/** Smaller than this nobody can read a window in it; larger is no screen. */
const MIN_SIDE = 100;
const MAX_SIDE = 20_000;

function imageReading(state: ImageState): Reading {
  const bytes = state.head.subarray(0, state.headLength);
  const picture = png(bytes, state) ?? jpeg(bytes, state) ?? webp(bytes, state);
  if (picture === null) {
    return rejection(
      'O arquivo começa como uma imagem, mas o cabeçalho dela está estragado ou cortado. Tire a tela de novo e salve em PNG.',
    );
  }
  const { width, height } = picture;
  const facts = { largura: fact(width, null), altura: fact(height, null), tipo: fact(picture.kind, null) };
  const more = {
    tirada_em: fact(picture.taken, null),
    assinatura: fact(
      `${state.total}-${(state.hash[0] >>> 0).toString(16)}-${(state.hash[1] >>> 0).toString(16)}`,
      null,
    ),
  };
  const refuse = (reason: string): Reading => ({
    ...reading('imagem', facts, { more }),
    rejected: true,
    reason,
  });
  if (width < MIN_SIDE || height < MIN_SIDE) {
    return refuse(
      `A imagem tem ${width} × ${height} pontos: é pequena demais para mostrar uma janela. Entregue a tela inteira, sem reduzir.`,
    );
  }
  if (width > MAX_SIDE || height > MAX_SIDE) {
    return refuse(`A imagem diz ter ${width} × ${height} pontos, o que nenhuma tela tem.`);
  }
  return reading('imagem', facts, {
    more,
    remark: picture.complete ? null : 'A imagem está cortada no fim; talvez não abra. Salve-a de novo.',
  });
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}

/** PNG (RFC 2083): signature, then IHDR with its checksum. */
function png(bytes: Uint8Array, state: ImageState): Picture | null {
  if (bytes.length < 33 || ascii(bytes, 1, 4) !== 'PNG' || ascii(bytes, 12, 16) !== 'IHDR') return null;
  const data = view(bytes);
  if (data.getUint32(8) !== 13 || crc32(bytes.subarray(12, 29)) !== data.getUint32(29)) return null;
  let taken: string | null = null;
  for (let at = 33; at + 12 <= bytes.length;) {
    const length = data.getUint32(at);
    const kind = ascii(bytes, at + 4, at + 8);
    if (kind === 'IDAT' || length > bytes.length) break;
    if (kind === 'tIME' && length === 7 && at + 15 <= bytes.length) {
      const [month = 0, day = 0, hour = 0, minute = 0] = bytes.subarray(at + 10, at + 14);
      taken = `${data.getUint16(at + 8)}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
    } else if (kind === 'tEXt' && length < 200) {
      const [key = '', value = ''] = ascii(bytes, at + 8, Math.min(at + 8 + length, bytes.length)).split(
        '\0',
      );
      if (/^(?:Creation Time|date:create)$/.test(key)) taken ??= keep(value);
    }
    at += 12 + length;
  }
  return {
    kind: 'png',
    width: data.getUint32(16),
    height: data.getUint32(20),
    taken,
    complete: ascii(state.tail, state.tail.length - 8, state.tail.length - 4) === 'IEND',
  };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** JPEG (ITU T.81): markers up to the frame header, which holds height and width; the date is in Exif. */
function jpeg(bytes: Uint8Array, state: ImageState): Picture | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  const data = view(bytes);
  let taken: string | null = null;
  for (let at = 2; at + 9 < bytes.length;) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2;
      continue;
    }
    const length = data.getUint16(at + 2);
    if (length < 2) return null;
    if (marker === 0xe1 && ascii(bytes, at + 4, at + 8) === 'Exif') {
      const text = ascii(bytes, at + 4, Math.min(at + 2 + length, at + 4096, bytes.length));
      const date = /(\d{4}):(\d\d):(\d\d) (\d\d:\d\d):\d\d/.exec(text);
      if (date) taken = `${date[1] ?? ''}-${date[2] ?? ''}-${date[3] ?? ''} ${date[4] ?? ''}`;
    }
    const frame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (frame) {
      return {
        kind: 'jpeg',
        height: data.getUint16(at + 5),
        width: data.getUint16(at + 7),
        taken,
        complete: state.tail.at(-2) === 0xff && state.tail.at(-1) === 0xd9,
      };
    }
    if (marker === 0xd9 || marker === 0xda) return null;
    at += 2 + length;
  }
  return null;
}

/** WebP (RFC 9649): RIFF container with a VP8, VP8L or VP8X chunk. */
function webp(bytes: Uint8Array, state: ImageState): Picture | null {
  if (bytes.length < 30 || ascii(bytes, 0, 4) !== 'RIFF' || ascii(bytes, 8, 12) !== 'WEBP') return null;
  const data = view(bytes);
  const kind = ascii(bytes, 12, 16);
  const complete = state.total >= data.getUint32(4, true) + 8;
  const made = (width: number, height: number): Picture => ({
    kind: 'webp',
    width,
    height,
    taken: null,
    complete,
  });
  const three = (at: number) => data.getUint16(at, true) | ((bytes[at + 2] ?? 0) << 16);
  if (kind === 'VP8X') return made(three(24) + 1, three(27) + 1);
  if (kind === 'VP8 ' && bytes[23] === 0x9d && bytes[24] === 0x01 && bytes[25] === 0x2a) {
    return made(data.getUint16(26, true) & 0x3fff, data.getUint16(28, true) & 0x3fff);
  }
  if (kind === 'VP8L' && bytes[20] === 0x2f) {
    const bits = data.getUint32(21, true);
    return made((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
  return null;
}

function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
