import { describe, expect, it } from 'vitest';
import { placeLabels } from '../../web/map/runs/place-labels.js';

const size = { width: 20, height: 10 };

describe('labels on the map', () => {
  it('stand at their best place while that is free, else at the next one', () => {
    const far = { x: 100, y: 100 };
    expect(
      placeLabels(
        [
          [far],
          [far, { x: 130, y: 100 }],
          [
            { x: 119, y: 109 },
            { x: 120, y: 110 },
          ],
        ],
        size,
      ),
    ).toEqual([0, 1, 1]);
  });

  it('are left out where every place would cover something', () => {
    expect(placeLabels([[{ x: 5, y: 5 }], [{ x: 6, y: 6 }]], size)).toEqual([0, undefined]);
    expect(placeLabels([[{ x: 5, y: 5 }]], size, [{ x: 0, y: 0 }])).toEqual([undefined]);
  });

  it('never cover each other, wherever they might stand', () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return (seed % 600) - 300;
    };
    const candidates = Array.from({ length: 300 }, () =>
      Array.from({ length: 12 }, () => ({ x: random(), y: random() })),
    );
    const placed = placeLabels(candidates, size).flatMap((at, label) =>
      at === undefined ? [] : [candidates[label][at]],
    );
    expect(placed.length).toBeGreaterThan(200);
    for (const [at, one] of placed.entries()) {
      for (const other of placed.slice(at + 1)) {
        expect(Math.abs(one.x - other.x) >= size.width || Math.abs(one.y - other.y) >= size.height).toBe(true);
      }
    }
  });
});
