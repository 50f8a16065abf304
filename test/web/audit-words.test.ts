import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../server/compiled.js';
import { addMessages } from '../../web/i18n/language.js';
import { auditMessages } from '../../web/i18n/messages/manage/audit.js';
import { peopleMessages } from '../../web/i18n/messages/manage/people.js';
import { differencesOf, shownValue } from '../../web/manage/system/audit-differences.js';

/** What the sources write into the audit: literal actions, and those that are put together. */
function actionsOfSources(): string[] {
  const actions = new Set<string>();
  for (const word of ['depot', 'station', 'vehicle', 'courier', 'sku', 'zone']) {
    for (const done of ['added', 'changed']) actions.add(`${word}.${done}`);
  }
  for (const done of ['settled', 'opened']) actions.add(`claim.${done}`);
  for (const room of ['application', 'adapters/db']) {
    const folder = path.join(projectRoot, 'server', room);
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const source = readFileSync(path.join(folder, file), 'utf8');
      // Of a choice between two both count.
      for (const [line] of source.matchAll(/\baction(?::| =) .*/g)) {
        for (const [, action] of line.matchAll(/'([a-z-]+\.[a-z-]+)'/g)) actions.add(action);
      }
    }
  }
  return [...actions];
}

describe('the audit in words', () => {
  it('names every action in both languages', () => {
    const actions = actionsOfSources();
    expect(actions).toContain('user.suspended');
    expect(actions.length).toBeGreaterThan(35);
    expect(actions.filter((action) => !(`audit.action.${action}` in auditMessages))).toEqual([]);
  });

  it('tells what changed, in whichever form a row holds it', () => {
    expect(differencesOf({ before: { name: 'A', role: 'picker' }, after: { name: 'B', role: 'picker' } })).toEqual([
      { field: 'name', before: 'A', after: 'B' },
    ]);
    expect(differencesOf({ name: { before: 'A', after: null }, docks: { from: 1, to: 2 } })).toEqual([
      { field: 'name', before: 'A', after: null },
      { field: 'docks', before: 1, after: 2 },
    ]);
    expect(differencesOf({ login: 'li', alsoRefused: 0, refusedOfOthers: 3, note: null })).toEqual([
      { field: 'login', before: undefined, after: 'li' },
      { field: 'refusedOfOthers', before: undefined, after: 3 },
    ]);
    expect(differencesOf({})).toEqual([]);
  });

  it('says values in the language of the page', () => {
    addMessages({ ...auditMessages, ...peopleMessages });
    expect([
      shownValue('picker'),
      shownValue(null),
      shownValue([]),
      shownValue(['run.*', 'x']),
      shownValue(true),
    ]).toEqual(['拣货员', '（无）', '（无）', 'run.*, x', '是']);
    expect(shownValue({ lon: 1 })).toBe('{"lon":1}');
  });
});
