import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    // Two processes run all files one after the other: loading the program anew and opening databases for each file
    // took longer than the tests. So a test leaves nothing behind: no module mocked, no setting of the process changed.
    isolate: false,
    globalSetup: ['test/support/run-folder.ts'],
  },
});
