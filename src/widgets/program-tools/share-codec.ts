// A program as the fragment of a link, and back: `programa=1.laboratorio.dados`. The data are the text in UTF-8,
// deflated, in base64url. A fragment comes from anywhere: it is read within bounds and answers with a code, never throws.

/** Version of the format, the first thing behind the name. */
const VERSION = '1';
const NAME = 'programa=';

/** Characters of a link's fragment above which many programs cut or refuse it. */
export const MAX_FRAGMENT = 16_000;
/** Bytes of UTF-8 a received program may have; what would be longer is not even unpacked. */
export const MAX_UNPACKED = 400_000;

export interface SharedProgram {
  /** Which lab of the page it is for. */
  readonly lab: string;
  readonly text: string;
}

export type Unpacked =
  | ({ readonly ok: true } & SharedProgram)
  /** `none`: the fragment is about something else. */
  | { readonly ok: false; readonly code: 'none' | 'version' | 'damaged' | 'too-long' };

export type Packed =
  | { readonly ok: true; readonly fragment: string }
  | { readonly ok: false; readonly length: number; readonly limit: number };

/** The fragment, without `#`. A lab's name keeps only letters, digits and hyphens. */
export async function packProgram({ lab, text }: SharedProgram): Promise<Packed> {
  const packed = await through(
    new TextEncoder().encode(text),
    new CompressionStream('deflate-raw'),
    Infinity,
  );
  const name = lab.replace(/[^a-z0-9-]/gi, '');
  const fragment = `${NAME}${VERSION}.${name}.${toBase64Url(packed ?? new Uint8Array())}`;
  if (fragment.length > MAX_FRAGMENT) return { ok: false, length: fragment.length, limit: MAX_FRAGMENT };
  return { ok: true, fragment };
}

/** Whether a fragment (with or without `#`) claims to be a program. */
export const isShared = (fragment: string): boolean => fragment.replace(/^#/, '').startsWith(NAME);

/** Reads a fragment (with or without `#`). */
export async function unpackProgram(fragment: string): Promise<Unpacked> {
  if (!isShared(fragment)) return { ok: false, code: 'none' };
  if (fragment.length > 2 * MAX_FRAGMENT) return { ok: false, code: 'too-long' };
  const [version, lab, data, ...rest] = fragment.replace(/^#/, '').slice(NAME.length).split('.');
  if (version !== VERSION)
    return { ok: false, code: /^\d{1,4}$/.test(version ?? '') ? 'version' : 'damaged' };
  if (lab === undefined || data === undefined || rest.length > 0 || !/^[a-z0-9-]*$/i.test(lab))
    return { ok: false, code: 'damaged' };
  const bytes = fromBase64Url(data);
  if (bytes === null) return { ok: false, code: 'damaged' };
  try {
    const unpacked = await through(bytes, new DecompressionStream('deflate-raw'), MAX_UNPACKED);
    if (unpacked === null) return { ok: false, code: 'too-long' };
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(unpacked);
    return { ok: true, lab, text };
  } catch {
    return { ok: false, code: 'damaged' };
  }
}

/** Everything that comes out of a transformation, or null as soon as it is more than `limit` bytes. */
async function through(
  bytes: Uint8Array,
  transformation: CompressionStream | DecompressionStream,
  limit: number,
): Promise<Uint8Array | null> {
  const input = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(transformation);
  const reader = input.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > limit) {
      await reader.cancel().catch(() => undefined);
      return null;
    }
    chunks.push(value);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return null;
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
