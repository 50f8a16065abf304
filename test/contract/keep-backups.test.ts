import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeBackupStore } from '../../server/adapters/db/backups/backup-store.js';
import { makeScheduleSlots } from '../../server/adapters/db/waves/schedule-slots.js';
import {
  backupHealth,
  backupNameOf,
  lastDueAt,
  makeStartDueBackup,
} from '../../server/application/backups/keep-backups.js';
import type { JobRequest } from '../../server/application/jobs.js';
import { ConflictError } from '../../server/domain/dispatch-error.js';
import { eachDatabase } from '../support/databases.js';
import { serveApi } from '../support/http-api.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-kept-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the schedule of backups', () => {
  it('is due at its time of day in its time zone, and the day before until then', () => {
    const due = (now: string) => lastDueAt(new Date(now), '03:30', 'Asia/Shanghai').toISOString();
    // 03:30 in Shanghai is 19:30 UTC of the day before.
    expect(due('2024-06-13T19:29:59Z')).toBe('2024-06-12T19:30:00.000Z');
    expect(due('2024-06-13T19:30:00Z')).toBe('2024-06-13T19:30:00.000Z');
    expect(due('2024-06-14T19:29:00Z')).toBe('2024-06-13T19:30:00.000Z');
  });

  it('is overdue 26 hours after the last good one was begun', () => {
    const lastGoodAt = new Date('2024-06-13T00:00:00Z');
    const after = (time: string, scheduled = true, failure?: { at: Date; code: string; detail: string }) =>
      backupHealth({ lastGoodAt, failure }, scheduled, new Date(time)).state;
    expect(after('2024-06-14T02:00:00Z')).toBe('good');
    expect(after('2024-06-14T02:00:01Z')).toBe('overdue');
    // Made by hand, they are nobody's promise.
    expect(after('2024-07-14T00:00:00Z', false)).toBe('good');
    expect(after('2024-06-13T01:00:00Z', true, { at: lastGoodAt, code: 'write-failed', detail: '' })).toBe('failed');
    expect(backupHealth({ lastGoodAt: undefined, failure: undefined }, true, new Date()).state).toBe('none');
  });
});

eachDatabase('the schedule of backups', (open) => {
  it('begins one backup for each day, whichever of the servers comes first', async () => {
    const database = await open();
    const begun: JobRequest[] = [];
    let isBusy = true;
    let now = new Date('2024-06-14T05:00:00Z');
    const start = async (request: JobRequest) => {
      if (isBusy) throw new ConflictError('already-running', 'For record this is being worked on already.');
      begun.push(request);
      await database.knex.raw(
        `insert into jobs (job_id, kind, status, subject_id, payload, created_by, created_at)
         values (?, 'backup', 'done', 'record', ?, 'schedule', now())`,
        [`job-${begun.length}`, JSON.stringify(request.payload)],
      );
      return undefined as never;
    };
    const server = (owner: string) =>
      makeStartDueBackup({
        slots: makeScheduleSlots(database),
        store: makeBackupStore(database),
        jobs: { start },
        clock: { now: () => now },
        owner,
        time: '03:30',
        timeZone: 'UTC',
      });
    const [one, other] = [server('one'), server('other')];
    const aMinuteLater = () =>
      database.knex.raw("update schedule_slots set fired_at = fired_at - interval '61 seconds'");

    // Somebody has one made by hand at this moment: it is tried again.
    await one();
    expect(begun).toEqual([]);
    isBusy = false;
    await other();
    expect(begun, 'the slot is taken for a minute').toEqual([]);
    await aMinuteLater();
    await Promise.all([one(), other(), one()]);
    expect(begun.map(({ payload }) => payload)).toEqual([{ slotAt: '2024-06-14T03:30:00.000Z' }]);

    await aMinuteLater();
    await Promise.all([one(), other(), server('a third that has just started')()]);
    expect(begun).toHaveLength(1);

    now = new Date('2024-06-15T03:30:00Z');
    await Promise.all([one(), other()]);
    expect(begun).toHaveLength(2);
    expect(begun[1]).toMatchObject({ kind: 'backup', by: 'schedule', depotId: undefined });
  });
});

