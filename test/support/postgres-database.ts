import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** The PostgreSQL server that tests may use: a URL of a role that may create databases. */
export const testServerUrl: string | undefined = process.env.TUANDA_TEST_DATABASE_URL;

/** A new, empty database on the test server. */
export async function createPostgresDatabase(): Promise<{ name: string; url: string; drop(): Promise<void> }> {
  const name = `tuanda_test_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${name} template template0 encoding 'UTF8'`);
  const url = new URL(testServerUrl!);
  url.pathname = `/${name}`;
  return { name, url: url.href, drop: () => dropDatabase(name) };
}

/** Removes a database of the test server, whoever is connected to it. */
export function dropDatabase(name: string): Promise<void> {
  return onServer(`drop database if exists ${name} with (force)`);
}

/** Removes a role that owns nothing any more. */
export function dropRole(role: string): Promise<void> {
  return onServer(`drop role if exists ${role}`);
}

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: testServerUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
