import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../server/compiled.js';

const application = path.join(projectRoot, 'server', 'application');
/** What ports say of engines, and the errors that they throw, is known to all. */
const open = /\/travel\/(index|routing\/routing-errors|routing\/routing-port)\.js$/;

it('lets planning, delivery and exports ask for travel at its one door', () => {
  const through: string[] = [];
  for (const folder of ['planning', 'delivery', 'exchange']) {
    for (const file of readdirSync(path.join(application, folder), { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const text = readFileSync(path.join(application, folder, file), 'utf8');
      for (const [, from] of text.matchAll(/from '(\.[^']*\/travel\/[^']*)'/g)) {
        if (!from.includes('/domain/travel/') && !open.test(from)) through.push(`${folder}/${file}: ${from}`);
      }
    }
  }
  expect(through).toEqual([]);
});
