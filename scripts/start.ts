// `npm start`: builds the course if it is missing or older than its sources, and serves it on this machine.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { serveFolder } from './static-server.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const home = join(dist, 'index.html');
const base = `/${(process.env['BASE_PATH'] ?? '').replace(/^\/+|\/+$/g, '')}/`.replace('//', '/');

/** What the site is made from. */
const sources = [
  'astro.config.mjs',
  'package.json',
  'content',
  'exercises',
  'graders',
  'public',
  'scripts',
  'src',
];

/** Time of the last change to a file, or to anything in a folder. */
function lastChange(path: string): number {
  const info = statSync(path, { throwIfNoEntry: false });
  if (!info) return 0;
  if (!info.isDirectory()) return info.mtimeMs;
  return readdirSync(path).reduce(
    (latest, name) => Math.max(latest, lastChange(join(path, name))),
    info.mtimeMs,
  );
}

/** True if the built site is there, is younger than its sources and was built for this base. */
function isFresh(): boolean {
  if (!existsSync(home)) return false;
  if (!readFileSync(home, 'utf8').includes(`data-base="${base}"`)) return false;
  const built = statSync(home).mtimeMs;
  return sources.every((source) => lastChange(join(root, source)) <= built);
}

if (!isFresh()) {
  console.log('Montando o curso (alguns segundos)...');
  const astro = join(root, 'node_modules', 'astro', 'bin', 'astro.mjs');
  const { status } = spawnSync(process.execPath, [astro, 'build', '--silent'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
  });
  if (status !== 0) {
    console.error(
      'O curso não pôde ser montado. A causa está logo acima; `npm run build` a mostra por inteiro.',
    );
    process.exit(1);
  }
}

const wanted = Number(process.env['PORT'] ?? 4321);
try {
  const server = await serveFolder(dist, { base, port: Number.isInteger(wanted) ? wanted : 4321 });
  console.log(`O curso está em ${server.url}`);
  console.log('Para encerrar, tecle Ctrl+C.');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void server.close().then(() => process.exit(0));
    });
  }
} catch (error) {
  console.error(`Não foi possível abrir uma porta em 127.0.0.1: ${(error as Error).message}`);
  process.exit(1);
}
