import type { Writable } from 'node:stream';
import type { Database } from '../adapters/db/engine/database.js';
import type { Services } from '../compose.js';
import type { Config } from '../config.js';
import type { ProgressLine } from './progress-line.js';

/** One command of the command line. */
export interface Command {
  /** First line: the form. Further lines: what it does and its options. */
  readonly usage: string;
  /** Whether the command wants a line of stdin, e.g. a password, and what a person at a terminal is asked for it. */
  asksFor?(given: readonly string[]): string | undefined;
  /** Whether a person at a terminal types that line twice: nobody could tell later that it was mistyped. */
  asksTwice?: boolean;
  /** In place of a line of stdin: what the environment of whoever calls says, which a server does not know. */
  inputFrom?(given: readonly string[], config: Config): string | undefined;
  /** Returns the exit code. */
  run(given: readonly string[], context: CommandContext): Promise<number>;
}

/** Where a command runs: in a terminal of its own, or in a server on behalf of one. */
export interface CommandPlace {
  readonly config: Config;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Whether stderr is a terminal, where a line of progress may be written over and over. */
  readonly isTerminal: boolean;
  /** Whether stdout is a terminal, which bytes that are no text would upset. */
  readonly isOutTerminal: boolean;
  /** What relative paths refer to; absolute. */
  readonly workingFolder: string;
  /** The first line of stdin, for a command that reads it. */
  readonly input: string | undefined;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /**
   * Opens the services for the length of one piece of work, or lends those of the server. A command prints nothing
   * before: while another process holds the record, it is begun again.
   */
  withServices<T>(work: (services: Services) => Promise<T>): Promise<T>;
  /** The same for the database alone, as it is: its schema may be of an earlier release. */
  withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T>;
}

/** All that a command knows while it runs. */
export interface CommandContext extends CommandPlace {
  /** Silent where stderr is no terminal. */
  readonly progress: ProgressLine;
}

/** Prints the one machine-readable line of --json. */
export function printJson({ stdout, progress }: CommandContext, value: unknown): void {
  progress.clear();
  stdout.write(`${JSON.stringify(value)}\n`);
}

/** Prints a line for people; with --json they go to stderr, so that stdout stays readable for machines. */
export function makeSay({ stdout, stderr, progress }: CommandContext, json: boolean): (line: string) => void {
  const stream = json ? stderr : stdout;
  return (line) => {
    progress.clear();
    stream.write(`${line}\n`);
  };
}

/** Writes the line of progress over the last one; silent where stderr is no terminal. */
export function showProgress({ progress }: CommandContext, line: string): void {
  progress.show(line);
}
