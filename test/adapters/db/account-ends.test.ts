import { beforeEach, expect, it } from 'vitest';
import { accountEnds } from '../../../migrations/0023-account-ends.js';
import { askedAndEnded } from '../../../migrations/0025-asked-and-ended.js';
import type { Database } from '../../../server/adapters/db/engine/database.js';
import { eachDatabase } from '../../support/databases.js';

eachDatabase('what an earlier release kept of accounts', (open) => {
  let database: Database;
  beforeEach(async () => {
    database = await open();
  });
  const raw = (sql: string, ...values: unknown[]) => database.knex.raw(sql, values as string[]);
  /** The statements of the step that mend rows. */
  const mend = async () => {
    const statements = accountEnds.statements.filter((each) => /^\s*(update|insert)/.test(each));
    expect(statements).toHaveLength(4);
    for (const statement of statements) await raw(statement);
  };
  const addUser = (id: string, role: string) =>
    raw(
      `insert into users (user_id, login, login_key, name, role, created_at) values (?, ?, ?, ?, ?, '2026-01-01')`,
      ...[id, id, id, id, role],
    );
  const note = (action: string, id: string, at: string, detail: object) =>
    raw(
      `insert into audit (at, actor, action, subject_kind, subject_id, detail) values (?, 'x', ?, 'user', ?, ?)`,
      ...[at, action, id, JSON.stringify(detail)],
    );

  it('gives sessions an end that had none: by role, and none where only rest ends them', async () => {
    for (const role of ['admin', 'dispatcher', 'picker']) {
      await addUser(role, role);
      await raw(
        `insert into sessions (session_hash, session_id, user_id, created_at, last_used_at, expires_at, opened_by)
         values (?, ?, ?, '2026-01-01T00:00:00Z', '2026-03-01', '2026-03-20T00:00:00Z', 'password')`,
        ...[role, role, role],
      );
    }
    await mend();
    const { rows } = await raw('select user_id, ends_at, expires_at from sessions order by user_id');
    expect(rows).toEqual([
      { user_id: 'admin', ends_at: new Date('2026-01-31T00:00:00Z'), expires_at: new Date('2026-01-31T00:00:00Z') },
      {
        user_id: 'dispatcher',
        ends_at: new Date('2026-04-01T00:00:00Z'),
        expires_at: new Date('2026-03-20T00:00:00Z'),
      },
      { user_id: 'picker', ends_at: null, expires_at: new Date('2026-03-20T00:00:00Z') },
    ]);
  });

  it('finds on whose account a key stands by who had the login when it was made', async () => {
    await note('user.added', 'first', '2026-01-01', { login: 'Wang' });
    await note('user.changed', 'first', '2026-01-10', { before: { login: 'Wang' }, after: { login: 'wang.li' } });
    await note('user.added', 'second', '2026-01-20', { login: 'Wang' });
    await note('user.changed', 'second', '2026-01-21', { before: { name: 'a' }, after: { name: 'b' } });
    const key = (id: string, by: string, at: string) =>
      raw(
        `insert into api_keys (key_id, name, key_hash, role, created_by, created_at) values (?, ?, ?, 'admin', ?, ?)`,
        ...[id, id, id, by, at],
      );
    await key('a', 'user Wang', '2026-01-05');
    await key('b', 'user wang.li', '2026-01-15');
    await key('c', 'user Wang', '2026-01-25');
    await key('d', 'command line', '2026-01-25');
    await key('e', 'key oms', '2026-01-25');
    await mend();
    const { rows } = await raw('select key_id, owner_id from api_keys order by key_id');
    expect(rows.map(({ owner_id }: { owner_id: string | null }) => owner_id)).toEqual([
      'first',
      'first',
      'second',
      null,
      null,
    ]);
  });

  it('finds on whose account a key stands that a key made, also over several, where that is certain', async () => {
    const key = (id: string, name: string, by: string, at: string, ownerId: string | null, revokedAt?: string) =>
      raw(
        `insert into api_keys (key_id, name, key_hash, role, created_by, created_at, owner_id, revoked_at)
         values (?, ?, ?, 'admin', ?, ?, ?, ?)`,
        ...[id, name, id, by, at, ownerId, revokedAt ?? null],
      );
    await key('a', 'root', 'user Wang', '2026-01-05', 'wang');
    await key('b', 'child', 'key root', '2026-01-06', null);
    await key('c', 'grandchild', 'key child', '2026-01-07', null);
    // A key of the command line, and what it made.
    await key('d', 'cli', 'command line', '2026-01-05', null);
    await key('e', 'of-cli', 'key cli', '2026-01-06', null);
    // Two of one name at that time: of one owner, of two, and of one who was the only one by then.
    await key('f', 'root', 'user Wang', '2026-01-08', 'wang');
    await key('g', 'both-his', 'key root', '2026-01-09', null);
    await key('h', 'root', 'user Li', '2026-01-10', 'li');
    await key('i', 'whose', 'key root', '2026-01-11', null);
    await key('j', 'once', 'user Li', '2026-01-01', 'li', '2026-01-02');
    await key('k', 'once', 'user Wang', '2026-01-03', 'wang');
    await key('l', 'of-once', 'key once', '2026-01-04', null);
    const loops = askedAndEnded.statements.filter((each) => /^\s*do /.test(each));
    expect(loops).toHaveLength(1);
    await raw(loops[0]);
    const { rows } = await raw('select key_id, owner_id from api_keys order by key_id');
    expect(Object.fromEntries(rows.map((row: Record<string, string>) => [row.key_id, row.owner_id]))).toEqual({
      ...{ a: 'wang', b: 'wang', c: 'wang', d: null, e: null, f: 'wang', g: 'wang', h: 'li', i: null },
      ...{ j: 'li', k: 'wang', l: 'wang' },
    });
  });

  it('remembers which person of a provider somebody was who was removed, unless they were detached', async () => {
    for (const id of ['came', 'went', 'never']) {
      await raw("insert into removed_users values (?, ?, null, '2026-02-01')", id, id);
    }
    await note('session.opened', 'came', '2026-01-02', { attachedTo: 'https://id.example 7' });
    await note('session.opened', 'came', '2026-01-03', {});
    await note('session.opened', 'went', '2026-01-02', { attachedTo: 'https://id.example 8' });
    await note('user.provider-detached', 'went', '2026-01-03', { before: { providerSubject: 'x' } });
    const updates = askedAndEnded.statements.filter((each) => /^\s*update removed_users/.test(each));
    expect(updates).toHaveLength(1);
    await raw(updates[0]);
    const { rows } = await raw('select user_id, provider_subject from removed_users order by user_id');
    expect(rows.map((row: Record<string, string>) => row.provider_subject)).toEqual([
      'https://id.example 7',
      null,
      null,
    ]);
  });

  it('remembers whom an admin removed', async () => {
    await note('user.removed', 'gone', '2026-01-05', { login: 'Wang.Li', name: 'W', role: 'picker' });
    await mend();
    const { rows } = await raw('select user_id, login_key, provider_subject from removed_users');
    expect(rows).toEqual([{ user_id: 'gone', login_key: 'wang.li', provider_subject: null }]);
  });
});
