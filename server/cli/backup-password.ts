import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { InvalidInputError } from '../domain/dispatch-error.js';
import type { Arguments } from './arguments.js';
import type { CommandContext } from './command.js';
import { UsageError } from './usage-error.js';

/** What both commands say of it. */
export const passwordUsage = `The password is the first line of stdin with --password, or of a file with --password-file FILE; without either,
TUANDA_BACKUP_PASSWORD.`;

/**
 * The password of a backup; undefined when none was named.
 *
 * @throws UsageError when two were named; InvalidInputError when the file cannot be read or there is no word in it.
 */
export async function readBackupPassword(args: Arguments, context: CommandContext): Promise<string | undefined> {
  const file = args.text('password-file');
  if (args.flag('password') && file !== undefined) throw new UsageError('Name one password, not two.');
  if (file !== undefined) return notEmpty(await firstLineOf(path.resolve(context.workingFolder, file)), file);
  if (args.flag('password')) return notEmpty(context.input ?? '', 'stdin');
  return context.input ?? context.config.backup.password;
}

function notEmpty(password: string, from: string): string {
  if (password === '') throw new InvalidInputError(`There is no password in the first line of ${from}.`);
  return password;
}

async function firstLineOf(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).split(/\r?\n/, 1)[0];
  } catch (error) {
    throw new InvalidInputError(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code}.`);
  }
}
