// A teacher's bench: npm run rubric -- 2 ANSWERS.jsonl runs a rubric over graded answers and shows where it agrees.
// Each line is as `graded-lines.ts` reads it.
import { parseArgs } from 'node:util';
import { agreement } from '../graders/answers/agreement.ts';
import { analyseAnswer, checkExamples } from '../graders/answers/index.ts';
import { courseSources } from '../graders/cli/course-texts.ts';
import { readGradedLines } from './graded-lines.ts';
import { readRubric } from './rubric-files.ts';

const USAGE =
  'Uso: npm run rubric -- EXERCÍCIO [RESPOSTAS.jsonl] [--tudo] [--criterio A]\n  sem arquivo, confere só os exemplos da rubrica.';

const fixed = (value: number, digits: number): string =>
  value.toLocaleString('pt-BR', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const percent = (share: number): string => `${fixed(share * 100, 1)} %`;
const number = (value: number): string => value.toLocaleString('pt-BR', { maximumFractionDigits: 2 });
const count = (many: number, one: string, more: string): string =>
  `${number(many)} ${many === 1 ? one : more}`;
const answers = (many: number): string => count(many, 'resposta', 'respostas');

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { tudo: { type: 'boolean', default: false }, criterio: { type: 'string' } },
    });
  } catch {
    return null;
  }
}

function main(): number {
  const read = readArguments();
  const [exercise, file] = read?.positionals ?? [];
  if (read === null || exercise === undefined) {
    console.error(read === null ? `Não entendi as opções.\n${USAGE}` : USAGE);
    return 2;
  }
  const { values } = read;
  const rubric = readRubric(exercise);
  const ids = rubric.criteria.map(({ id }) => id);
  if (values.criterio !== undefined && !ids.includes(values.criterio)) {
    console.error(`Não há critério “${values.criterio}” nesta rubrica. Os que existem: ${ids.join(', ')}.`);
    return 2;
  }
  const failures = checkExamples(rubric);
  for (const failure of failures) console.log(`exemplo: ${failure.message}`);
  console.log(
    failures.length === 0
      ? 'Os exemplos da rubrica saem todos como ela diz.'
      : `${count(failures.length, 'exemplo não sai', 'exemplos não saem')} como a rubrica diz.`,
  );
  if (file === undefined) return failures.length === 0 ? 0 : 1;

  const { lines, problems } = readGradedLines(file, exercise, rubric.max, courseSources());
  for (const problem of problems) console.error(problem);
  if (lines.length === 0) {
    console.error(
      `${file}: não há resposta do exercício ${exercise} com a nota do professor: nada a comparar.`,
    );
    return 2;
  }
  const graded = lines.map((line) => ({ line, analysis: analyseAnswer(rubric, line.text, line.options) }));
  const pairs = graded.map(({ line, analysis }) => ({ gold: line.gold, score: analysis.result.score }));
  const decided = graded.filter(({ analysis }) => analysis.result.review === null);
  const report = (name: string, values: ReturnType<typeof agreement>) =>
    console.log(
      values.count === 0
        ? `${name}: nenhuma resposta`
        : `${name}: ${answers(values.count)} · QWK ${fixed(values.kappa, 3)} · exato ${percent(values.exact)} · vizinho ${percent(values.adjacent)} · grave ${percent(values.severe)} · passa indevido ${percent(values.falsePass)} · reprova indevido ${percent(values.falseFail)}`,
    );
  console.log('');
  report('Todas', agreement(pairs, rubric.max));
  report(
    'Sem revisão',
    agreement(
      decided.map(({ line, analysis }) => ({ gold: line.gold, score: analysis.result.score })),
      rubric.max,
    ),
  );
  console.log(`Decididas sem revisão: ${percent(decided.length / graded.length)}`);

  for (const criterion of rubric.criteria) {
    if (values.criterio !== undefined && values.criterio !== criterion.id) continue;
    const full = graded.filter(({ analysis }) =>
      analysis.result.criteria.some((entry) => entry.id === criterion.id && entry.points > 0),
    );
    const off = full.filter(({ line, analysis }) => line.gold !== analysis.result.score);
    console.log(
      `\nCritério ${criterion.id} (${criterion.title}): ${answers(full.length)} com pontos; em ${off.length} a nota difere: ${off.map(({ line }) => line.id).join(', ') || '—'}`,
    );
  }
  for (const wrong of rubric.misconceptions) {
    const hit = graded.filter(({ analysis }) =>
      analysis.result.misconceptions.some((entry) => entry.id === wrong.id),
    );
    if (hit.length === 0) continue;
    const off = hit.filter(({ line, analysis }) => line.gold !== analysis.result.score);
    console.log(
      `\nConcepção ${wrong.id}: em ${answers(hit.length)}; em ${off.length} a nota difere: ${off.map(({ line }) => line.id).join(', ') || '—'}`,
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
    const parts = result.criteria.map((entry) => `${entry.id} ${number(entry.points)}`).join(', ');
    const wrong = result.misconceptions.map((entry) => entry.id).join(', ');
    const found = [...analysis.concepts]
      .map(([id, match]) => (match && match.form ? `${id} [${match.form}]` : id))
      .join(' · ');
    console.log(
      `\n${line.id} ${line.register}  professor ${line.gold} · corretor ${result.score} (${number(result.points)})${result.review ? ' · revisar' : ''} · confiança ${fixed(result.confidence, 2)}`,
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
