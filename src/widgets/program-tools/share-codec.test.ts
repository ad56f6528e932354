// Programs in links: every text comes back, and whatever else a fragment holds is refused within bounds.
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MAX_FRAGMENT, MAX_UNPACKED, packProgram, unpackProgram } from './share-codec.ts';

const fragmentOf = (bytes: Uint8Array, version = '1'): string =>
  `#programa=${version}.lab.${Buffer.from(bytes).toString('base64url')}`;

it('brings back every text, in a fragment that needs no escaping', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 400 }), async (text) => {
      const packed = await packProgram({ lab: 'entrar-e-sair', text });
      if (!packed.ok) throw new Error('too long');
      expect(packed.fragment).toMatch(/^programa=1\.entrar-e-sair\.[\w-]*$/);
      expect(await unpackProgram(`#${packed.fragment}`)).toEqual({ ok: true, lab: 'entrar-e-sair', text });
    }),
    { numRuns: 60 },
  );
});

it('refuses to make a link too long to be sent', async () => {
  // Does not compress: every character is another.
  const text = Array.from({ length: 20_000 }, (_, n) =>
    String.fromCharCode(33 + ((n * n * 7919) % 9973)),
  ).join('');
  const packed = await packProgram({ lab: '01', text });
  expect(packed.ok).toBe(false);
  if (!packed.ok) expect(packed.length).toBeGreaterThan(packed.limit);
});

it.each([
  ['nothing', '', 'none'],
  ['another fragment', '#seu-programa', 'none'],
  ['a name alone', '#programa=', 'damaged'],
  ['no lab', '#programa=1', 'damaged'],
  ['nothing behind the lab', '#programa=1..', 'damaged'],
  ['markup', '#programa=1.lab.%3Cscript%3E', 'damaged'],
  ['markup for a lab', '#programa=1.<img>.AAAA', 'damaged'],
  ['one letter', '#programa=1.lab.A', 'damaged'],
  ['too many parts', '#programa=1.lab.AAAA.BBBB', 'damaged'],
  ['another version', '#programa=2.lab.AAAA', 'version'],
  ['no version', '#programa=abc.lab.AAAA', 'damaged'],
  ['far too long', `#programa=1.lab.${'A'.repeat(3 * MAX_FRAGMENT)}`, 'too-long'],
])('answers %s', async (_name, fragment, code) => {
  expect(await unpackProgram(fragment)).toEqual({ ok: false, code });
});

it('does not unpack a bomb', async () => {
  const bomb = deflateRawSync(new Uint8Array(20_000_000), { level: 9 });
  expect(bomb.length).toBeLessThan(MAX_FRAGMENT * 2);
  expect(await unpackProgram(fragmentOf(bomb))).toEqual({ ok: false, code: 'too-long' });
  const most = deflateRawSync(new Uint8Array(MAX_UNPACKED).fill(65));
  expect((await unpackProgram(fragmentOf(most))).ok).toBe(true);
});

it('refuses bytes that are no text, and a stream cut short or with more behind it', async () => {
  expect(await unpackProgram(fragmentOf(deflateRawSync(Uint8Array.of(0xff, 0xfe, 0xc0))))).toEqual({
    ok: false,
    code: 'damaged',
  });
  const whole = deflateRawSync('VMXON\nVMXOFF\n'.repeat(20));
  expect(await unpackProgram(fragmentOf(whole.subarray(0, -3)))).toEqual({ ok: false, code: 'damaged' });
  expect(await unpackProgram(fragmentOf(Buffer.concat([whole, Buffer.from('x')])))).toEqual({
    ok: false,
    code: 'damaged',
  });
});

it('never throws, whatever the fragment', async () => {
  const hostile = fc.oneof(
    fc.string({ maxLength: 200 }),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => fragmentOf(bytes)),
    fc
      .string({ maxLength: 60, unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) })
      .map((text) => `#programa=1.${text}`),
  );
  await fc.assert(
    fc.asyncProperty(hostile, async (fragment) => {
      const answer = await unpackProgram(fragment);
      if (answer.ok) expect(answer.text.length).toBeLessThanOrEqual(MAX_UNPACKED);
    }),
    { numRuns: 150 },
  );
});
