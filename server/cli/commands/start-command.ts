import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Logger } from 'pino';
import type { FirstChoice } from '../../beginning/first-rows.js';
import type { Config } from '../../config.js';
import { DispatchError } from '../../domain/dispatch-error.js';
import type { RunningServer } from '../../server.js';
import { readArguments } from '../arguments.js';
import type { Command } from '../command.js';
import { takeCommands } from '../handed-over-commands.js';
import { UsageError } from '../usage-error.js';

/** From the signal to the end of the process, at most. */
const longestStopMilliseconds = 9_500;
/** For what is left of threads and timers to end by itself. */
const leftoverMilliseconds = 300;

/** `tuanda start`: serves until it is stopped. */
export const startCommand: Command = {
  usage: `Usage: tuanda start [--port N] [--demo | --empty]
Brings the database up to date and serves the pages and the API. On an empty database it loads and plans the demo city,
unless you have built a map of your own, and asks the first admin what to begin with. --demo does not ask;
--empty begins with nothing. Later starts leave what is there: tuanda demo loads and removes it.`,

  async run(given, { config, stderr, signal }) {
    const args = readArguments(given, ['port'], ['demo', 'empty']);
    const port = args.number('port', 0, 65_535, config.port);
    if (args.flag('demo') && args.flag('empty')) throw new UsageError('Say --demo or --empty, not both.');
    const choice = args.flag('demo') ? 'demo' : args.flag('empty') ? 'empty' : 'ask';
    const { makeLog } = await import('../../compose.js');
    const log = makeLog(config);
    const server = await startOrSay({ ...config, port }, choice, log, stderr);
    if (server === undefined) return endsSoon(1);
    // Also where it was told to stop while it was starting.
    if (!signal.aborted) await once(signal, 'abort');
    log.info('Stopping.');
    const timer = setTimeout(() => {
      log.error('The server did not end in order in time. What was acknowledged is kept.');
      process.exit(1);
    }, longestStopMilliseconds);
    await server.close();
    clearTimeout(timer);
    return endsSoon(0);
  },
};

/** What cannot start leaves nothing running. @returns undefined when that was said. */
async function startOrSay(
  config: Config,
  choice: FirstChoice,
  log: Logger,
  stderr: Writable,
): Promise<RunningServer | undefined> {
  try {
    const { startServer } = await import('../../server.js');
    return await startServer(config, log, takeCommands, choice);
  } catch (error) {
    if (!(error instanceof DispatchError)) log.error({ err: error }, 'The server could not start.');
    const reason = error instanceof Error ? error.message : String(error);
    stderr.write(error instanceof DispatchError ? `${reason}\n` : `The server could not start: ${reason}\n`);
    return undefined;
  }
}

/** Ends the process by the code even where something that hangs would keep it alive. */
function endsSoon(code: number): number {
  setTimeout(() => process.exit(code), leftoverMilliseconds).unref();
  return code;
}
