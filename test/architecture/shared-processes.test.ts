import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../server/compiled.js';

/** What would reach the files that run later in the same process, because vitest.config.ts does not isolate them. */
const leavesTraces =
  /\bvi\.(mock|doMock|stubEnv|stubGlobal|useFakeTimers)\(|\bprocess\.chdir\(|\bprocess\.env(\.\w+|\[[^\]]+\]) *=(?!=)|\bdelete process\.env\b/;

it('no test changes the process that it shares with others', () => {
  expect('process.env.TZ = zone').toMatch(leavesTraces);
  expect('process.env.ALL === one').not.toMatch(leavesTraces);
  const files = readdirSync(path.join(projectRoot, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('shared-processes.test.ts'))
    .filter((file) => leavesTraces.test(readFileSync(path.join(projectRoot, 'test', file), 'utf8')));
  expect(files).toEqual([]);
});
