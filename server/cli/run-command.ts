import { DispatchError } from '../domain/dispatch-error.js';
import type { Command, CommandContext } from './command.js';
import { UsageError } from './usage-error.js';

/** Runs a command. Returns its exit code: 0 done, 1 failed, 2 wrong usage or input; errors are sentences on stderr. */
export async function runCommand(command: Command, given: readonly string[], context: CommandContext): Promise<number> {
  const refuse = (sentence: string, code: number) => {
    context.stderr.write(`${sentence}\n`);
    return code;
  };
  try {
    return await command.run(given, context);
  } catch (error) {
    if (error instanceof UsageError) return refuse(`${error.message}\n${command.usage}`, 2);
    if (error instanceof DispatchError) return refuse(error.message, isInput(error) ? 2 : 1);
    if (context.signal.aborted && error === context.signal.reason) return refuse((error as Error).message, 1);
    return refuse(error instanceof Error ? (error.stack ?? error.message) : String(error), 1);
  }
}

function isInput(error: DispatchError): boolean {
  return ['invalid-input', 'not-found', 'map-file-unusable', 'wrong-state', 'login-taken'].includes(error.code);
}
