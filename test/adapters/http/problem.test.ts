import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { statusOf } from '../../../server/adapters/http/problem.js';
import { projectRoot } from '../../../server/compiled.js';

it('explains every code of the API in docs/errors.md, with its status', () => {
  const text = readFileSync(path.join(projectRoot, 'docs', 'errors.md'), 'utf8');
  const told = [...text.matchAll(/^\| `([\w-]+)` \| (\d+) \|/gm)].map(([, code, status]) => [code, Number(status)]);
  expect(Object.fromEntries(told)).toEqual(statusOf);
});
