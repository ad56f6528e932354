// A small file server for the built site: on this machine only, read only, under any base path.
import { readFile, stat } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

export interface StaticServer {
  /** Address of the site's first page, with the base: `http://127.0.0.1:4321/curso/`. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

export interface StaticServerOptions {
  /** `/` or `/curso/`. */
  readonly base?: string;
  /** Port wished for; another free one is taken if it is busy. 0: any. */
  readonly port?: number;
}

/** Serves `folder` on the loopback address. Rejects only if no port at all can be opened. */
export async function serveFolder(folder: string, options: StaticServerOptions = {}): Promise<StaticServer> {
  const base = `/${(options.base ?? '/').replace(/^\/+|\/+$/g, '')}/`.replace(/\/+/g, '/');
  const root = resolve(folder);
  const server = createServer((request, response) => {
    respond(root, base, request.method ?? 'GET', request.url ?? '/', response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}${base}`,
    close: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}

/** Listens on the port, or on any free one if it is taken; answers the port in use. */
function listen(server: Server, port: number): Promise<number> {
  return new Promise((done, fail) => {
    const attempt = (wanted: number) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        if (wanted !== 0 && (error.code === 'EADDRINUSE' || error.code === 'EACCES')) attempt(0);
        else fail(error);
      });
      server.listen(wanted, '127.0.0.1', () => {
        server.removeAllListeners('error');
        const address = server.address();
        done(typeof address === 'object' && address ? address.port : wanted);
      });
    };
    attempt(port);
  });
}

async function respond(root: string, base: string, method: string, url: string, response: ServerResponse) {
  if (method !== 'GET' && method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  const path = pathOf(url);
  if (path === null) {
    response.writeHead(400).end();
    return;
  }
  if (path === '/' && base !== '/') {
    response.writeHead(302, { location: base }).end();
    return;
  }
  const found = path.startsWith(base) ? await find(root, path.slice(base.length)) : null;
  if (found === 'folder without its slash') {
    response.writeHead(301, { location: `${path}/` }).end();
    return;
  }
  const file = found?.file ?? join(root, '404.html');
  const body = await readFile(file).catch(() => Buffer.from('404'));
  response.writeHead(found ? 200 : 404, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'content-length': body.length,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
  });
  response.end(method === 'HEAD' ? undefined : body);
}

/** The decoded path of a request, or null if it cannot be decoded. */
function pathOf(url: string): string | null {
  try {
    const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
    return path.includes('\0') ? null : path;
  } catch {
    return null;
  }
}

type Found = { readonly file: string } | 'folder without its slash' | null;

/** The file a path names: itself, or the `index.html` of a folder written with a final slash. */
async function find(root: string, path: string): Promise<Found> {
  const file = resolve(root, `./${path}`);
  if (file !== root && !file.startsWith(root + sep)) return null;
  const info = await stat(file).catch(() => null);
  if (!info) return null;
  if (info.isFile()) return { file };
  if (path !== '' && !path.endsWith('/')) return 'folder without its slash';
  const index = join(file, 'index.html');
  return (await stat(index).catch(() => null))?.isFile() ? { file: index } : null;
}
