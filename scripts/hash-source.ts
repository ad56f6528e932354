// Makes graders/answers/source-hashes.ts from a text: node scripts/hash-source.ts TEXT > graders/answers/source-hashes.ts
// Only hashes of runs of five words are kept; the text cannot be read back from them.
import { readFileSync } from 'node:fs';
import { hashRuns, writeHashes } from '../graders/answers/copy.ts';

const file = process.argv[2];
if (file === undefined) {
  console.error('Uso: node scripts/hash-source.ts TEXTO > graders/answers/source-hashes.ts');
  process.exit(2);
}
const data = writeHashes(hashRuns(readFileSync(file, 'utf8')));
const lines = data.match(/.{1,96}(?= |$)/g)?.map((line) => line.trim()) ?? [];
console.log(`// Hashes of the runs of five words of the source article (scripts/hash-source.ts makes this file; do not edit).

import { readHashes } from './copy.ts';

export const ARTICLE_RUNS: ReadonlySet<number> = readHashes(
  [
${lines.map((line) => `    '${line}',`).join('\n')}
  ].join(' '),
);`);
