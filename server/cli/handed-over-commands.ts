import { setTimeout as wait } from 'node:timers/promises';
import { findHolder } from '../adapters/db/open-embedded.js';
import { type FoundServer, findServer } from '../adapters/handover/command-client.js';
import { type CommandServer, serveCommands } from '../adapters/handover/command-server.js';
import { projectRoot } from '../compiled.js';
import { programVersion, type Services } from '../compose.js';
import type { Config } from '../config.js';
import type { Command, CommandContext } from './command.js';
import { exportCommand } from './export-command.js';
import { importCommand } from './import-command.js';
import { keyCommand } from './key-command.js';
import { planCommand } from './plan-command.js';
import { runCommand } from './run-command.js';
import { userCommand } from './user-command.js';

/** The commands that need the record. Where a server holds the embedded database, it runs them. */
export const recordCommands: Readonly<Record<string, Command>> = {
  import: importCommand,
  plan: planCommand,
  export: exportCommand,
  user: userCommand,
  key: keyCommand,
};

const patienceMilliseconds = 15_000;

/**
 * The server to hand a command to; undefined when this process can open the record itself. Another command's process
 * is waited for, and so is a server that is still starting.
 */
export async function findServerOf(config: Config, context: CommandContext): Promise<FoundServer | undefined> {
  if (config.databaseUrl !== undefined) return undefined;
  const until = Date.now() + patienceMilliseconds;
  let told = false;
  for (;;) {
    const server = await findServer(config.dataFolder);
    if (server !== undefined) return server;
    const holder = findHolder(config.dataFolder);
    // After the last try the attempt to open it names the holder.
    if (holder === undefined || Date.now() > until || context.signal.aborted) return undefined;
    if (!told) context.stderr.write(`Waiting for process ${holder.pid}, which has the data folder open …\n`);
    told = true;
    await wait(200);
  }
}

/** Has a command run by the server. Returns its exit code. */
export function handOver(
  server: FoundServer,
  command: string,
  given: readonly string[],
  context: CommandContext,
): Promise<number> {
  const { workingFolder, isTerminal, isOutTerminal, input } = context;
  const version = programVersion(projectRoot);
  return server.run({ version, command, given: [...given], workingFolder, isTerminal, isOutTerminal, input }, context);
}

/** Takes commands for the length of a server's life. */
export function takeCommands(services: Services): Promise<CommandServer> {
  const { config, log } = services;
  return serveCommands({
    dataFolder: config.dataFolder,
    version: programVersion(projectRoot),
    log,
    run(name, given, context) {
      const command = Object.hasOwn(recordCommands, name) ? recordCommands[name] : undefined;
      if (command === undefined) {
        context.stderr.write(`A server runs no command ${name}.\n`);
        return Promise.resolve(2);
      }
      log.info({ command: name }, 'A command was handed over.');
      return runCommand(command, given, {
        ...context,
        input: context.input,
        config,
        withServices: (work) => work(services),
      });
    },
  });
}
