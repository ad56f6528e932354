import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveFolder, type StaticServer } from './static-server.ts';

const top = mkdtempSync(join(tmpdir(), 'static-server-'));
const dist = join(top, 'dist');
const opened: StaticServer[] = [];
const open = async (options?: Parameters<typeof serveFolder>[1]) => {
  const server = await serveFolder(dist, options);
  opened.push(server);
  return server;
};

/** A request with the path exactly as written: `fetch` would tidy `..` away before sending it. */
const raw = (url: string, path: string): Promise<{ status: number; body: string }> =>
  new Promise((done, fail) => {
    const { hostname, port } = new URL(url);
    request({ hostname, port, path }, (response) => {
      let body = '';
      response.on('data', (part: Buffer) => (body += part.toString()));
      response.on('end', () => {
        done({ status: response.statusCode ?? 0, body });
      });
    })
      .on('error', fail)
      .end();
  });

beforeAll(() => {
  mkdirSync(join(dist, 'licoes'), { recursive: true });
  writeFileSync(join(dist, 'index.html'), 'início');
  writeFileSync(join(dist, '404.html'), 'não existe');
  writeFileSync(join(dist, 'licoes', 'index.html'), 'lições');
  writeFileSync(join(top, 'segredo.txt'), 'segredo');
});
afterAll(async () => {
  await Promise.all(opened.map((server) => server.close()));
  rmSync(top, { recursive: true });
});

describe('serveFolder', () => {
  it('serves files, the index of a folder, and its own page for what does not exist', async () => {
    const { url } = await open();
    const home = await fetch(url);
    expect([home.status, home.headers.get('content-type'), await home.text()]).toEqual([
      200,
      'text/html; charset=utf-8',
      'início',
    ]);
    expect(await (await fetch(`${url}licoes/`)).text()).toBe('lições');
    const slashless = await fetch(`${url}licoes`, { redirect: 'manual' });
    expect([slashless.status, slashless.headers.get('location')]).toEqual([301, '/licoes/']);
    const missing = await fetch(`${url}nada/`);
    expect([missing.status, await missing.text()]).toEqual([404, 'não existe']);
  });

  it('serves under a base path and nothing outside it', async () => {
    const { url } = await open({ base: '/curso' });
    expect(new URL(url).pathname).toBe('/curso/');
    expect(await (await fetch(url)).text()).toBe('início');
    expect((await raw(url, '/')).status).toBe(302);
    expect((await raw(url, '/licoes/')).status).toBe(404);
  });

  it('never leaves the folder, and refuses what it cannot decode and methods that write', async () => {
    const { url } = await open();
    for (const path of ['/../segredo.txt', '/%2e%2e/segredo.txt', '/..%2fsegredo.txt', '/..%5csegredo.txt']) {
      const { status, body } = await raw(url, path);
      expect([path, status]).toEqual([path, 404]);
      expect(body).not.toContain('segredo');
    }
    expect((await raw(url, '/%E0%A4%A')).status).toBe(400);
    expect((await raw(url, '/a%00b')).status).toBe(400);
    expect((await fetch(url, { method: 'POST' })).status).toBe(405);
  });

  it('takes another port when the one wished for is busy, always on this machine only', async () => {
    const first = await open();
    const port = Number(new URL(first.url).port);
    const second = await open({ port });
    expect(Number(new URL(second.url).port)).not.toBe(port);
    expect(new URL(second.url).hostname).toBe('127.0.0.1');
    expect(await (await fetch(second.url)).text()).toBe('início');
  });
});
