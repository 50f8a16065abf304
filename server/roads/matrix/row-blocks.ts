/** Rows that a thread computes between two looks at what else is to do. */
const blockRows = 64;
/** Rows `first` up to `end`. */
interface RowBlock {
  readonly first: number;
  readonly end: number;
}

/** Hands out the rows of a matrix, block by block; none once the signal is aborted. */
export class RowBlocks {
  private at = 0;
  private finished = 0;
  private readonly size: number;

  constructor(
    private readonly rows: number,
    threads: number,
    private readonly signal: AbortSignal | undefined,
    private readonly onProgress: ((done: number, total: number) => void) | undefined,
  ) {
    // Eight sources descend together, so blocks are multiples of eight.
    const share = Math.ceil(rows / threads / 8) * 8;
    this.size = Math.min(blockRows, share);
  }

  get count(): number {
    return Math.ceil(this.rows / this.size);
  }

  next(): RowBlock | undefined {
    if (this.signal?.aborted === true || this.at >= this.rows) return undefined;
    const first = this.at;
    this.at = Math.min(this.rows, first + this.size);
    return { first, end: this.at };
  }

  /** Notes a block as computed and tells how far the matrix is. */
  done({ first, end }: RowBlock): void {
    this.finished += end - first;
    if (this.signal?.aborted !== true) this.onProgress?.(this.finished, this.rows);
  }
}
