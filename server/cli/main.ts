import { projectRoot } from '../compiled.js';
import { programVersion } from '../compose.js';
import { readConfig } from '../config.js';
import { DispatchError } from '../domain/dispatch-error.js';
import type { Command } from './command.js';
import { exportCommand } from './export-command.js';
import { importCommand } from './import-command.js';
import { keyCommand } from './key-command.js';
import { mapCommand } from './map-command.js';
import { matrixCommand } from './matrix-command.js';
import { planCommand } from './plan-command.js';
import { makeProcessContext } from './process-context.js';
import { solveCommand } from './solve-command.js';
import { startCommand } from './start-command.js';
import { UsageError } from './usage-error.js';
import { userCommand } from './user-command.js';

const commands: Readonly<Record<string, Command>> = {
  start: startCommand,
  map: mapCommand,
  import: importCommand,
  plan: planCommand,
  export: exportCommand,
  matrix: matrixCommand,
  solve: solveCommand,
  user: userCommand,
  key: keyCommand,
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
  if (command === undefined) return refuse(`There is no command ${name}.\n\n${usage()}`, 2);
  if (rest.includes('--help')) {
    process.stdout.write(`${command.usage}\n`);
    return 0;
  }
  try {
    const config = readConfig();
    // Commands answer on stdout; what they log is only what somebody must act on.
    const logLevel = config.logLevel ?? (name === 'start' ? 'info' : 'warn');
    return await command.run(rest, makeProcessContext({ ...config, logLevel }));
  } catch (error) {
    if (error instanceof UsageError) return refuse(`${error.message}\n${command.usage}`, 2);
    if (error instanceof DispatchError) return refuse(error.message, isInput(error) ? 2 : 1);
    return refuse(error instanceof Error ? (error.stack ?? error.message) : String(error), 1);
  }
}

function isInput(error: DispatchError): boolean {
  return ['invalid-input', 'not-found', 'map-file-unusable', 'wrong-state', 'login-taken'].includes(error.code);
}

function refuse(sentence: string, code: number): number {
  process.stderr.write(`${sentence}\n`);
  return code;
}

function usage(): string {
  const lines = Object.values(commands).map((command) => `  ${command.usage.split('\n')[0].replace(/^Usage: /, '')}`);
  return `Usage: tuanda COMMAND …\n\n${lines.join('\n')}\n\nEvery command takes --help, and --json for one machine-readable line last.`;
}