eachDatabase('backups by the API', (open, backend) => {
  const here = path.join(folder, backend);

  it('are made as jobs, listed with what they hold, and the oldest go', async () => {
    const api = await serveApi(await open(), { backups: { folder: here, keep: 2 } });
    try {
      const [admin, dispatcher, depotAdmin] = [
        await api.keyOf('admin'),
        await api.keyOf('dispatcher'),
        await api.keyOf('admin', 'D1'),
      ];
      expect((await api.ask('GET', '/backups/health', { key: dispatcher })).body).toMatchObject({
        scheduled: true,
        state: 'none',
      });
      const make = async () => {
        const begun = await api.ask('POST', '/backups', { key: admin });
        expect(begun.status).toBe(202);
        return api.untilDone(begun.body.jobId, admin);
      };
      const done = await make();
      expect(done).toMatchObject({ kind: 'backup', status: 'done', result: { files: 0, encrypted: false } });
      const listed = (await api.ask('GET', '/backups', { key: admin })).body.data;
      expect(listed).toMatchObject([
        { status: 'done', rows: done.result.rows, bytes: done.result.bytes, removedAt: null, error: null },
      ]);
      expect(existsSync(listed[0].file)).toBe(true);
      expect((await api.ask('GET', `/backups/${listed[0].backupId}`, { key: admin })).body).toEqual(listed[0]);
      expect((await api.ask('GET', '/backups/health', { key: dispatcher })).body).toMatchObject({ state: 'good' });

      // Names of our own, older than any of today, and what is none of ours.
      const older = ['2001-01-01T00:00:00Z', '2002-01-01T00:00:00Z'].map((at) => backupNameOf(new Date(at)));
      const foreign = ['tuanda-20010101T000000Z.backup.old', 'notes.txt', 'tuanda.backup'];
      for (const name of [...older, ...foreign]) writeFileSync(path.join(here, name), 'x');
      // Left by a process that was killed two days ago, and by one that may still be at it.
      const stale = ['.tuanda-0123456789ab.part', '.tuanda-ba9876543210.part'];
      for (const name of stale) writeFileSync(path.join(here, name), 'x');
      const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000);
      utimesSync(path.join(here, stale[0]), twoDaysAgo, twoDaysAgo);

      // A second later, so that its name is another one.
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      await make();
      const left = readdirSync(here);
      expect(left).toEqual(expect.arrayContaining([...foreign, stale[1], path.basename(listed[0].file)]));
      expect(left.filter((name) => /^tuanda-\d{8}T\d{6}Z\.backup$/.test(name))).toHaveLength(2);
      expect(left).not.toContain(stale[0]);

      await new Promise((resolve) => setTimeout(resolve, 1_100));
      await make();
      expect(existsSync(listed[0].file)).toBe(false);
      const after = (await api.ask('GET', '/backups', { key: admin })).body.data;
      expect(after.map(({ removedAt }: { removedAt: string | null }) => removedAt === null)).toEqual([
        true,
        true,
        false,
      ]);

      for (const [method, route] of [
        ['GET', '/backups'],
        ['POST', '/backups'],
        ['GET', `/backups/${listed[0].backupId}`],
      ]) {
        expect((await api.ask(method, route, { key: dispatcher })).status, `${method} ${route}`).toBe(403);
      }
      expect((await api.ask('GET', '/backups', { key: depotAdmin })).body.data).toEqual([]);
      expect((await api.ask('POST', '/backups', { key: depotAdmin })).status).toBe(403);
      expect((await api.ask('GET', `/backups/${listed[0].backupId}`, { key: depotAdmin })).status).toBe(404);
    } finally {
      await api.close();
    }
  });

  it('that fail say why, remove nothing and do not overwrite what they know', async () => {
    // A file where the folder should be: nobody can write there, whoever they are.
    mkdirSync(here, { recursive: true });
    const blocked = path.join(here, 'blocked');
    writeFileSync(blocked, 'no folder');
    chmodSync(blocked, 0o600);
    const api = await serveApi(await open(), { backups: { folder: blocked, keep: 1 } });
    try {
      const [admin, dispatcher] = [await api.keyOf('admin'), await api.keyOf('dispatcher')];
      const before = readdirSync(here).sort();
      const begun = await api.ask('POST', '/backups', { key: admin });
      const failed = await api.untilDone(begun.body.jobId, admin);
      expect(failed).toMatchObject({ status: 'failed', error: { code: 'write-failed' } });
      expect(readdirSync(here).sort()).toEqual(before);
      expect((await api.ask('GET', '/backups', { key: admin })).body.data).toMatchObject([
        { status: 'failed', error: { code: 'write-failed' }, bytes: null },
      ]);
      const seen = async (key: string) => (await api.ask('GET', '/backups/health', { key })).body;
      expect(await seen(admin)).toMatchObject({
        state: 'failed',
        failure: { detail: expect.stringContaining(blocked) },
      });
      const ofOthers = await seen(dispatcher);
      expect(ofOthers).toMatchObject({ state: 'failed', failure: { code: 'write-failed', detail: '' } });
      expect(JSON.stringify(ofOthers)).not.toContain(here);
      const headers = { 'accept-language': 'zh' };
      const inChinese = await api.ask('GET', '/backups/health', { key: dispatcher, headers });
      expect(JSON.stringify(inChinese.body)).not.toContain(here);
    } finally {
      await api.close();
    }
  });

  it('are refused with a sentence where no folder is set', async () => {
    const api = await serveApi(await open());
    try {
      const key = await api.keyOf('admin');
      expect((await api.ask('POST', '/backups', { key })).body).toMatchObject({
        status: 409,
        code: 'no-backup-folder',
        detail: expect.stringContaining('TUANDA_BACKUP_FOLDER'),
      });
      expect((await api.ask('GET', '/jobs?kind=backup', { key })).body.data).toEqual([]);
      // Who may not is told that, and nothing of the server's folders.
      const ofOne = await api.ask('POST', '/backups', { key: await api.keyOf('admin', 'D1') });
      expect([ofOne.status, ofOne.body.code]).toEqual([403, 'not-allowed']);
    } finally {
      await api.close();
    }
  });
});
