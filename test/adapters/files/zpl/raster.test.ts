import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillOutlines, graphicField, type Raster } from '../../../../server/adapters/files/zpl/raster.js';
import { readGraphic } from '../../../support/read-zpl.js';

const square = (from: number, to: number, isBackwards = false) => {
  const corners = [
    [from, from],
    [to, from],
    [to, to],
    [from, to],
  ];
  const [first, ...others] = isBackwards ? corners.reverse() : corners;
  return [
    { command: 'moveTo', args: first },
    ...others.map((args) => ({ command: 'lineTo', args })),
    { command: 'closePath', args: [] },
  ];
};
const rows = ({ width, height, dots }: Raster) =>
  Array.from({ length: height }, (_, row) => [...dots.subarray(row * width, (row + 1) * width)].join(''));

describe('outlines in dots', () => {
  it('are filled, and holes that run the other way are not', () => {
    const outline = { commands: [...square(0, 6), ...square(2, 4, true)] };
    const size = { width: 8, height: 7, baseline: 6, scale: 1 };
    expect(rows(fillOutlines([{ outline, left: 1 }], size))).toEqual([
      '01111110',
      '01111110',
      '01100110',
      '01100110',
      '01111110',
      '01111110',
      '00000000',
    ]);
  });

  it('are round where a curve is', () => {
    // Half a circle of some radius 10 by two curves.
    const commands = [
      { command: 'moveTo', args: [0, 0] },
      { command: 'bezierCurveTo', args: [0, 13.3, 20, 13.3, 20, 0] },
      { command: 'closePath', args: [] },
    ];
    const drawn = rows(
      fillOutlines([{ outline: { commands }, left: 0 }], { width: 20, height: 10, baseline: 10, scale: 1 }),
    );
    const widths = drawn.map((row) => row.replaceAll('0', '').length);
    expect(widths).toEqual([...widths].sort((one, other) => one - other));
    expect(widths[0]).toBeLessThan(10);
    expect(widths[9]).toBeGreaterThan(18);
  });
});

describe('pictures for label printers', () => {
  it('are read back dot by dot, however they are packed', () => {
    const raster = fc.integer({ min: 1, max: 70 }).chain((width) =>
      fc.integer({ min: 1, max: 12 }).chain((height) =>
        fc
          .array(fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.constantFrom(0, 1)), {
            minLength: width * height,
            maxLength: width * height,
          })
          .map((dots) => ({ width, height, dots: Uint8Array.from(dots) })),
      ),
    );
    fc.assert(
      fc.property(raster, (given) => {
        expect(readGraphic(graphicField(given), given.width)).toEqual(given.dots);
      }),
      { seed: 33, numRuns: 200 },
    );
    // A wide black bar: more than 400 equal signs in a row.
    const bar = { width: 2000, height: 3, dots: new Uint8Array(6000).fill(1) };
    expect(readGraphic(graphicField(bar), 2000)).toEqual(bar.dots);
    expect(graphicField(bar).length).toBeLessThan(40);
  });
});
