import { DispatchError } from '../domain/dispatch-error.js';
import type { Command, CommandPlace } from './command.js';
import { ProgressLine } from './progress-line.js';
import { UsageError } from './usage-error.js';

/**
 * Runs a command. Returns its exit code: 0 done, 1 failed, 2 wrong usage or input; errors are sentences on stderr.
 *
 * @throws DispatchError data-folder-held, when nothing was done because another process holds the record.
 */
export async function runCommand(command: Command, given: readonly string[], place: CommandPlace): Promise<number> {
  const progress = new ProgressLine(place.stderr, place.isTerminal);
  try {
    return await command.run(given, { ...place, progress });
  } catch (error) {
    progress.end();
    if (isHeld(error)) throw error;
    return reportFailure(error, command, place);
  } finally {
    progress.end();
  }
}

/** Whether another process holds the record. */
export function isHeld(error: unknown): error is DispatchError {
  return error instanceof DispatchError && error.code === 'data-folder-held';
}

function reportFailure(error: unknown, command: Command, { stderr, signal }: CommandPlace): number {
  const refuse = (sentence: string, code: number) => {
    stderr.write(`${sentence}\n`);
    return code;
  };
  if (error instanceof UsageError) return refuse(`${error.message}\n${command.usage}`, 2);
  if (error instanceof DispatchError) return refuse(error.message, isInput(error) ? 2 : 1);
  if (signal.aborted && (error === signal.reason || (error as Error).name === 'AbortError')) {
    return refuse((signal.reason as Error).message, 1);
  }
  return refuse(error instanceof Error ? (error.stack ?? error.message) : String(error), 1);
}

function isInput(error: DispatchError): boolean {
  return inputCodes.has(error.code);
}

const inputCodes = new Set([
  'invalid-input',
  'not-found',
  'map-file-unusable',
  'wrong-state',
  'login-taken',
  'backup-damaged',
  'backup-password',
  'backup-too-new',
  'backup-too-old',
  'place-not-empty',
  'demo-present',
  'no-demo',
]);
