import { makeLog } from '../compose.js';
import { startServer } from '../server.js';
import { readArguments } from './arguments.js';
import type { Command } from './command.js';
import { takeCommands } from './handed-over-commands.js';

/** `tuanda start`: serves until it is stopped. */
export const startCommand: Command = {
  usage: `Usage: tuanda start [--port N]
Brings the database up to date and serves the pages and the API; on an empty database loads and plans the demo city.`,

  async run(given, { config }) {
    const args = readArguments(given, ['port']);
    const port = args.number('port', 0, 65_535, config.port);
    const log = makeLog(config);
    const server = await startServer({ ...config, port }, log, takeCommands);
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    });
    log.info('Stopping.');
    await server.close();
    return 0;
  },
};
