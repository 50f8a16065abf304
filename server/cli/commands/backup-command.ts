import { existsSync } from 'node:fs';
import path from 'node:path';
import type { BackupProgress } from '../../application/backups/make-backup.js';
import { InvalidInputError } from '../../domain/dispatch-error.js';
import { readArguments } from '../arguments.js';
import { passwordUsage, readBackupPassword } from '../backup-password.js';
import { type Command, makeSay, printJson, showProgress } from '../command.js';
import { UsageError } from '../usage-error.js';

/** `tuanda backup`: the whole record in one file. */
export const backupCommand: Command = {
  usage: `Usage: tuanda backup FILE [--with-maps] [--without-photos] [--password | --password-file FILE] [--json]
Writes all of the record to FILE, as it stands at one moment, also while the server runs. Only its owner may read the file.
It is read again before it takes its place. --with-maps adds the map in use, --without-photos leaves photos out.
${passwordUsage} With a password the file is encrypted.`,

  asksFor: (given) => (given.includes('--password') ? 'Password: ' : undefined),
  asksTwice: true,
  inputFrom: (given, { backup }) => (given.some((each) => each.startsWith('--password')) ? undefined : backup.password),

  async run(given, context) {
    const { config, signal, workingFolder } = context;
    const args = readArguments(given, ['password-file'], ['with-maps', 'without-photos', 'password']);
    const [name, ...more] = args.names;
    if (name === undefined || more.length > 0) throw new UsageError('Name one file to write the backup to.');
    const file = path.resolve(workingFolder, name);
    const password = await readBackupPassword(args, context);
    if (config.databaseUrl === undefined && !existsSync(path.join(config.dataFolder, 'database'))) {
      throw new InvalidInputError(`There is no record in ${config.dataFolder}. Set TUANDA_DATA to where it lies.`);
    }
    const began = performance.now();
    const begunAt = new Date();
    const { openBackupFile, openBackups } = await import('../../compose-backups.js');
    const made = await context.withDatabase(async (database) => {
      const backups = openBackups(database, config);
      const made = await backups.make({
        target: await openBackupFile(file),
        password,
        photos: !args.flag('without-photos'),
        map: args.flag('with-maps'),
        onProgress: (progress) => showProgress(context, wordsOf(progress)),
        signal,
      });
      if (made.verified) await backups.note(file, begunAt, made);
      return made;
    });
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    const { rows, files, bytes, encrypted } = made;
    const size = `${rows} rows and ${files} files in ${megabytes(bytes)}${encrypted ? ', encrypted' : ''}`;
    // What goes through a pipe may go to stdout: not a word is to stand in it.
    const say = makeSay(context, args.flag('json') || !made.verified);
    say(`The backup is in ${file}: ${size} (${seconds} s).`);
    if (args.flag('json')) printJson(context, { file, ...made, seconds });
    return 0;
  },
};

/** What a person is shown while a backup is made, read or restored. */
export function wordsOf(progress: BackupProgress): string {
  if (progress.phase === 'rows') return `${progress.table}: ${progress.rows} rows …`;
  if (progress.phase === 'files') return `${progress.files} of ${progress.total} files …`;
  return `comparing checksums: ${megabytes(progress.bytes)} …`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
