// How a result looks in the terminal: words carry the meaning, colour only doubles it, and only on a terminal.
import { styleText } from 'node:util';
import type { CriterionResult, Evidence, Graded, Result, Verdict } from '../engine/result.ts';
import { shown, type ExerciseOnDisk } from './exercises-on-disk.ts';
import type { GradedWork } from './grade-work-file.ts';
import { safeText } from './terminal-text.ts';

type Style = 'green' | 'yellow' | 'red' | 'blue' | 'bold' | 'dim';

/** Doubles a word's meaning with colour; gives the text back unchanged where there is no colour. */
export type Paint = (style: Style, text: string) => string;

/** Colour only on a terminal (and not where NO_COLOR asks for none). */
export const paintForStdout: Paint = (style, text) => styleText(style, text, { stream: process.stdout });

const verdicts: Record<Verdict, { sign: string; word: string; style: Style }> = {
  met: { sign: '✓', word: 'atendido', style: 'green' },
  partly: { sign: '◐', word: 'em parte', style: 'yellow' },
  'not-met': { sign: '○', word: 'não atendido', style: 'yellow' },
  contradicted: { sign: '▲', word: 'contradito', style: 'red' },
};

const number = (value: number): string => value.toLocaleString('pt-BR', { maximumFractionDigits: 2 });

/** What is quoted is short; what is said may be longer. */
const clean = (text: string, limit = 100): string => safeText(text, limit);

function evidenceText(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'text':
      return `“${clean(evidence.quote)}”`;
    case 'trace': {
      const where = evidence.line === null ? '' : `linha ${evidence.line}: `;
      const guests = evidence.guests === undefined ? `passo ${evidence.step}, ` : '';
      return `${guests}${where}${clean(evidence.summary, 200)}`;
    }
    case 'file':
      return `${clean(evidence.file)}${evidence.line === null ? '' : `:${evidence.line}`}: “${clean(evidence.quote)}”`;
  }
}

function criterionLines(criterion: CriterionResult, paint: Paint): string[] {
  const { sign, word, style } = verdicts[criterion.verdict];
  const points = `${number(criterion.points)} de ${number(criterion.max)}`;
  const lines = [`  ${paint(style, sign)} ${criterion.title} — ${word} (${points})`];
  for (const evidence of criterion.evidence.slice(0, 3)) {
    lines.push(`      ${paint('dim', evidenceText(evidence))}`);
  }
  if (criterion.message) lines.push(`      ${clean(criterion.message, 600)}`);
  if (criterion.hint) lines.push(`      Para pensar: ${criterion.hint}`);
  return lines;
}

/** Whom the lines are for: the learner who ran the command, or the teacher with somebody's work. */
type Reader = 'learner' | 'teacher';

function resultLines(result: Result, paint: Paint, reader: Reader): string[] {
  const notes = result.notes.map((note) => `  • ${clean(note, 600)}`);
  // Work that could not be read: why, before what it therefore could not earn.
  const unread = result.errors !== undefined;
  const lines = unread
    ? [...notes, paint('dim', `  Nenhum dos ${result.criteria.length} critérios foi julgado.`)]
    : result.criteria.flatMap((criterion) => criterionLines(criterion, paint));
  for (const wrong of result.misconceptions) {
    const cost = wrong.cost > 0 ? ` (−${number(wrong.cost)})` : '';
    lines.push(`  ${paint('red', '▲')} Reveja${cost}: ${clean(wrong.message, 600)}`);
    for (const evidence of wrong.evidence.slice(0, 2))
      lines.push(`      ${paint('dim', evidenceText(evidence))}`);
    if (wrong.lesson) lines.push(`      No curso: ${wrong.lesson}`);
  }
  if (!unread) lines.push(...notes);
  const verdict = result.passed ? paint('green', 'passou') : paint('yellow', 'ainda não passou');
  const grade = `${number(result.score)} de ${number(result.max)}`;
  lines.push(`  Nota: ${grade} · ${verdict} · confiança ${number(result.confidence)}`);
  if (result.review) {
    const { reason, told } = result.review;
    const why = reader === 'learner' ? (told ?? reason) : reason;
    lines.push(`  ${paint('blue', '◉')} Um professor deve olhar: ${clean(why, 600)}`);
  }
  lines.push(`  Próximo passo: ${result.next}`);
  return lines;
}

/** One exercise: its criteria, its grade and what to do next; ends with a line break. */
export function formatGraded(
  { definition }: ExerciseOnDisk,
  graded: Graded,
  paint: Paint,
  reader: Reader = 'learner',
): string {
  const lines = ['', paint('bold', `Exercício ${definition.id} — ${definition.titulo}`)];
  switch (graded.status) {
    case 'graded':
      lines.push(...resultLines(graded.result, paint, reader));
      break;
    case 'not-started':
      lines.push(`  ${paint('dim', '· ainda não começado')}`, `  Próximo passo: ${graded.next}`);
      break;
    case 'unreadable': {
      const { file, line, message } = graded.error;
      const place = `${clean(file, 200)}${line === null ? '' : `:${line}`}`;
      lines.push(`  ${paint('red', '▲')} ${place}: ${clean(message, 600)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** The closing lines: how many passed, or where to begin. */
export function formatSummary(exercises: readonly ExerciseOnDisk[], all: readonly Graded[]): string {
  const done = all.filter((graded) => graded.status === 'graded');
  const passed = done.filter((graded) => graded.result.passed).length;
  const unreadable = all.filter((graded) => graded.status === 'unreadable').length;
  const waiting = all.length - done.length - unreadable;
  if (done.length === 0 && unreadable === 0) {
    // Of one exercise alone its own lines have just said it.
    if (exercises.length === 1) return '';
    const first = exercises[0];
    if (!first) return '\nNão há exercícios aqui.\n';
    const file = shown(`${first.folder}/${first.definition.arquivo}`);
    return `\nNada começado ainda.\nComece por ${file} e rode “npm run grade -- ${first.definition.id}”.\n`;
  }
  const parts = [
    `${passed} de ${done.length} ${done.length === 1 ? 'corrigido passa' : 'corrigidos passam'}`,
  ];
  if (waiting > 0) parts.push(`${waiting} por começar`);
  if (unreadable > 0) parts.push(`${unreadable} que não pude ler`);
  return `\nResumo: ${parts.join(', ')}.\n`;
}

/** A learner's exported work: whose it is, each exercise in it, and how many pass. */
export function formatWork(work: GradedWork, paint: Paint): string {
  const whose = work.learner === null ? '' : ` de ${clean(work.learner)}`;
  const when = work.exported === null ? '' : `, exportado em ${clean(work.exported)}`;
  const lines = ['', paint('bold', `Trabalho${whose} (${clean(work.file, 200)}${when})`)];
  if (work.error) lines.push(`  ${paint('red', '▲')} ${clean(work.error.message, 600)}`);
  for (const problem of work.problems) lines.push(`  • ${clean(problem, 600)}`);
  if (work.error) return `${lines.join('\n')}\n`;
  if (work.exercises.length === 0) {
    lines.push('  Nenhum exercício ou laboratório do curso está neste arquivo.');
    return `${lines.join('\n')}\n`;
  }
  const parts = work.exercises.map(({ exercise, graded }) =>
    formatGraded(exercise, graded, paint, 'teacher'),
  );
  const summary = formatSummary(
    work.exercises.map(({ exercise }) => exercise),
    work.exercises.map(({ graded }) => graded),
  );
  return `${lines.join('\n')}\n${parts.join('')}${summary}`;
}
