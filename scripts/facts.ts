// Prints the facts of each file of evidence, one JSON object a line: `npm run -s facts -- FILE...`.
import { readEvidenceFile } from '../graders/cli/read-evidence.ts';
import { factsLine } from '../graders/evidence/facts-line.ts';

const files = process.argv.slice(2);
if (files.length === 0) {
  process.stderr.write('Uso: npm run -s facts -- ARQUIVO [ARQUIVO...]\n');
  process.exitCode = 2;
}
for (const file of files) process.stdout.write(`${factsLine(file, readEvidenceFile(file))}\n`);
