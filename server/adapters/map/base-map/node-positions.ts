import type { OsmNode } from '../osm-pbf/osm-element.js';
import { worldX, worldY } from './mercator.js';

/** Where nodes lie, in 24 bytes each; found by halving a sorted list of ids. */
export class NodePositions {
  private ids = new Float64Array(1 << 16);
  private xs = new Float64Array(1 << 16);
  private ys = new Float64Array(1 << 16);
  private count = 0;
  private sorted = true;

  add({ id, lon, lat }: OsmNode): void {
    if (this.count === this.ids.length) {
      this.ids = grown(this.ids);
      this.xs = grown(this.xs);
      this.ys = grown(this.ys);
    }
    if (this.count > 0 && this.ids[this.count - 1] > id) this.sorted = false;
    this.ids[this.count] = id;
    this.xs[this.count] = worldX(lon);
    this.ys[this.count] = worldY(lat);
    this.count++;
  }

  /** The positions of a way's nodes as x, y, x, y…; nodes that the extract does not hold are left out. */
  lineOf(refs: readonly number[]): Float64Array {
    if (!this.sorted) this.sort();
    const line = new Float64Array(refs.length * 2);
    let length = 0;
    for (const ref of refs) {
      const at = this.find(ref);
      if (at < 0) continue;
      line[length++] = this.xs[at];
      line[length++] = this.ys[at];
    }
    return length === line.length ? line : line.slice(0, length);
  }

  private find(id: number): number {
    let low = 0;
    let high = this.count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.ids[middle];
      if (found === id) return middle;
      if (found < id) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  private sort(): void {
    const order = Array.from({ length: this.count }, (_, at) => at).sort((a, b) => this.ids[a] - this.ids[b]);
    this.ids = Float64Array.from(order, (at) => this.ids[at]);
    this.xs = Float64Array.from(order, (at) => this.xs[at]);
    this.ys = Float64Array.from(order, (at) => this.ys[at]);
    this.sorted = true;
  }
}

function grown(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2);
  larger.set(values);
  return larger;
}
