import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';

/** What a bench makes for itself and leaves nothing of: a temporary folder, databases, servers. */
export interface Scratch {
  readonly folder: string;
  /** Done at the end in reverse order, also at Ctrl-C. */
  onEnd(end: () => Promise<unknown> | unknown): void;
  /** A new, empty database on the PostgreSQL server of a URL whose role may create databases. @returns its URL. */
  createDatabase(serverUrl: string): Promise<string>;
}

/** Runs work with a scratch place that is removed afterwards, whether the work ends, throws or is stopped by Ctrl-C. */
export async function withScratch<T>(name: string, work: (scratch: Scratch) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), `tuanda-${name}-`));
  const ends: (() => Promise<unknown> | unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  let ending: Promise<void> | undefined;
  const endAll = () => {
    ending ??= (async () => {
      for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
        await Promise.resolve(end()).catch((error: unknown) => console.error('Not removed:', error));
      }
    })();
    return ending;
  };
  const stop = (signal: NodeJS.Signals) => {
    console.error('Stopping …');
    void endAll().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    return await work({
      folder,
      onEnd: (end) => ends.push(end),
      async createDatabase(serverUrl) {
        const database = `tuanda_bench_${randomBytes(6).toString('hex')}`;
        await onServer(serverUrl, `create database ${database} template template0 encoding 'UTF8'`);
        ends.push(() => onServer(serverUrl, `drop database if exists ${database} with (force)`));
        const url = new URL(serverUrl);
        url.pathname = `/${database}`;
        return url.href;
      },
    });
  } finally {
    await endAll();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

async function onServer(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
