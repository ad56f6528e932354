// `--watch`: grades again each time the learner saves a file under `exercises/`.
import { watch } from 'node:fs';

/** An editor writes a file in several strokes; they count as one save if they come within this time. */
const settleMs = 150;

/** Calls `again` after each change under `folder`, until the process is interrupted. */
export function watchWork(folder: string, again: () => void): void {
  let timer: NodeJS.Timeout | undefined;
  process.stdout.write('\nEsperando você salvar um arquivo em exercises/ (Ctrl+C encerra).\n');
  watch(folder, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      process.stdout.write(`\n${'─'.repeat(60)}\n`);
      again();
      process.stdout.write('\nEsperando você salvar um arquivo em exercises/ (Ctrl+C encerra).\n');
    }, settleMs);
  });
}
