// Assembles the boot stub with NASM and writes src/vmx/image/stub-bytes.ts, which carries the bytes into the page.
// Run after changing src/vmx/image/stub.asm: node scripts/image-stub.ts
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../src/vmx/image/stub.asm', import.meta.url));
const target = fileURLToPath(new URL('../src/vmx/image/stub-bytes.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'stub-'));
try {
  const output = join(folder, 'stub.bin');
  execFileSync('nasm', ['-f', 'bin', '-o', output, source], { stdio: 'inherit' });
  const lines = (
    readFileSync(output)
      .toString('base64')
      .match(/.{1,100}/g) ?? []
  ).map((line) => `  '${line}',`);
  const hash = createHash('sha256').update(readFileSync(source)).digest('hex');
  writeFileSync(
    target,
    `// The assembled boot stub, made by scripts/image-stub.ts: edit stub.asm, not this file.

/** SHA-256 of the stub.asm that the bytes were made from. */
export const STUB_SOURCE_SHA256 = '${hash}';

/** The bytes in base64. */
export const STUB_BASE64 = [
${lines.join('\n')}
].join('');
`,
  );
} finally {
  rmSync(folder, { recursive: true });
}
