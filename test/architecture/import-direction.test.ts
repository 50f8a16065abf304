import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../server/compiled.js';

/** All TypeScript files below a folder, as paths from the project's root. */
function filesBelow(folder: string): string[] {
  return readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => path.posix.join(folder, file.split(path.sep).join('/')));
}

/** What a file imports from within the project, as paths from the root. */
function importsOf(file: string): string[] {
  const text = readFileSync(path.join(projectRoot, file), 'utf8');
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)];
  return found.map(([, target]) => path.posix.normalize(path.posix.join(path.posix.dirname(file), target)));
}

const layers: readonly { readonly folder: string; readonly may: readonly RegExp[] }[] = [
  { folder: 'server/domain', may: [/^server\/domain\//] },
  { folder: 'server/solver', may: [/^server\/(domain|solver)\//] },
  { folder: 'server/roads', may: [/^server\/(domain|roads)\//] },
  { folder: 'server/demo', may: [/^server\/(domain|demo)\//] },
  { folder: 'server/application', may: [/^server\/(domain|solver|roads|application)\//] },
  { folder: 'web', may: [/^web\//, /^server\/adapters\/http\/contract\//] },
];

describe('imports point in one direction', () => {
  for (const { folder, may } of layers) {
    it(`${folder} imports only what lies to its left`, () => {
      const files = filesBelow(folder);
      expect(files.length).toBeGreaterThan(0);
      const wrong = files.flatMap((file) =>
        importsOf(file)
          .filter((target) => !may.some((pattern) => pattern.test(target)))
          .map((target) => `${file} → ${target}`),
      );
      expect(wrong).toEqual([]);
    });
  }

  it('the pages take nothing but types from the contract', () => {
    const wrong = filesBelow('web').filter((file) =>
      /^(?:import|export)(?! type )[^;]*adapters\/http\/contract/m.test(
        readFileSync(path.join(projectRoot, file), 'utf8'),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('one family of adapters never imports another', () => {
    const files = filesBelow('server/adapters');
    const familyOf = (file: string) => file.split('/')[2];
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => target.startsWith('server/adapters/') && familyOf(target) !== familyOf(file))
        .map((target) => `${file} → ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('nothing but config.ts reads the environment, but for what children are handed on', () => {
    const readers = filesBelow('server').filter((file) =>
      /process\.env(\.(?!(PATH|TZ)\b)|\[)/.test(readFileSync(path.join(projectRoot, file), 'utf8')),
    );
    expect(readers).toEqual([]);
  });

  it('SQL stands in server/adapters/db and jobs and in the migrations only', () => {
    const outside = filesBelow('server').filter((file) => !/^server\/adapters\/(db|jobs)\//.test(file));
    const withSql = outside.filter((file) =>
      /\b(knex|transaction|database\.knex)\s*\.raw\(/.test(readFileSync(path.join(projectRoot, file), 'utf8')),
    );
    expect(withSql).toEqual([]);
  });
});
