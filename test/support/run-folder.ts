import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { dropDatabase } from './postgres-database.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder of this run of the tests: what their files keep is in it. */
    runFolder: string;
  }
}

/** Runs once around all test files: databases of files that were ended in the middle end with it. */
export default function setup(project: TestProject): () => Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-tests-'));
  project.provide('runFolder', folder);
  return async () => {
    for (const name of readdirSync(folder)) if (name.startsWith('tuanda_test_')) await dropDatabase(name);
    // An engine may be writing until its process has ended.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
}
