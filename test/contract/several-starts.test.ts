import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { createPostgresDatabase, testServerUrl } from '../support/postgres-database.js';
import { programOn } from '../support/program.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-starts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(testServerUrl === undefined)('servers that start at once on an empty PostgreSQL', () => {
  it('all become ready, and one of them writes what an installation begins with', async () => {
    const { url, drop } = await createPostgresDatabase();
    const folders = [1, 2, 3, 4].map((number) => path.join(folder, `server-${number}`));
    const starting = folders.map((data) => programOn(data, { DATABASE_URL: url, LOG_LEVEL: 'warn' }).start());
    const servers = await Promise.all(starting);
    try {
      for (const server of servers) {
        expect((await fetch(`${server.address}/readyz`)).status, server.log()).toBe(200);
      }
      const links = folders.flatMap((data) => {
        const file = path.join(data, 'first-links.txt');
        return existsSync(file) ? [readFileSync(file, 'utf8')] : [];
      });
      expect(links).toHaveLength(1);
      const [, token] = /^admin +\S+#token=(\S+)$/m.exec(links[0])!;
      const signedIn = await fetch(`${servers[3].address}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: servers[3].address },
        body: JSON.stringify({ token }),
      });
      expect(signedIn.ok, await signedIn.text()).toBe(true);
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const { rows } = await client.query("select login from users where role = 'admin'");
      await client.end();
      expect(rows).toEqual([{ login: 'admin' }]);
    } finally {
      await Promise.all(servers.map((server) => server.end('SIGTERM')));
      await drop();
    }
  });
});

describe('a server that cannot start', () => {
  const start = (settings: Record<string, string>, port: number) =>
    programOn(mkdtempSync(path.join(folder, 'data-')), settings).run(['start', '--port', String(port)]);

  it('ends with a sentence and code 1 when its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { status, stderr } = await start({}, port);
    other.close();
    expect(stderr).toMatch(/cannot listen on port \d+ of 127\.0\.0\.1: another program listens there\./);
    expect(status).toBe(1);
  });

  it('ends with a sentence and code 1 when there is no database', async () => {
    const { status, stderr } = await start({ DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' }, 0);
    expect(stderr).toMatch(/The database at 127\.0\.0\.1:9\/none cannot be reached/);
    expect(status).toBe(1);
  });

  it.skipIf(testServerUrl === undefined)(
    'ends with a sentence and code 1 when it cannot keep the first links',
    async () => {
      const { url, drop } = await createPostgresDatabase();
      try {
        const file = path.join(folder, 'a-file');
        writeFileSync(file, '');
        const { status, stderr } = await programOn(path.join(file, 'data'), { DATABASE_URL: url }).run([
          'start',
          '--port',
          '0',
        ]);
        expect(stderr).toMatch(/a-file.* (cannot be used|not a directory)/);
        expect(status).toBe(1);
        // Nothing is half: the next start begins anew.
        const data = path.join(folder, 'after');
        const server = await programOn(data, { DATABASE_URL: url, LOG_LEVEL: 'warn' }).start();
        // At once when it is ready: a signal that comes so early counts as well.
        await server.end('SIGTERM');
        expect(readFileSync(path.join(data, 'first-links.txt'), 'utf8')).toMatch(/^admin /);
      } finally {
        await drop();
      }
    },
  );
});
