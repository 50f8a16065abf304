import { distanceToSegment, type Point, type Polyline } from './plane.js';

/** Answers quickly how far points are from a set of lines, up to a reach. */
export class NearLine<T> {
  private readonly cells = new Map<number, { a: Point; b: Point; value: T }[]>();

  /** @param reachMeters beyond it nothing is found. */
  constructor(private readonly reachMeters: number) {}

  /** Adds a line with one value for each of its points; a piece carries the value of its first. */
  add(line: Polyline, valueAt: (index: number) => T): void {
    for (let at = 1; at < line.length; at++) {
      const a = line[at - 1];
      const b = line[at];
      const piece = { a, b, value: valueAt(at - 1) };
      const reach = this.reachMeters;
      for (let x = this.cellOf(Math.min(a.x, b.x) - reach); x <= this.cellOf(Math.max(a.x, b.x) + reach); x++) {
        for (let y = this.cellOf(Math.min(a.y, b.y) - reach); y <= this.cellOf(Math.max(a.y, b.y) + reach); y++) {
          const key = x * 65_536 + y;
          const cell = this.cells.get(key);
          if (cell === undefined) this.cells.set(key, [piece]);
          else cell.push(piece);
        }
      }
    }
  }

  nearest(point: Point): { meters: number; value: T } | undefined {
    let found: { meters: number; value: T } | undefined;
    for (const { a, b, value } of this.cells.get(this.cellOf(point.x) * 65_536 + this.cellOf(point.y)) ?? []) {
      const meters = distanceToSegment(point, a, b);
      if (meters <= this.reachMeters && (found === undefined || meters < found.meters)) found = { meters, value };
    }
    return found;
  }

  private cellOf(coordinate: number): number {
    return Math.floor(coordinate / Math.max(100, this.reachMeters));
  }
}
