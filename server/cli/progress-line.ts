import type { Writable } from 'node:stream';

/** What a person at a terminal sees while a command works: one line, written over and over. */
export class ProgressLine {
  private readonly began = performance.now();
  private readonly ticking: NodeJS.Timeout | undefined;
  private words = 'working …';
  private shownWidth = 0;

  /** Begins to tick: no wait of over a second is silent, even where a command has nothing to tell. */
  constructor(
    private readonly stream: Writable,
    private readonly isTerminal: boolean,
  ) {
    if (isTerminal) this.ticking = setInterval(() => this.draw(), 1_000).unref();
  }

  show(words: string): void {
    this.words = words;
    this.draw();
  }

  /** Takes the line away, so that other output can stand there. It comes again with the next news or second. */
  clear(): void {
    if (this.shownWidth > 0) this.stream.write(`\r${' '.repeat(this.shownWidth)}\r`);
    this.shownWidth = 0;
  }

  /** Takes the line away for good: the command is done, or writes data to the terminal itself. */
  end(): void {
    clearInterval(this.ticking);
    this.clear();
  }

  private draw(): void {
    if (!this.isTerminal) return;
    const seconds = Math.floor((performance.now() - this.began) / 1_000);
    const line = seconds < 1 ? this.words : `${this.words} (${seconds} s)`;
    this.stream.write(`\r${line.padEnd(this.shownWidth)}`);
    this.shownWidth = line.length;
  }
}
