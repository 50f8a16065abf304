import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openOutputFile } from '../../../server/adapters/files/output-file.js';
import { InvalidInputError } from '../../../server/domain/dispatch-error.js';

const folderOf = () => mkdtempSync(path.join(tmpdir(), 'tuanda-out-'));

it('leaves the earlier file until the new one is whole', async () => {
  const file = path.join(folderOf(), 'plan.json');
  writeFileSync(file, 'before');
  chmodSync(file, 0o640);
  const output = await openOutputFile(file);
  output.stream.write('after');
  expect(readFileSync(file, 'utf8')).toBe('before');
  await output.keep();
  expect(readFileSync(file, 'utf8')).toBe('after');
  expect(statSync(file).mode & 0o777).toBe(0o640);
  expect(readdirSync(path.dirname(file))).toEqual(['plan.json']);
});

it('leaves nothing behind when the work fails', async () => {
  const file = path.join(folderOf(), 'plan.json');
  const output = await openOutputFile(file);
  output.stream.write('half');
  await output.discard();
  expect(readdirSync(path.dirname(file))).toEqual([]);
});

it('replaces the file behind a link and not the link', async () => {
  const folder = folderOf();
  const file = path.join(folder, 'real.json');
  writeFileSync(file, 'before');
  const link = path.join(folder, 'link.json');
  symlinkSync(file, link);
  const output = await openOutputFile(link);
  output.stream.write('after');
  await output.keep();
  expect(readFileSync(file, 'utf8')).toBe('after');
  expect(readdirSync(folder).sort()).toEqual(['link.json', 'real.json']);
});

it('writes to a device directly', async () => {
  const output = await openOutputFile('/dev/null');
  output.stream.write('away');
  await output.keep();
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
});

it('says before the work why a file cannot be written', async () => {
  const folder = folderOf();
  mkdirSync(path.join(folder, 'a-folder'));
  writeFileSync(path.join(folder, 'a-file'), '');
  const reasonFor = (name: string) => openOutputFile(path.join(folder, name));
  await expect(reasonFor('missing/plan.json')).rejects.toThrow(/cannot be written: there is no such folder\.$/);
  await expect(reasonFor('a-folder')).rejects.toThrow(/cannot be written: it is a folder\.$/);
  await expect(reasonFor('a-file/plan.json')).rejects.toThrow(/cannot be written: there is no such folder\.$/);
  await expect(reasonFor('x'.repeat(300))).rejects.toThrow(InvalidInputError);
});

// A device of Linux to try it with.
it.runIf(existsSync('/dev/full'))('says so when the disk is full', async () => {
  const output = await openOutputFile('/dev/full');
  output.stream.write('too much');
  await expect(output.keep()).rejects.toThrow('/dev/full could not be written: the disk is full.');
});
