// What cannot be inside one genuine VBox.log: times that go back, numbers that disagree with themselves, dates before the build.
import type { EngineFacts } from './vbox-log-engine.ts';
import type { LogState } from './vbox-log-state.ts';
import type { Contradiction } from './reading.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Sep 10 2025 19:56:01` as `2025-09-10`, or null. */
export function buildDate(text: string): string | null {
  const found = /^([A-Z][a-z]{2})\s+(\d{1,2}) (\d{4})\b/.exec(text);
  const month = months.indexOf(found?.[1] ?? '') + 1;
  if (!found || month === 0) return null;
  return `${found[3] ?? ''}-${String(month).padStart(2, '0')}-${(found[2] ?? '').padStart(2, '0')}`;
}

/** The contradictions inside one log, each with its line. */
export function logContradictions(state: LogState, engine: EngineFacts): Contradiction[] {
  const found: Contradiction[] = [];
  const strong = (line: number | null, message: string) => found.push({ weight: 'strong', line, message });
  if (state.secondHeaderLine !== null) {
    strong(
      state.secondHeaderLine,
      'Um segundo registro começa no meio do arquivo; só o primeiro foi lido. Entregue um arquivo por sessão, como o VirtualBox os grava.',
    );
  }
  if (state.stepBackLine !== null) {
    strong(
      state.stepBackLine,
      'O relógio do registro anda para trás nesta linha; o VirtualBox escreve sempre em ordem. Entregue o arquivo como foi gravado.',
    );
  }
  for (const problem of state.config.problems) strong(problem.line, problem.message);
  if (engine.contradiction) strong(engine.contradiction.line, engine.contradiction.message);
  const opened = state.opened.value;
  // A day of slack: the build date has no time zone.
  if (opened !== null && state.built !== null && opened.slice(0, 10) < dayBefore(state.built)) {
    strong(
      state.opened.line,
      `O registro diz ter sido aberto em ${opened.slice(0, 10)}, antes de este VirtualBox ter sido compilado (${state.built}).`,
    );
  }
  const ram = state.config.ramBytes.value;
  const hostRam = state.hostRam.value;
  if (ram !== null && hostRam !== null && ram / 1_048_576 > hostRam) {
    strong(state.config.ramBytes.line, 'A máquina virtual tem mais memória do que o computador inteiro.');
  }
  const order: readonly (readonly [string, number | null])[] = [
    ['a configuração (CFGM)', state.configLine],
    ['a escolha do motor', state.hmDecidedAt],
    ['“Running”', state.ranLine],
    ['o relato das Guest Additions', state.boot.restoring ? null : state.additionsLine],
  ];
  let before: readonly [string, number] | null = null;
  for (const [what, line] of order) {
    if (line === null) continue;
    if (before !== null && line < before[1]) {
      strong(
        line,
        `Nesta linha aparece ${what}, e só depois ${before[0]} (linha ${before[1]}); a ordem é a contrária.`,
      );
      break;
    }
    before = [what, line];
  }
  return found;
}

function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
