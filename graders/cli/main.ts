// `npm run grade`: corrects the work in `exercises/` and says in Portuguese what was met, what was not, what to do next.
import { join } from 'node:path';
import { endOnBrokenPipe } from './broken-pipe.ts';
import { paintForStdout } from './format.ts';
import { grade, readOptions, usage, type GradeOptions } from './grade.ts';
import { watchWork } from './watch.ts';

const root = join(import.meta.dirname, '..', '..', 'exercises');

function once(options: GradeOptions): void {
  const { stdout, stderr, exitCode } = grade(root, options, paintForStdout);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = exitCode;
}

endOnBrokenPipe();
const options = readOptions(process.argv.slice(2));
if (typeof options === 'string') {
  process.stderr.write(options);
  process.exitCode = 2;
} else if (options.help) {
  process.stdout.write(usage);
} else {
  once(options);
  if (options.watch) watchWork(root, () => once(options));
}
