import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { findHolder } from '../adapters/db/engine/embedded/folder-lock.js';
import { findServer } from '../adapters/handover/command-client.js';
import { type CommandServer, serveCommands } from '../adapters/handover/command-server.js';
import type { HandedOver } from '../adapters/handover/frame.js';
import { projectRoot } from '../compiled.js';
import type { Services } from '../compose.js';
import { programVersion } from '../program-version.js';
import type { Command, CommandPlace } from './command.js';
import { accessCommand } from './commands/access-command.js';
import { auditCommand } from './commands/audit-command.js';
import { backupCommand } from './commands/backup-command.js';
import { demoCommand } from './commands/demo-command.js';
import { exportCommand } from './commands/export-command.js';
import { importCommand } from './commands/import-command.js';
import { keyCommand } from './commands/key-command.js';
import { planCommand } from './commands/plan-command.js';
import { userCommand } from './commands/user-command.js';
import { isHeld, runCommand } from './run-command.js';
import { UsageError } from './usage-error.js';

/** The commands that need the record. Where a server holds the embedded database, it runs them. */
export const recordCommands: Readonly<Record<string, Command>> = {
  import: importCommand,
  plan: planCommand,
  export: exportCommand,
  user: userCommand,
  key: keyCommand,
  access: accessCommand,
  audit: auditCommand,
  backup: backupCommand,
  demo: demoCommand,
};

/** How long a command waits for another process that has the data folder open and takes no commands. */
const patienceMilliseconds = 60_000;

/**
 * Runs a command on the record: in the server that holds it, or here when nobody does. Another command's process is
 * waited for, and so is a server that is still starting or about to end.
 *
 * @throws DispatchError data-folder-held, naming the holder, when that takes too long.
 */
export async function runRecordCommand(name: string, given: readonly string[], place: CommandPlace): Promise<number> {
  const command = recordCommands[name];
  const { databaseUrl, dataFolder } = place.config;
  if (databaseUrl !== undefined) return runCommand(command, given, place);
  const until = Date.now() + patienceMilliseconds;
  let told = false;
  while (!place.signal.aborted) {
    const server = await findServer(dataFolder);
    const code = await server?.run(handedOver(name, given, place), place);
    if (code !== undefined) return code;
    const holder = findHolder(dataFolder);
    const isLast = Date.now() > until;
    if (holder === undefined || isLast) {
      try {
        return await runCommand(command, given, place);
      } catch (error) {
        // Somebody else was quicker to open it.
        if (!isHeld(error) || isLast) throw error;
      }
    } else if (!told) {
      place.stderr.write(`Waiting for process ${holder.pid}, which has the data folder open …\n`);
      told = true;
    }
    await wait(200);
  }
  place.stderr.write('Stopped by the user.\n');
  return 1;
}

function handedOver(command: string, given: readonly string[], place: CommandPlace): HandedOver {
  const { workingFolder, isTerminal, isOutTerminal, input } = place;
  const version = programVersion(projectRoot);
  return { version, command, given: given.map(throughThisProcess), workingFolder, isTerminal, isOutTerminal, input };
}

/**
 * `/dev/stdout` and the like are other files for another process.
 *
 * @throws UsageError on systems where one process cannot name the open files of another.
 */
function throughThisProcess(argument: string): string {
  const found = /^(--\w+=)?\/dev\/(?:fd\/(\d+)|std(in|out|err))$/.exec(argument);
  if (found === null) return argument;
  const [, option = '', number, stream] = found;
  if (!existsSync('/proc/self/fd')) throw new UsageError(`The running server cannot open ${argument}. Name a file.`);
  return `${option}/proc/${process.pid}/fd/${number ?? ['in', 'out', 'err'].indexOf(stream)}`;
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
        withDatabase: (work) => work(services.database),
      });
    },
  });
}
