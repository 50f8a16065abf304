import { describe, expect, it } from 'vitest';
import { standardZones } from '../../../server/domain/network/temperature-zone.js';
import { zoneMarks } from '../../../server/domain/network/zone-mark.js';

describe("zones' marks", () => {
  it('are signs that no other zone has, the coldest choosing first', () => {
    expect([...zoneMarks(standardZones, 'en')]).toEqual([
      ['frozen', 'F'],
      ['chilled', 'C'],
      ['fresh', 'R'],
      ['ambient', 'A'],
    ]);
    // Both of 冷冻 and 冷藏 are cold: the second character tells them apart.
    expect([...zoneMarks(standardZones, 'zh').values()]).toEqual(['冻', '藏', '生', '常']);
  });

  it('differ also where names do not', () => {
    const same = standardZones.map((zone) => ({ ...zone, nameZh: '冷', nameEn: 'x' }));
    for (const language of ['zh', 'en'] as const) expect(new Set(zoneMarks(same, language).values()).size).toBe(4);
  });
});
