import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../server/compiled.js';
import { describeGroups, describeThings } from '../../server/domain/network/attributes/describe-things.js';
import type { AttributeForms } from '../../web/api/types.js';
import { attributeForms, attributesOf } from '../../web/components/network/described.js';
import { addMessages } from '../../web/i18n/language.js';
import { areaMessages } from '../../web/i18n/messages/areas.js';
import { auditMessages } from '../../web/i18n/messages/manage/audit.js';
import { peopleMessages } from '../../web/i18n/messages/manage/people.js';
import { differencesOf, inWords, shownValue } from '../../web/manage/system/audit-differences.js';

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

  it('tells changes of the network attribute by attribute, in the words of their forms', () => {
    addMessages({ ...auditMessages, ...peopleMessages, ...areaMessages });
    const of = (thing: string) => {
      attributeForms.value = { groups: describeGroups(), data: describeThings() } as AttributeForms;
      return attributesOf(thing as 'depots');
    };
    const station = {
      area: { from: 'south', to: '江南' },
      service: {
        from: { fixedMilliminutes: 6000, milliminutesPer100Kg: 2000 },
        to: { fixedMilliminutes: 5000, milliminutesPer100Kg: 2000 },
      },
      rules: { from: null, to: { skills: ['尾板'], softToSecond: 30_600 } },
      windows: { from: [{ opens: 41_400, closes: 48_600 }], to: [{ opens: 25_200, closes: 48_600 }] },
    };
    expect(inWords(differencesOf(station), of('stations'))).toEqual([
      { label: '片区', before: '南', after: '江南' },
      { label: '每次交货固定分钟', before: '6 分钟', after: '5 分钟' },
      { label: '车辆须具备', before: '（无）', after: '尾板' },
      { label: '最好不晚于', before: '（无）', after: '08:30' },
      { label: '收货时间', before: '11:30–13:30', after: '07:00–13:30' },
    ]);
    const parts = { compartments: { from: [], to: [{ compartmentNo: 1, zoneIds: ['frozen'], milliliters: 5000 }] } };
    expect(inWords(differencesOf(parts), of('vehicles'))).toEqual([
      { label: '车厢', before: '（无）', after: '车厢号：1 温区：frozen 容积（升）：5' },
    ]);
    expect(inWords(differencesOf({ cutoffSecond: 79_200, isDefault: false }), of('cutoffs'))).toEqual([
      { label: '截单时间', before: undefined, after: '22:00' },
      { label: '默认波次', before: undefined, after: '否' },
    ]);
    expect(inWords(differencesOf({ role: 'picker', odd: 1 }), of('users'))).toEqual([
      { label: '角色', before: undefined, after: '拣货员' },
      { label: 'odd', before: undefined, after: '1' },
    ]);
  });
});
