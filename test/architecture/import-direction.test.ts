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
  { folder: 'web', may: [/^web\//, /^server\/adapters\/http\/(?:[a-z]+\/)?[a-z-]+-contract\./] },
];

/** Floors whose folders are rooms of the same names; what lies on the floor itself serves all its rooms. */
const floors = ['server/domain', 'server/application', 'server/adapters/db', 'server/adapters/http'];

/** In the order of the goods' way; beside them what a floor needs of its own. */
const rooms = [
  ...[
    'network',
    'orders',
    'waves',
    'planning',
    'planning/replanning',
    'warehouse',
    'cases',
    'delivery',
    'traffic',
    'travel',
  ],
  ...['accounts', 'exchange', 'backups', 'beginning'],
];
const ownRooms: Readonly<Record<string, readonly string[]>> = {
  'server/application': ['tables'],
  'server/adapters/db': ['engine'],
  'server/adapters/http': ['connections', 'requests'],
};

/** The room of a file on a floor; `planning/replanning` is one of its own. Empty: the floor itself. */
function roomOf(file: string, floor: string): string {
  const folders = path.posix.relative(floor, path.posix.dirname(file)).split('/');
  return folders[1] === 'replanning' ? `${folders[0]}/${folders[1]}` : folders[0];
}

/** Rooms that import each other, in a circle of any length, as `a → b → a`. */
function circlesOf(imports: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const walk = (room: string, way: readonly string[]) => {
    if (way.includes(room)) circles.push([...way.slice(way.indexOf(room)), room].join(' → '));
    if (way.includes(room) || done.has(room)) return;
    for (const next of imports.get(room) ?? []) walk(next, [...way, room]);
    done.add(room);
  };
  for (const room of imports.keys()) walk(room, []);
  return circles;
}

describe('rooms', () => {
  for (const floor of floors) {
    it(`of ${floor} bear the same names and do not import each other in circles`, () => {
      const imports = new Map<string, Set<string>>();
      for (const file of filesBelow(floor)) {
        for (const target of importsOf(file).filter((each) => each.startsWith(`${floor}/`))) {
          const [from, to] = [roomOf(file, floor), roomOf(target, floor)];
          if (from === to || from === '' || to === '') continue;
          imports.set(from, (imports.get(from) ?? new Set()).add(to));
        }
      }
      const known = [...rooms, ...(ownRooms[floor] ?? [])];
      expect([...imports.keys()].filter((room) => !known.includes(room))).toEqual([]);
      expect(imports.size).toBeGreaterThan(0);
      expect(circlesOf(imports)).toEqual([]);
    });
  }

  it('hold no more than fifteen files side by side', () => {
    const counts = new Map<string, number>();
    for (const file of [...filesBelow('server'), ...filesBelow('web')]) {
      const folder = path.posix.dirname(file);
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    expect([...counts].filter(([, count]) => count > 15)).toEqual([]);
  });
});

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
      /^(?:import|export)(?! type )[^;]*adapters\/http\//m.test(readFileSync(path.join(projectRoot, file), 'utf8')),
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
