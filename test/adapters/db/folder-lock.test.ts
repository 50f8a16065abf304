import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FolderHolder, lockFolder } from '../../../server/adapters/db/engine/embedded/folder-lock.js';
import { runScript } from '../../support/run-script.js';

describe('the lock of a data folder', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tuanda-lock-'));
    file = path.join(folder, 'database.lock');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const lock = (onLost = () => {}) => lockFolder(folder, file, onLost);
  const readHolder = () => JSON.parse(readFileSync(file, 'utf8')) as FolderHolder;

  /** The file as a process like this one would leave it, but for what is given. */
  function leave(change: Partial<FolderHolder>, secondsSilent = 0): void {
    rmSync(file, { force: true });
    const held = lock();
    const holder = { ...readHolder(), token: 'another', ...change };
    held.release();
    writeFileSync(file, JSON.stringify(holder));
    const beatAt = new Date(Date.now() - secondsSilent * 1000);
    utimesSync(file, beatAt, beatAt);
  }

  it('is free again after its release, and leaves no files', () => {
    lock().release();
    lock().release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is refused while this process holds it', () => {
    const held = lock();
    expect(() => lock()).toThrow(`is in use by process ${process.pid} on host`);
    held.release();
  });

  // The largest pid that Linux knows is 4,194,304.
  it.each([
    ['whose process is gone', { pid: 4_194_305 }],
    ['of an earlier boot', { bootId: 'earlier' }],
    ['whose process id was given to another process', { startTicks: '1' }],
  ])('is taken over from a holder %s', (_, change) => {
    leave(change);
    const held = lock();
    expect(readHolder().pid).toBe(process.pid);
    held.release();
    expect(existsSync(file)).toBe(false);
  });

  it.each([
    ['another machine', { host: 'elsewhere', bootId: 'other' }],
    ['another container of this machine', { host: 'container', pidSpace: 'pid:[1]' }],
    ['another container of the same host name', { pidSpace: 'pid:[1]' }],
  ])('is refused while the heart of a holder on %s beats, and taken over when it has stopped', (_, change) => {
    leave(change, 10);
    expect(() => lock()).toThrow('is in use by process');
    leave(change, 16);
    lock().release();
  });

  it('is refused while a file that cannot be read is new, and taken over when it is old', () => {
    writeFileSync(file, '{"pid":');
    expect(() => lock()).toThrow('is in use');
    const old = new Date(Date.now() - 60_000);
    utimesSync(file, old, old);
    lock().release();
  });

  it('goes to exactly one of six processes that come upon a dead one’s claim at once', async () => {
    leave({ pid: 4_194_305 });
    const startAt = `${Date.now() + 1_500}`;
    const scripts = Array.from({ length: 6 }, () =>
      runScript('./claimer.js', import.meta.url, [folder, file, startAt]),
    );
    try {
      const answers = await Promise.all(scripts.map((script) => script.until(() => true)));
      expect(answers.sort()).toEqual(['claimed', ...new Array<string>(5).fill('data-folder-held')]);
    } finally {
      await Promise.all(scripts.map((script) => script.kill()));
    }
  });

  it('keeps its heart beating and notices when somebody else took it', async () => {
    let lost = 0;
    const held = lock(() => lost++);
    const old = new Date(Date.now() - 60_000);
    utimesSync(file, old, old);
    await expect.poll(() => Date.now() - statSync(file).mtimeMs, { timeout: 10_000 }).toBeLessThan(10_000);
    writeFileSync(file, JSON.stringify({ ...readHolder(), token: 'another' }));
    await expect.poll(() => lost, { timeout: 10_000 }).toBe(1);
    held.release();
    // It is not ours any more.
    expect(readHolder().token).toBe('another');
  });
});
