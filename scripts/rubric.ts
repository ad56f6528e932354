// A teacher's bench: npm run rubric -- 2 ANSWERS.jsonl runs a rubric over graded answers and shows where it agrees.
// Each line: {"id", "text", "gold"} (or "nota"), with "exercise", "config" and "medido" where there are any.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { agreement } from '../graders/answers/agreement.ts';
import { analyseAnswer, checkExamples, type AnswerOptions } from '../graders/answers/index.ts';
import { courseSources } from '../graders/cli/course-texts.ts';
import { readRubric } from './rubric-files.ts';

interface Line {
  readonly id: string;
  readonly text: string;
  readonly gold: number;
  readonly register: string;
  readonly options: AnswerOptions;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readLines(file: string, exercise: string): Line[] {
  const lines: Line[] = [];
  readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .forEach((source, index) => {
      if (source.trim() === '') return;
      let data: unknown;
      try {
        data = JSON.parse(source);
      } catch {
        console.error(`${file}:${index + 1}: a linha não é JSON válido; pulei.`);
        return;
      }
      if (!isObject(data)) return;
      const named = data['exercise'];
      if ((typeof named === 'string' || typeof named === 'number') && String(named) !== exercise) return;
      const gold = data['gold'] ?? data['nota'];
      if (typeof data['text'] !== 'string' || typeof gold !== 'number') {
        console.error(`${file}:${index + 1}: faltam "text" e "gold" (a nota do professor); pulei.`);
        return;
      }
      lines.push({
        id: typeof data['id'] === 'string' ? data['id'] : String(index + 1),
        text: data['text'],
        gold,
        register: typeof data['register'] === 'string' ? data['register'] : '',
        options: {
          sources: courseSources(),
          ...(data['config'] ? { config: data['config'] } : {}),
          ...(data['medido'] ? { measured: data['medido'] } : {}),
        } as AnswerOptions,
      });
    });
  return lines;
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`.replace('.', ',');

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { tudo: { type: 'boolean', default: false }, criterio: { type: 'string' } },
  });
  const [exercise, file] = positionals;
  if (exercise === undefined) {
    console.error(
      'Uso: npm run rubric -- EXERCÍCIO [RESPOSTAS.jsonl] [--tudo] [--criterio A]\n  sem arquivo, confere só os exemplos da rubrica.',
    );
    return 2;
  }
  const rubric = readRubric(exercise);
  const failures = checkExamples(rubric);
  for (const failure of failures) console.log(`exemplo: ${failure.message}`);
  console.log(
    failures.length === 0
      ? 'Os exemplos da rubrica saem todos como ela diz.'
      : `${failures.length} exemplos não saem como a rubrica diz.`,
  );
  if (file === undefined) return failures.length === 0 ? 0 : 1;

  const lines = readLines(file, exercise);
  const graded = lines.map((line) => ({ line, analysis: analyseAnswer(rubric, line.text, line.options) }));
  const pairs = graded.map(({ line, analysis }) => ({ gold: line.gold, score: analysis.result.score }));
  const decided = graded.filter(({ analysis }) => analysis.result.review === null);
  const report = (name: string, values: ReturnType<typeof agreement>) =>
    console.log(
      `${name}: ${values.count} respostas · QWK ${values.kappa.toFixed(3)} · exato ${percent(values.exact)} · vizinho ${percent(values.adjacent)} · grave ${percent(values.severe)} · passa indevido ${percent(values.falsePass)} · reprova indevido ${percent(values.falseFail)}`,
    );
  console.log('');
  report('Todas', agreement(pairs));
  report(
    'Sem revisão',
    agreement(decided.map(({ line, analysis }) => ({ gold: line.gold, score: analysis.result.score }))),
  );
  console.log(`Decididas sem revisão: ${percent(graded.length === 0 ? 1 : decided.length / graded.length)}`);

  for (const criterion of rubric.criteria) {
    if (values.criterio !== undefined && values.criterio !== criterion.id) continue;
    const full = graded.filter(({ analysis }) =>
      analysis.result.criteria.some((entry) => entry.id === criterion.id && entry.points > 0),
    );
    const off = full.filter(({ line, analysis }) => line.gold !== analysis.result.score);
    console.log(
      `\nCritério ${criterion.id} (${criterion.title}): ${full.length} respostas ganham pontos; em ${off.length} a nota difere: ${off.map(({ line }) => line.id).join(', ') || '—'}`,
    );
  }
  for (const wrong of rubric.misconceptions) {
    const hit = graded.filter(({ analysis }) =>
      analysis.result.misconceptions.some((entry) => entry.id === wrong.id),
    );
    if (hit.length === 0) continue;
    const off = hit.filter(({ line, analysis }) => line.gold !== analysis.result.score);
    console.log(
      `\nConcepção ${wrong.id}: em ${hit.length} respostas; em ${off.length} a nota difere: ${off.map(({ line }) => line.id).join(', ') || '—'}`,
    );
  }
  const different = graded.filter(({ line, analysis }) => values.tudo || line.gold !== analysis.result.score);
  console.log(
    `\n${values.tudo ? 'Todas as respostas' : 'Respostas em que a nota difere'}: ${different.length}`,
  );
  different.sort(
    (a, b) =>
      Math.abs(b.line.gold - b.analysis.result.score) - Math.abs(a.line.gold - a.analysis.result.score),
  );
  for (const { line, analysis } of different) {
    const { result } = analysis;
    const parts = result.criteria.map((entry) => `${entry.id} ${entry.points}`).join(', ');
    const wrong = result.misconceptions.map((entry) => entry.id).join(', ');
    const found = [...analysis.concepts]
      .map(([id, match]) => (match && match.form ? `${id} [${match.form}]` : id))
      .join(' · ');
    console.log(
      `\n${line.id} ${line.register}  professor ${line.gold} · corretor ${result.score} (${result.points})${result.review ? ' · revisar' : ''} · confiança ${result.confidence.toFixed(2)}`,
    );
    console.log(`  ${line.text.replace(/\s+/g, ' ').slice(0, 400)}`);
    console.log(
      `  ${parts}${wrong ? ` · errado: ${wrong}` : ''}${result.notes.length > 0 ? ` · ${result.notes.join(' ')}` : ''}`,
    );
    if (found) console.log(`  achou: ${found}`);
  }
  return 0;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
