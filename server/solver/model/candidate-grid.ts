/** About so many points lie in a cell. */
const pointsPerCell = 4;

/** Points in square cells, so that the nearest of thousands are found without looking at all. */
export class CandidateGrid {
  private readonly columns: number;
  private readonly rows: number;
  private readonly cellSize: number;
  private readonly left: number;
  private readonly top: number;
  private readonly cellBegin: Int32Array;
  private readonly points: Int32Array;

  constructor(
    private readonly x: Float64Array,
    private readonly y: Float64Array,
  ) {
    const [left, right] = rangeOf(x);
    const [top, bottom] = rangeOf(y);
    const area = Math.max(right - left, 1e-9) * Math.max(bottom - top, 1e-9);
    this.left = left;
    this.top = top;
    const longest = Math.max(right - left, bottom - top, 1e-9);
    this.cellSize = Math.max(Math.sqrt((area * pointsPerCell) / x.length), longest / 4096);
    this.columns = Math.floor((right - left) / this.cellSize) + 1;
    this.rows = Math.floor((bottom - top) / this.cellSize) + 1;
    this.cellBegin = new Int32Array(this.columns * this.rows + 1);
    const cells = Int32Array.from(x, (_, at) => this.cellOf(at));
    for (const cell of cells) this.cellBegin[cell + 1]++;
    for (let cell = 0; cell < this.cellBegin.length - 1; cell++) this.cellBegin[cell + 1] += this.cellBegin[cell];
    this.points = new Int32Array(x.length);
    const filled = this.cellBegin.slice();
    cells.forEach((cell, at) => {
      this.points[filled[cell]++] = at;
    });
  }

  /** Writes points around `from` into `into`: at least the `wanted` nearest are among them. Returns how many. */
  around(from: number, wanted: number, into: Int32Array): number {
    const most = Math.max(this.columns, this.rows);
    let radius = Math.max(1, Math.ceil(Math.sqrt(wanted / pointsPerCell) / 2));
    while (radius < most && this.collect(from, radius, into) < wanted) radius++;
    // Points of the square's corners may be farther than some just outside of its edges.
    return this.collect(from, Math.min(most, Math.ceil((radius + 1) * Math.SQRT2)), into);
  }

  private collect(from: number, radius: number, into: Int32Array): number {
    const column = Math.floor((this.x[from] - this.left) / this.cellSize);
    const row = Math.floor((this.y[from] - this.top) / this.cellSize);
    let count = 0;
    for (let down = Math.max(0, row - radius); down <= Math.min(this.rows - 1, row + radius); down++) {
      const first = down * this.columns + Math.max(0, column - radius);
      const last = down * this.columns + Math.min(this.columns - 1, column + radius);
      for (let at = this.cellBegin[first]; at < this.cellBegin[last + 1]; at++) into[count++] = this.points[at];
    }
    return count;
  }

  private cellOf(at: number): number {
    const column = Math.floor((this.x[at] - this.left) / this.cellSize);
    return Math.floor((this.y[at] - this.top) / this.cellSize) * this.columns + column;
  }
}

function rangeOf(values: Float64Array): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
