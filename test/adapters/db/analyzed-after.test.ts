import type { Logger } from 'pino';
import { expect, it, vi } from 'vitest';
import type { ImportInput, ImportOutcome } from '../../../server/application/exchange/imports/import-files.js';
import { analyzedAfter } from '../../../server/upkeep/analyzed-after.js';

const outcomeOf = (...taken: number[]) =>
  ({
    importId: 'imp',
    findings: [],
    summary: { files: taken.map((each) => ({ taken: each })) },
  }) as unknown as ImportOutcome;
const log = { warn: vi.fn() } as unknown as Logger;
const input = {} as ImportInput;

it('analyzes after an import that filled tables, and not after a small one', async () => {
  const maintain = vi.fn(async () => []);
  await analyzedAfter(async () => outcomeOf(600, 399), maintain, log)(input);
  expect(maintain).not.toHaveBeenCalled();
  await analyzedAfter(async () => outcomeOf(600, 400), maintain, log)(input);
  expect(maintain).toHaveBeenCalledTimes(1);
});

it('lets the import stand where the tables cannot be analyzed', async () => {
  const outcome = outcomeOf(5_000);
  const importFiles = analyzedAfter(
    async () => outcome,
    () => Promise.reject(new Error('away')),
    log,
  );
  expect(await importFiles(input)).toBe(outcome);
  expect(log.warn).toHaveBeenCalledTimes(1);
});
