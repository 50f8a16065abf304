import { projectRoot } from '../compiled.js';
import { programVersion } from '../compose.js';
import { readConfig } from '../config.js';
import { DispatchError } from '../domain/dispatch-error.js';
import type { Command } from './command.js';
import { findServerOf, handOver, recordCommands } from './handed-over-commands.js';
import { mapCommand } from './map-command.js';
import { matrixCommand } from './matrix-command.js';
import { makeProcessContext } from './process-context.js';
import { readSecretLine } from './read-secret-line.js';
import { runCommand } from './run-command.js';
import { solveCommand } from './solve-command.js';
import { startCommand } from './start-command.js';

const commands: Readonly<Record<string, Command>> = {
  start: startCommand,
  map: mapCommand,
  ...recordCommands,
  matrix: matrixCommand,
  solve: solveCommand,
};

/** Runs one command line. Returns the exit code: 0 done, 1 failed, 2 wrong usage or input. */
export async function main(given: readonly string[]): Promise<number> {
  const [name, ...rest] = given;
  if (name === undefined || name === 'help' || name === '--help') {
    process.stdout.write(`${usage()}\n`);
    return name === undefined ? 2 : 0;
  }
  if (name === '--version') {
    process.stdout.write(`${programVersion(projectRoot)}\n`);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) return refuse(`There is no command ${name}.\n\n${usage()}`);
  if (rest.includes('--help')) {
    process.stdout.write(`${command.usage}\n`);
    return 0;
  }
  try {
    const config = readConfig();
    const question = command.asksFor?.(rest);
    const input = question === undefined ? undefined : await readSecretLine(question);
    // Commands answer on stdout; what they log is only what somebody must act on.
    const logLevel = config.logLevel ?? (name === 'start' ? 'info' : 'warn');
    const context = makeProcessContext({ ...config, logLevel }, input);
    const server = Object.hasOwn(recordCommands, name) ? await findServerOf(config, context) : undefined;
    return server === undefined
      ? await runCommand(command, rest, context)
      : await handOver(server, name, rest, context);
  } catch (error) {
    if (error instanceof DispatchError) return refuse(error.message);
    throw error;
  }
}

function refuse(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 2;
}

function usage(): string {
  const lines = Object.values(commands).map((command) => `  ${command.usage.split('\n')[0].replace(/^Usage: /, '')}`);
  return `Usage: tuanda COMMAND …\n\n${lines.join('\n')}\n\nEvery command takes --help, and --json for one machine-readable line last.`;
}
