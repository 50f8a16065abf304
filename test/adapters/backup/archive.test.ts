import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openArchive } from '../../../server/adapters/backup/open-archive.js';
import { beginArchive } from '../../../server/adapters/backup/write-archive.js';
import { openOutputFile } from '../../../server/adapters/files/output-file.js';
import type { Manifest, Part, Piece } from '../../../server/application/backups/archive-port.js';
import { openBackupFile } from '../../../server/compose-backups.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-archive-'));
const whole = path.join(folder, 'whole');
const tried = path.join(folder, 'tried');
const never = new AbortController().signal;

const zones: Part = { kind: 'table', table: { name: 'zones', columns: [{ name: 'zone_id', type: 'text' }] } };
const map: Part = { kind: 'file', path: 'maps/m/map.json' };

async function* pieces(...texts: string[]): AsyncGenerator<Piece> {
  for (const text of texts) yield { bytes: Buffer.from(text), rows: text.split('\n').length - 1 };
}

async function write(password: string | undefined, file: string, part: Part = map): Promise<Manifest> {
  const out = await openOutputFile(file);
  const archive = await beginArchive(out.stream, password);
  const tables = [await archive.add(zones, pieces('["冷藏"]\n', '["frozen"]\n[null]\n'))];
  const files = [await archive.add(part, pieces('{}'))];
  const about = { productVersion: '0.1.0', madeAt: '2024-06-13T15:30:00.000Z', steps: ['0001-accounts'] };
  const manifest = { ...about, madeFrom: 'a test', identities: [], tables, files };
  await archive.end(manifest);
  await out.keep();
  return manifest;
}

async function verify(file: string, password?: string): Promise<Manifest> {
  const archive = await openArchive(file, password);
  try {
    return await archive.verify(() => undefined, never);
  } finally {
    await archive.close();
  }
}

async function collect(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

for (const password of [undefined, '一个很长的密码']) {
  describe(password === undefined ? 'a backup file' : 'an encrypted backup file', () => {
    let manifest: Manifest;
    let bytes: Buffer;
    beforeAll(async () => {
      manifest = await write(password, whole);
      bytes = readFileSync(whole);
    });
    // Making the key takes a quarter of a second each time: of an encrypted file not every place is tried.
    const step = password === undefined ? 1 : 37;

    it('gives back what was written', async () => {
      expect(await verify(whole, password)).toEqual(manifest);
      const archive = await openArchive(whole, password);
      const found: [Part, string][] = [];
      for await (const { part, content } of archive.parts(never)) {
        found.push([part, (await collect(content)).toString()]);
      }
      await archive.close();
      expect(found).toEqual([
        [zones, '["冷藏"]\n["frozen"]\n[null]\n'],
        [map, '{}'],
      ]);
      expect(manifest.tables[0].rows).toBe(3);
    });

    it('is refused when it ends early, wherever that is', async () => {
      for (let end = 0; end < bytes.length; end += step) {
        writeFileSync(tried, bytes.subarray(0, end));
        await expect(verify(tried, password), `${end} bytes`).rejects.toMatchObject({ code: 'backup-damaged' });
      }
    });

    it('is refused when a byte is another one, wherever that is', async () => {
      const codes = new Set<string>();
      for (let at = 0; at < bytes.length; at += step) {
        const changed = Buffer.from(bytes);
        changed[at] ^= 0x01;
        writeFileSync(tried, changed);
        const code = await verify(tried, password).then(
          () => 'taken',
          (error: { code: string }) => error.code,
        );
        codes.add(code);
        // The salt stands in the first line, and another salt makes of the right password a wrong one.
        const isKeyLine = password !== undefined && at < bytes.indexOf(0x0a);
        expect(isKeyLine ? ['backup-damaged', 'backup-password'] : ['backup-damaged'], `byte ${at}`).toContain(code);
      }
      expect(codes).toContain('backup-damaged');
    });

    it('is refused when something stands behind its end', async () => {
      writeFileSync(tried, Buffer.concat([bytes, Buffer.from('x')]));
      await expect(verify(tried, password)).rejects.toMatchObject({ code: 'backup-damaged' });
    });
  });
}

describe('the password of a backup file', () => {
  it('is asked for and has to be the right one', async () => {
    await write('correct', tried);
    await expect(verify(tried)).rejects.toMatchObject({ code: 'backup-password' });
    await expect(verify(tried, 'wrong')).rejects.toMatchObject({ code: 'backup-password' });
  });

  it('leaves no word of what is in the file', async () => {
    await write('correct', tried);
    expect(readFileSync(tried).includes('zone_id')).toBe(false);
  });
});

it.skipIf(!existsSync('/dev/full'))(
  'fails in words on a full disk, whenever that shows, and ends nothing else',
  async () => {
    const target = await openBackupFile('/dev/full');
    const fill = async () => {
      const archive = await target.begin(undefined);
      await archive.add(zones, pieces('["冷藏"]\n'));
      await target.reopen(undefined);
    };
    await expect(fill()).rejects.toMatchObject({
      code: 'write-failed',
      message: '/dev/full could not be written: the disk is full.',
    });
    await target.discard();
    // An error that nobody heard would end the process by now.
    await new Promise((resolve) => setTimeout(resolve, 50));
  },
);

it('takes no file that leads out of the data folder', async () => {
  for (const wrong of [
    '../x',
    'maps/../../x',
    '/etc/passwd',
    'maps',
    'maps//x',
    'database/PG_VERSION',
    'maps\\..\\x',
  ]) {
    await write(undefined, tried, { kind: 'file', path: wrong });
    await expect(verify(tried), wrong).rejects.toMatchObject({ code: 'backup-damaged' });
  }
});
