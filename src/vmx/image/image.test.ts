import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IMAGE_BYTES, MAX_PROGRAMS, MAX_PROGRAM_BYTES, buildImage, stubBytes } from './image.ts';
import type { ImageProgram } from './image.ts';

function built(programs: readonly ImageProgram[]): Uint8Array {
  const result = buildImage(programs);
  if (!result.ok) throw new Error(result.code);
  return result.image;
}

/** Reads an image as the stub does: directory in the header, entries of offset, size and name. */
function programsOf(image: Uint8Array): ImageProgram[] {
  const view = new DataView(image.buffer, image.byteOffset);
  const directory = view.getUint32(536, true);
  return Array.from({ length: view.getUint32(540, true) }, (_, i) => {
    const entry = directory + 64 * i;
    const name = image.slice(entry + 8, entry + 64);
    const at = view.getUint32(entry, true);
    return {
      name: new TextDecoder('utf-8', { fatal: true }).decode(name.slice(0, name.indexOf(0))),
      bytes: image.slice(at, at + view.getUint32(entry + 4, true)),
    };
  });
}

describe('image of programs', () => {
  it('has the size of a floppy and begins with the stub', () => {
    const image = built([{ name: 'um', bytes: Uint8Array.of(0xcd, 0x60) }]);
    expect(image.length).toBe(IMAGE_BYTES);
    expect(image.slice(16, 512)).toEqual(stubBytes().slice(16, 512));
  });

  it('holds every program, whatever its bytes and name', () => {
    const program = fc.record({
      name: fc.string({ unit: 'grapheme-composite', maxLength: 100 }),
      bytes: fc.uint8Array({ maxLength: 5000 }),
    });
    fc.assert(
      fc.property(fc.array(program, { minLength: 1, maxLength: 20 }), (programs) => {
        const image = built(programs);
        const found = programsOf(image);
        expect(found.map(({ bytes }) => bytes)).toEqual(programs.map(({ bytes }) => bytes));
        for (const [i, { name }] of found.entries())
          expect(
            (programs[i]?.name ?? '')
              .replace(/\p{Cc}/gu, ' ')

              .startsWith(name),
          ).toBe(true);
        const view = new DataView(image.buffer);
        // The sectors to load hold all of it, and the file system begins after them.
        expect(view.getUint32(528, true) * 512).toBeGreaterThanOrEqual(
          Math.max(...programs.map((_, i) => view.getUint32(view.getUint32(536, true) + 64 * i, true))),
        );
        expect(view.getUint16(14, true)).toBe(view.getUint32(528, true));
        expect([...image.slice(view.getUint16(14, true) * 512).slice(0, 3)]).toEqual([0xf0, 0xff, 0xff]);
      }),
      { numRuns: 50 },
    );
  });

  it('takes the largest program there can be', () => {
    const bytes = new Uint8Array(MAX_PROGRAM_BYTES).fill(0xaa);
    expect(programsOf(built([{ name: 'grande', bytes }]))[0]?.bytes).toEqual(bytes);
  });

  it('says what does not fit', () => {
    expect(buildImage([])).toEqual({ ok: false, code: 'no-program', count: 0 });
    const one = { name: 'um', bytes: Uint8Array.of(0x90) };
    expect(buildImage(Array.from({ length: MAX_PROGRAMS + 1 }, () => one))).toMatchObject({
      code: 'too-many-programs',
    });
    const big = { name: 'grande', bytes: new Uint8Array(MAX_PROGRAM_BYTES + 1) };
    expect(buildImage([big])).toMatchObject({ code: 'program-too-big', name: 'grande' });
    const half = { name: 'meio', bytes: new Uint8Array(800_000) };
    expect(buildImage([half, { ...half, name: 'outro' }])).toMatchObject({
      code: 'image-full',
      name: 'outro',
    });
  });

  it('says how the programs are to be run', () => {
    const result = buildImage([{ name: 'um', bytes: Uint8Array.of(0x90) }], {
      resetBetween: true,
      leaveEmulator: true,
    });
    expect(result.ok && new DataView(result.image.buffer).getUint32(532, true)).toBe(3);
    expect(
      new DataView(built([{ name: 'um', bytes: Uint8Array.of(0x90) }]).buffer).getUint32(532, true),
    ).toBe(0);
  });
});
