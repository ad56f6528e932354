// A reader that closes early (`npm run grade | head`) is no defect: stop writing, say nothing.

/** Ends the process quietly when nobody reads its output any more. Call once, at the start of a command. */
export function endOnBrokenPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
