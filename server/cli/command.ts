import { makeLog, openServices, type Services } from '../compose.js';
import type { Config } from '../config.js';

/** One command of the command line. */
export interface Command {
  /** First line: the form. Further lines: what it does and its options. */
  readonly usage: string;
  /** Returns the exit code. */
  run(given: readonly string[], config: Config): Promise<number>;
}

/** Opens the services for the length of one piece of work. */
export async function withServices<T>(config: Config, work: (services: Services) => Promise<T>): Promise<T> {
  const services = await openServices(config, makeLog(config));
  try {
    return await work(services);
  } finally {
    await services.close();
  }
}

/** Prints the one machine-readable line of --json. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Prints a line for people; with --json they go to stderr, so that stdout stays readable for machines. */
export function makeSay(json: boolean): (line: string) => void {
  const stream = json ? process.stderr : process.stdout;
  return (line) => {
    stream.write(`${line}\n`);
  };
}

/** A signal that Ctrl-C aborts; a second Ctrl-C ends the program at once. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => {
    process.stderr.write('Stopping …\n');
    controller.abort(new Error('Stopped by the user.'));
  });
  return controller.signal;
}
