import { expect, it } from 'vitest';
import { packTrip } from '../../server/application/planning/loading/pack-trip.js';
import { Random } from '../../server/solver/random.js';

it('finds a packing of loads that fill compartments of several zones but for a fiftieth', () => {
  const random = new Random(3);
  let found = 0;
  for (let no = 0; no < 60; no++) {
    const zones = ['ambient', 'fresh', 'chilled', 'frozen'];
    const goods: { consignmentId: string; zoneId: string; grams: number; milliliters: number }[] = [];
    const compartments = Array.from({ length: 2 + random.below(4) }, (_, at) => {
      const mask = 1 + random.below(15);
      const zoneIds = zones.filter((_, zone) => (mask & (1 << zone)) !== 0);
      let filled = 0;
      for (let item = 3 + random.below(5); item > 0; item--) {
        const milliliters = 500 + random.below(9_500);
        filled += milliliters;
        const zoneId = zoneIds[random.below(zoneIds.length)];
        goods.push({ consignmentId: `C${goods.length}`, zoneId, grams: 1, milliliters });
      }
      return { compartmentNo: at + 1, zoneIds, milliliters: Math.ceil((filled * 51) / 50) };
    });
    const packed = packTrip(goods, { compartments });
    expect([no, packed?.length]).toEqual([no, goods.length]);
    for (const { compartmentNo, zoneIds, milliliters } of compartments) {
      const inside = packed!.filter((item) => item.compartmentNo === compartmentNo);
      expect(inside.every(({ zoneId }) => zoneIds.includes(zoneId))).toBe(true);
      expect(inside.reduce((sum, item) => sum + item.milliliters, 0)).toBeLessThanOrEqual(milliliters);
    }
    found++;
  }
  expect(found).toBe(60);
});
