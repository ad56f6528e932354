import { describe, expect, it } from 'vitest';
import { decodeText, MAX_TEXT_BYTES } from './text-file.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('decodeText', () => {
  it('reads UTF-8 with and without a byte-order mark, and both line ends', () => {
    expect(decodeText('a.md', utf8('ação\r\nfim\r'))).toEqual({ ok: true, text: 'ação\nfim\n' });
    expect(decodeText('a.md', utf8('\ufeffação'))).toEqual({ ok: true, text: 'ação' });
  });

  it('reads UTF-16 that says what it is', () => {
    const bytes = new Uint8Array([0xff, 0xfe, 0xe7, 0x00, 0x6f, 0x00]);
    expect(decodeText('a.md', bytes)).toEqual({ ok: true, text: 'ço' });
  });

  it('names the line of the first byte that is not UTF-8', () => {
    const bytes = new Uint8Array([...utf8('um\ndois\n'), 0x61, 0xe7, 0xe3, 0x6f]);
    const read = decodeText('resposta.md', bytes);
    expect(read).toMatchObject({ ok: false, error: { file: 'resposta.md', line: 3 } });
    expect(!read.ok && read.error.message).toContain('UTF-8');
  });

  it('refuses a file with NUL bytes, naming the line, and a file that is too large', () => {
    expect(decodeText('a.md', utf8('x\ny\0z'))).toMatchObject({ ok: false, error: { line: 2 } });
    expect(decodeText('a.md', new Uint8Array(MAX_TEXT_BYTES + 1))).toMatchObject({ ok: false });
  });
});
