import { describe, expect, it } from 'vitest';
import { placeLabels } from '../../../web/map/base-map-labels.js';
import type { DecodedFeature } from '../../../web/map/vector-tile.js';

/** Measures every letter as 10 pixels wide; nothing else of a canvas is needed to place names. */
const context = {
  font: '',
  measureText: (text: string) => ({ width: 10 * [...text].length }),
} as unknown as CanvasRenderingContext2D;

function street(name: string, points: number[], properties: Record<string, string> = {}): DecodedFeature {
  const xs = points.filter((_, at) => at % 2 === 0);
  const ys = points.filter((_, at) => at % 2 === 1);
  return {
    shape: 'line',
    properties: { class: 'primary', name, ...properties },
    parts: [Int32Array.from(points)],
    minX: Math.min(...xs),
    maxX: Math.max(...xs),
    minY: Math.min(...ys),
    maxY: Math.max(...ys),
  };
}

/** A tile of 512 units drawn at one pixel a unit. */
const place = (streets: DecodedFeature[], language: 'zh' | 'en' = 'zh') =>
  placeLabels(new Map([['street', streets]]), 512, 1, 15, language, context);

const textOf = (label: ReturnType<typeof place>[number]) => label.glyphs.map(({ text }) => text).join('');

describe('street names', () => {
  it('stand along the middle of their street, evenly spaced', () => {
    const [label] = place([street('云杉路', [100, 200, 300, 200])]);
    // Three letters of 11.2 pixels around x = 200.
    expect(label.glyphs.map(({ text }) => text)).toEqual(['云', '杉', '路']);
    expect(label.glyphs.map(({ x }) => Math.round(x * 10) / 10)).toEqual([188.8, 200, 211.2]);
    expect(label.glyphs.every(({ y, radians }) => y === 200 && radians === 0)).toBe(true);
  });

  it('read from left to right whichever way the street was drawn', () => {
    expect(textOf(place([street('云杉路', [300, 200, 100, 200])])[0])).toBe('云杉路');
    const [label] = place([street('云杉路', [300, 200, 100, 200])]);
    expect(label.glyphs[0].x).toBeLessThan(label.glyphs[2].x);
  });

  it('read from top to bottom with upright letters on a steep street', () => {
    for (const points of [
      [200, 100, 200, 300],
      [200, 300, 200, 100],
    ]) {
      const [label] = place([street('云杉路', points)]);
      expect(label.glyphs[0].y).toBeLessThan(label.glyphs[2].y);
      for (const { radians } of label.glyphs) expect(Math.cos(radians)).toBeCloseTo(1);
    }
  });

  it('are left out where the street is too short or bends too sharply', () => {
    expect(place([street('云杉路', [100, 200, 125, 200])])).toEqual([]);
    expect(place([street('云杉路', [100, 200, 130, 200, 130, 230])])).toEqual([]);
  });

  it('never lie over each other, and the wider street wins', () => {
    const labels = place([
      street('小街', [200, 100, 200, 300], { class: 'tertiary' }),
      street('云杉路', [100, 200, 300, 200]),
    ]);
    expect(labels.map(textOf)).toEqual(['云杉路']);
  });

  it('are written once for two carriageways', () => {
    const labels = place([street('云杉路', [100, 200, 300, 200]), street('云杉路', [300, 230, 100, 230])]);
    expect(labels).toHaveLength(1);
  });

  it('stay within the tile, so that none is cut at its edge', () => {
    expect(place([street('云杉路', [-160, 200, 60, 200]), street('滨江路', [100, -3, 300, -3])])).toEqual([]);
  });

  it('are English where that is wanted and known', () => {
    const both = [
      street('云杉路', [50, 200, 450, 200], { nameEn: 'Yunshan Road' }),
      street('无名路', [50, 300, 450, 300]),
    ];
    expect(place(both, 'en').map(textOf)).toEqual(['Yunshan Road', '无名路']);
  });
});
