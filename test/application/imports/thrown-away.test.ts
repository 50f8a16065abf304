import { expect, it } from 'vitest';
import { untilThrownAway } from '../../../server/application/exchange/imports/drafts/thrown-away.js';
import type { JobTask } from '../../../server/application/jobs.js';

const task = { subjectId: 'draft-1' } as JobTask;
const missing = Object.assign(new Error("ENOENT: no such file or directory, open '/data/x'"), { code: 'ENOENT' });
const failing = (known: readonly string[]) =>
  untilThrownAway({ listKnown: async () => [...known] }, () => Promise.reject(missing))(task);

it('tells that files were thrown away, not which of them is missing', async () => {
  await expect(failing([])).rejects.toMatchObject({
    code: 'not-found',
    message: 'These files were thrown away while they were read.',
  });
});

it('hands on what failed for another reason', async () => {
  await expect(failing(['draft-1'])).rejects.toBe(missing);
});
