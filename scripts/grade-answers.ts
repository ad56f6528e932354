// Grades answers in bulk: npm run -s grade:answers -- FILE.jsonl, one JSON line in, one JSON line out.
import { readFileSync } from 'node:fs';
import {
  gradeAnswer,
  type AnswerOptions,
  type Measurement,
  type Rubric,
  type VmConfig,
} from '../graders/answers/index.ts';
import { courseSources } from '../graders/cli/course-texts.ts';
import { readRubric, RUBRIC_FILES } from './rubric-files.ts';

const rubrics = new Map<string, Rubric>();

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasNumbers(value: unknown, keys: readonly string[]): value is Readonly<Record<string, unknown>> {
  return (
    isObject(value) && keys.every((key) => typeof value[key] === 'number' && Number.isFinite(value[key]))
  );
}

/** The numbers of a 7b line, where they are whole; a missing one leaves the text to be judged alone. */
function numbersOf(line: Readonly<Record<string, unknown>>): AnswerOptions {
  const { config, medido } = line;
  const options: { sources: AnswerOptions['sources'] & object; config?: VmConfig; measured?: Measurement } = {
    sources: courseSources(),
  };
  if (hasNumbers(config, ['vm_ram_mb', 'vm_vcpus', 'host_ram_gb', 'host_nucleos']))
    options.config = config as unknown as VmConfig;
  if (
    hasNumbers(medido, ['mem_mb', 'cpu_pct', 'io_mb_s']) &&
    hasNumbers(medido['posicao'], ['mem', 'cpu', 'io', 'de'])
  ) {
    options.measured = medido as unknown as Measurement;
  }
  return options;
}

function gradeLine(source: string): unknown {
  let line: unknown;
  try {
    line = JSON.parse(source);
  } catch {
    // The id is worth saving where the line still shows it.
    const shown = /"id"\s*:\s*"([^"\\]{1,200})"/.exec(source.slice(0, 2000));
    return { id: shown?.[1] ?? null, error: 'a linha não é JSON válido.' };
  }
  if (!isObject(line)) return { id: null, error: 'a linha não é um objeto JSON.' };
  const id = typeof line['id'] === 'string' || typeof line['id'] === 'number' ? line['id'] : null;
  const exercise =
    typeof line['exercise'] === 'string' || typeof line['exercise'] === 'number'
      ? String(line['exercise'])
      : '';
  if (!Object.hasOwn(RUBRIC_FILES, exercise)) {
    return { id, error: `exercício desconhecido: use ${Object.keys(RUBRIC_FILES).join(', ')}.` };
  }
  if (typeof line['text'] !== 'string') return { id, error: 'falta o campo "text" com a resposta.' };
  let rubric = rubrics.get(exercise);
  if (!rubric) {
    rubric = readRubric(exercise);
    rubrics.set(exercise, rubric);
  }
  const result = gradeAnswer(
    rubric,
    line['text'],
    exercise === '7b' ? numbersOf(line) : { sources: courseSources() },
  );
  return {
    id,
    score: result.score,
    points: result.points,
    confidence: Math.round(result.confidence * 1000) / 1000,
    review: result.review !== null,
    reason: result.review?.reason ?? null,
    criteria: result.criteria.map(({ id: criterion, points, max, verdict, evidence, message, hint }) => ({
      id: criterion,
      points,
      max,
      verdict,
      evidence,
      message,
      hint,
    })),
    misconceptions: result.misconceptions,
    notes: result.notes,
  };
}

const file = process.argv[2];
if (file === undefined) {
  console.error('Uso: npm run -s grade:answers -- RESPOSTAS.jsonl');
  process.exit(2);
}
let content: string;
try {
  content = readFileSync(file, 'utf8');
} catch {
  console.error(`Não consegui ler "${file}": confira o caminho e a permissão.`);
  process.exit(2);
}
const output: string[] = [];
try {
  // A line of JSON never holds a raw line feed; other separators stay inside the line.
  for (const source of content.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    if (source.trim() !== '') output.push(JSON.stringify(gradeLine(source)));
  }
} catch (error) {
  // Only a broken rubric gets here: the grader could not work.
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(2);
}
process.stdout.write(output.length > 0 ? `${output.join('\n')}\n` : '');
