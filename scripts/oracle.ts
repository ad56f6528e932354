// `npm run -s oracle -- CASES.jsonl [--profile penryn|haswell]`: runs recorded cases on the machine, one result line
// for each case line, in order. A case that cannot be run gives {"id":...,"error":"..."}.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { runCase } from '../src/vmx/oracle/run-case.ts';
import type { OracleCase } from '../src/vmx/oracle/case-format.ts';

const { values, positionals } = parseArgs({
  options: { profile: { type: 'string', default: 'penryn' } },
  allowPositionals: true,
});
const [file] = positionals;
const { profile } = values;
if (file === undefined || (profile !== 'penryn' && profile !== 'haswell')) {
  process.stderr.write('Uso: npm run -s oracle -- CASOS.jsonl [--profile penryn|haswell]\n');
  process.exit(2);
}

function answer(line: string): string {
  let id: unknown = null;
  try {
    const oracleCase = JSON.parse(line) as OracleCase;
    ({ id } = oracleCase);
    return JSON.stringify({ id, res: runCase(oracleCase, profile as 'penryn' | 'haswell') });
  } catch (error) {
    return JSON.stringify({ id, error: error instanceof Error ? error.message : String(error) });
  }
}

try {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  let waiting: string[] = [];
  for await (const line of lines) {
    if (line.trim() === '') continue;
    waiting.push(answer(line));
    if (waiting.length >= 100) {
      process.stdout.write(`${waiting.join('\n')}\n`);
      waiting = [];
    }
  }
  if (waiting.length > 0) process.stdout.write(`${waiting.join('\n')}\n`);
} catch (error) {
  process.stderr.write(
    `Não foi possível ler ${file}: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(2);
}
