import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const root = import.meta.dirname;
const files = readdirSync(path.join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => `test/${name.replaceAll(path.sep, '/')}`);
const filesThatSay = (words: RegExp) => files.filter((name) => words.test(readFileSync(path.join(root, name), 'utf8')));

/** What a process remembers of statements, and a database of its tables, is what these look at. */
const withMemory = ['preparing-client', 'maintain-tables'].map((name) => `test/adapters/db/${name}.test.ts`);
/** These share a process with its databases: to load the whole server and to start an engine takes longer than most of them. */
const onRecord = filesThatSay(/\beachDatabase\(/).filter((name) => !withMemory.includes(name));
/** These start the program or a browser, and take longest. */
const withProgram = filesThatSay(/\b(programOn|programArguments|Installation)\b/);

/** Long files first, so that all workers end together; files that share a process one after the other. */
class LongestFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId, project }: TestSpecification) => {
      if (project.name === 'record') return 1;
      return withProgram.some((name) => moduleId.endsWith(`/${name}`)) ? 0 : 2;
    };
    const bySize = await super.sort(specifications);
    return bySize
      .map((each) => ({ each, rank: rankOf(each) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ each }) => each);
  }
}

export default defineConfig({
  test: {
    testTimeout: 180_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    globalSetup: ['test/support/run-folder.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'record', include: onRecord, isolate: false } },
      { extends: true, test: { name: 'apart', include: ['test/**/*.test.ts'], exclude: onRecord } },
    ],
  },
});
