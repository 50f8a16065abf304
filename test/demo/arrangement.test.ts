import { describe, expect, it } from 'vitest';
import { type ArrangedLine, arrange, facesOf } from '../../server/demo/geometry/arrangement.js';
import { signedAreaOf } from '../../server/demo/geometry/plane.js';

const line = (...coordinates: [number, number][]): ArrangedLine => ({
  points: coordinates.map(([x, y]) => ({ x, y })),
  through: 1,
  start: 1,
  end: 1,
});
const square = line([0, 0], [100, 0], [100, 100], [0, 100], [0, 0]);

describe('arranging lines', () => {
  it('cuts two lines where they cross', () => {
    const { nodes, paths } = arrange([line([0, 50], [100, 50]), line([50, 0], [50, 100])], 0.5);
    expect(nodes).toHaveLength(5);
    expect(paths.map((path) => path.length)).toEqual([3, 3]);
    expect(paths[0][1]).toBe(paths[1][1]);
    expect(nodes[paths[0][1]]).toEqual({ x: 50, y: 50 });
  });

  it('joins an end that touches a line within the tolerance', () => {
    const { paths } = arrange([line([0, 0], [100, 0]), line([40, 80], [40, 0.3])], 0.5);
    expect(paths[0]).toHaveLength(3);
    expect(paths[0][1]).toBe(paths[1][1]);
  });

  it('leaves lines of different levels apart and lets a ramp join both', () => {
    const raised: ArrangedLine = {
      points: [
        { x: 0, y: 20 },
        { x: 100, y: 20 },
      ],
      through: 2,
      start: 2,
      end: 2,
    };
    const street = line([50, 0], [50, 100]);
    const ramp: ArrangedLine = {
      points: [
        { x: 20, y: 20 },
        { x: 50, y: 60 },
      ],
      through: 4,
      start: 2,
      end: 1,
    };
    const { paths } = arrange([raised, street, ramp], 0.5);
    // The raised road meets the ramp only, the street meets the ramp only.
    expect(paths[0]).toHaveLength(3);
    expect(paths[1]).toHaveLength(3);
    expect(paths[2]).toEqual([paths[0][1], paths[1][1]]);
  });

  it('finds the four quarters of a crossed square, counter-clockwise', () => {
    const faces = facesOf(arrange([square, line([0, 50], [100, 50]), line([50, 0], [50, 100])], 0.01));
    expect(faces.map((face) => signedAreaOf(face))).toEqual([2500, 2500, 2500, 2500]);
  });

  it('passes over dead ends', () => {
    const faces = facesOf(arrange([square, line([0, 50], [30, 50])], 0.01));
    expect(faces).toHaveLength(1);
    expect(signedAreaOf(faces[0])).toBe(10_000);
  });
});
