// The built bytes of the boot stub belong to the source beside them.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { stubBytes } from './image.ts';
import { STUB_SOURCE_SHA256 } from './stub-bytes.ts';

const source = fileURLToPath(new URL('./stub.asm', import.meta.url));

/** What NASM makes of the source, or null where there is no NASM: then the hash of the source alone has to tell. */
function assembled(): Buffer | null {
  if (spawnSync('nasm', ['-v']).status !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'stub-'));
  try {
    const output = join(folder, 'stub.bin');
    execFileSync('nasm', ['-f', 'bin', '-o', output, source]);
    return readFileSync(output);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the boot stub', () => {
  it('was built from the stub.asm beside it (if not: node scripts/image-stub.ts)', () => {
    const hash = createHash('sha256').update(readFileSync(source)).digest('hex');
    expect(STUB_SOURCE_SHA256).toBe(hash);
    const bytes = assembled() ?? Buffer.from(stubBytes());
    expect(Buffer.from(stubBytes()).equals(bytes)).toBe(true);
  });

  it('is whole sectors, and a boot sector that floppies and disks both have', () => {
    const stub = stubBytes();
    expect(stub.length % 512).toBe(0);
    expect([...stub.slice(510, 512)]).toEqual([0x55, 0xaa]);
    expect([stub[0], stub[2]]).toEqual([0xeb, 0x90]);
    // One partition, active, over the whole disk; three empty entries.
    expect(stub[446]).toBe(0x80);
    expect(stub.slice(462, 510).every((byte) => byte === 0)).toBe(true);
    expect(new TextDecoder().decode(stub.slice(512, 522))).toBe('VANDERPOOL');
  });
});
