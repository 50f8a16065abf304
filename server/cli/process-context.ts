import type { Config } from '../config.js';
import type { CommandContext } from './command.js';

/** The context of a command that runs in this process, with its terminal. */
export function makeProcessContext(config: Config, input: string | undefined): CommandContext {
  const { stdout, stderr } = process;
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
  };
}

/** A signal that Ctrl-C aborts; a second Ctrl-C ends the program at once. */
function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => {
    process.stderr.write('Stopping …\n');
    controller.abort(new Error('Stopped by the user.'));
  });
  return controller.signal;
}
