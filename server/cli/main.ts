import { projectRoot } from '../compiled.js';
import { readConfig, readLanguage } from '../config.js';
import { DispatchError } from '../domain/dispatch-error.js';
import { programVersion } from '../program-version.js';
import type { Command } from './command.js';
import { makeProcessPlace } from './process-place.js';
import { readSecretLine } from './read-secret-line.js';
import { isHeld, runCommand } from './run-command.js';
import { UsageError } from './usage-error.js';

/** Those that need the record: where a server holds it, the server runs them. */
const recordNames = ['import', 'plan', 'export', 'user', 'key', 'access', 'audit', 'backup', 'demo'];

/**
 * Loaded when asked for: solving an instance needs neither the database nor the server. Nor do their usage and what is
 * refused need them, so a command loads what does its work when it works.
 */
const loaders: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./commands/start-command.js')).startCommand,
  map: async () => (await import('./commands/map-command.js')).mapCommand,
  ...Object.fromEntries(recordNames.map((name) => [name, () => recordCommand(name)])),
  restore: async () => (await import('./commands/restore-command.js')).restoreCommand,
  matrix: async () => (await import('./commands/matrix-command.js')).matrixCommand,
  solve: async () => (await import('./commands/solve-command.js')).solveCommand,
};

async function recordCommand(name: string): Promise<Command> {
  return (await import('./handed-over-commands.js')).recordCommands[name];
}

/** Runs one command line. Returns the exit code: 0 done, 1 failed, 2 wrong usage or input. */
export async function main(given: readonly string[]): Promise<number> {
  const [name, ...rest] = given;
  if (name === undefined || name === 'help' || name === '--help') {
    process.stdout.write(`${await usage()}\n`);
    return name === undefined ? 2 : 0;
  }
  if (name === '--version') {
    process.stdout.write(`${programVersion(projectRoot)}\n`);
    return 0;
  }
  if (!Object.hasOwn(loaders, name)) return refuse(`There is no command ${name}.\n\n${await usage()}`);
  const command = await loaders[name]();
  if (rest.includes('--help')) {
    process.stdout.write(`${command.usage}\n`);
    return 0;
  }
  try {
    const config = readConfig();
    const question = command.asksFor?.(rest);
    const input = question === undefined ? command.inputFrom?.(rest, config) : await readSecretLine(question);
    if (question !== undefined && input === undefined) return refuse('Stopped by the user.', 1);
    if (question !== undefined && command.asksTwice === true && process.stdin.isTTY) {
      const again = await readSecretLine(`${question.replace(/: $/, '')} once more: `);
      if (again === undefined) return refuse('Stopped by the user.', 1);
      if (again !== input) return refuse('The two are not the same.');
    }
    // Commands answer on stdout; what they log is only what somebody must act on.
    const logLevel = config.logLevel ?? (name === 'start' ? 'info' : 'warn');
    const place = makeProcessPlace({ ...config, logLevel }, input);
    if (!recordNames.includes(name)) return await runCommand(command, rest, place);
    const { runRecordCommand } = await import('./handed-over-commands.js');
    return await runRecordCommand(name, name === 'import' ? inLanguage(rest) : rest, place);
  } catch (error) {
    if (isHeld(error)) return refuse(error.message, 1);
    if (error instanceof DispatchError || error instanceof UsageError) return refuse(error.message);
    throw error;
  }
}

/** Where a server does the work, it cannot know the language of this terminal. */
function inLanguage(given: readonly string[]): readonly string[] {
  const isSaid = given.some((each) => each === '--lang' || each.startsWith('--lang='));
  return isSaid ? given : [...given, '--lang', readLanguage()];
}

function refuse(sentence: string, code = 2): number {
  process.stderr.write(`${sentence}\n`);
  return code;
}

async function usage(): Promise<string> {
  const commands = await Promise.all(Object.values(loaders).map((load) => load()));
  const lines = commands.map((command) => `  ${command.usage.split('\n')[0].replace(/^Usage: /, '')}`);
  return `Usage: tuanda COMMAND …\n\n${lines.join('\n')}\n\nEvery command takes --help, and --json for one machine-readable line last.`;
}
