// A class at a glance: one row a learner and exercise, as a table for the terminal and as CSV for a spreadsheet.
import type { GradedWork } from './grade-work-file.ts';
import { safeText } from './terminal-text.ts';

interface Row {
  readonly file: string;
  readonly learner: string;
  readonly exercise: string;
  /** Null where it was not graded. */
  readonly score: number | null;
  readonly max: number;
  readonly state:
    'passou' | 'não passou' | 'não começado' | 'ilegível' | 'ficou de fora' | 'nada para corrigir';
  /** Why a teacher should look, or why there is no grade; empty where there is nothing to say. */
  readonly review: string;
}

const NOTHING = 'Nenhum dos exercícios pedidos está neste arquivo.';

const HEADER = ['arquivo', 'aluno', 'exercício', 'nota', 'máximo', 'situação', 'professor revisa'];

/** CSV as spreadsheets in Brazil and Portugal open it: semicolons, decimal comma, UTF-8 with byte-order mark. */
export function classCsv(works: readonly GradedWork[]): string {
  const rows = works
    .flatMap(rowsOf)
    .map(({ file, learner, exercise, score, max, state, review }) => [
      file,
      learner,
      exercise,
      score === null ? '' : decimal(score),
      decimal(max),
      state,
      review,
    ]);
  return `\ufeff${[HEADER, ...rows].map((cells) => cells.map(cell).join(';')).join('\r\n')}\r\n`;
}

/** A line a learner: each exercise with its grade, and a sign where a teacher should look. */
export function classTable(works: readonly GradedWork[]): string {
  const lines = works.map((work) => {
    const name = safeText(work.learner ?? work.file).slice(0, 40);
    const grades = rowsOf(work).map(({ exercise, score, max, state, review }) =>
      score === null
        ? exercise === ''
          ? state
          : `${exercise}: ${state}`
        : `${exercise}: ${decimal(score)}/${decimal(max)}${review === '' ? '' : ' ◉'}`,
    );
    return `  ${name.padEnd(24)} ${[...new Set(grades)].join(' · ')}`;
  });
  const marked = works.flatMap(rowsOf).some(({ score, review }) => score !== null && review !== '');
  return `\nTurma\n${lines.join('\n')}\n${marked ? '  ◉ um professor deve olhar\n' : ''}`;
}

function rowsOf(work: GradedWork): Row[] {
  const whose = { file: safeText(work.file), learner: safeText(work.learner ?? '') };
  if (work.error) {
    return [
      {
        ...whose,
        exercise: '',
        score: null,
        max: 0,
        state: 'ilegível',
        review: safeText(work.error.message),
      },
    ];
  }
  const none = { ...whose, exercise: '', score: null, max: 0 };
  const left = work.problems.map((problem): Row => ({
    ...none,
    state: 'ficou de fora',
    review: safeText(problem),
  }));
  const graded = work.exercises.map(({ exercise: { definition }, graded }): Row => {
    const row = { ...whose, exercise: definition.id, score: null, max: definition.pontos, review: '' };
    switch (graded.status) {
      case 'graded': {
        const { score, max, passed, review } = graded.result;
        return {
          ...row,
          score,
          max,
          state: passed ? 'passou' : 'não passou',
          review: safeText(review?.reason ?? ''),
        };
      }
      case 'not-started':
        return { ...row, state: 'não começado' };
      case 'unreadable':
        return { ...row, state: 'ilegível', review: safeText(graded.error.message) };
    }
  });
  const reason = left.length > 0 ? left.map(({ review }) => review).join(' ') : NOTHING;
  if (graded.length === 0) return [{ ...none, state: 'nada para corrigir', review: reason.slice(0, 600) }];
  return [...graded, ...left];
}

const decimal = (value: number): string =>
  value.toLocaleString('pt-BR', { maximumFractionDigits: 2, useGrouping: false });

/** A cell: quoted where it must be, and never one that a spreadsheet would take for a formula. */
function cell(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
