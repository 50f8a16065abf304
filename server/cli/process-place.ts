import type { Writable } from 'node:stream';
import { asWriteFault } from '../adapters/files/output-file.js';
import type { Config } from '../config.js';
import type { CommandPlace } from './command.js';

/** The place of a command that runs in this process, with its terminal. */
export function makeProcessPlace(config: Config, input: string | undefined): CommandPlace {
  const { stdout, stderr } = process;
  endWhenUnwritable(stdout, 'stdout');
  endWhenUnwritable(stderr, 'stderr');
  return {
    config,
    stdout,
    stderr,
    input,
    isTerminal: stderr.isTTY ?? false,
    isOutTerminal: stdout.isTTY ?? false,
    workingFolder: process.cwd(),
    signal: interruptSignal(),
    async withServices(work) {
      const { makeLog, openServices } = await import('../compose.js');
      const services = await openServices(config, makeLog(config));
      try {
        return await work(services);
      } finally {
        await services.close();
      }
    },
    async withDatabase(work) {
      const [{ makeLog }, { openDatabase }] = await Promise.all([
        import('../compose.js'),
        import('../adapters/db/engine/database.js'),
      ]);
      const { databaseUrl, dataFolder } = config;
      const database = await openDatabase({ databaseUrl, dataFolder, log: makeLog(config) });
      try {
        return await work(database);
      } finally {
        await database.close();
      }
    },
  };
}

/** Output that nobody reads any more, as after `| head`, is no fault; output that is lost, as on a full disk, is. */
function endWhenUnwritable(stream: Writable, name: string): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    process.stderr.write(`${(asWriteFault(error, name) as Error).message}\n`);
    process.exit(1);
  });
}

/** A signal that Ctrl-C aborts, or a polite kill; a second one ends the program at once. */
function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    process.stderr.write('Stopping …\n');
    controller.abort(new Error('Stopped by the user.'));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  return controller.signal;
}
