import path from 'node:path';
import { openArchive } from '../../adapters/backup/open-archive.js';
import type { Archive, Manifest } from '../../application/backups/archive-port.js';
import { readArguments } from '../arguments.js';
import { passwordUsage, readBackupPassword } from '../backup-password.js';
import { type Command, type CommandContext, makeSay, printJson, showProgress } from '../command.js';
import { UsageError } from '../usage-error.js';
import { megabytes, wordsOf } from './backup-command.js';

/** `tuanda restore`: brings a backup back into an empty place. */
export const restoreCommand: Command = {
  usage: `Usage: tuanda restore FILE [--check] [--keep-webhooks] [--password | --password-file FILE] [--json]
Brings back a backup into an empty place: a new TUANDA_DATA, or a new database in DATABASE_URL. Every checksum is compared
before anything is changed, and all of it is taken in or nothing. People sign in anew; webhooks are paused, but with
--keep-webhooks. --check only looks whether the file is whole.
${passwordUsage}`,

  asksFor: (given) => (given.includes('--password') ? 'Password: ' : undefined),

  async run(given, context) {
    const { config, signal, workingFolder } = context;
    const args = readArguments(given, ['password-file'], ['check', 'keep-webhooks', 'password']);
    const [name, ...more] = args.names;
    if (name === undefined || more.length > 0) throw new UsageError('Name the file of one backup.');
    const file = path.resolve(workingFolder, name);
    const isJson = args.flag('json');
    const say = makeSay(context, isJson);
    const began = performance.now();
    const archive = await openArchive(file, await readBackupPassword(args, context));
    try {
      const manifest = await verify(archive, context);
      if (args.flag('check')) {
        say(`The backup is whole: ${describe(manifest)}.`);
        if (isJson) printJson(context, { file, ...figuresOf(manifest) });
        return 0;
      }
      const { openBackups } = await import('../../compose-backups.js');
      const { settled, ...restored } = await context.withDatabase((database) =>
        openBackups(database, config).restore({
          archive,
          manifest,
          keepWebhooks: args.flag('keep-webhooks'),
          onProgress: (progress) => showProgress(context, wordsOf(progress)),
          signal,
        }),
      );
      const seconds = Math.round((performance.now() - began) / 100) / 10;
      say(`Restored: ${describe(manifest)} (${seconds} s).`);
      for (const line of notesOf(settled, manifest, config.secretKeys.length > 0)) say(line);
      if (isJson) printJson(context, { file, madeAt: manifest.madeAt, ...restored, ...settled, seconds });
      return 0;
    } finally {
      await archive.close();
    }
  },
};

function verify(archive: Archive, context: CommandContext): Promise<Manifest> {
  return archive.verify((bytes) => showProgress(context, wordsOf({ phase: 'verify', bytes })), context.signal);
}

function figuresOf({ madeAt, madeFrom, productVersion, tables, files }: Manifest) {
  const bytes = [...tables, ...files].reduce((sum, part) => sum + part.bytes, 0);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return { madeAt, madeFrom, productVersion, tables: tables.length, rows, files: files.length, bytes };
}

function describe(manifest: Manifest): string {
  const { madeAt, productVersion, rows, files, bytes } = figuresOf(manifest);
  return `${rows} rows and ${files} files, ${megabytes(bytes)} in all, made at ${madeAt} by version ${productVersion}`;
}

/** What people should know who go on from here. */
function notesOf(
  settled: { jobs: number; imports: number; webhooks: number },
  manifest: Manifest,
  hasKey: boolean,
): string[] {
  const notes: string[] = [];
  const { jobs, imports, webhooks } = settled;
  if (jobs > 0) notes.push(`${jobs} jobs that were under way are marked as failed. Start them again.`);
  if (imports > 0) notes.push(`${imports} imports that were being read are marked as failed. Import the files again.`);
  if (webhooks > 0) notes.push(`${webhooks} webhooks are paused. Start those that are to send from here.`);
  if (!manifest.files.some(({ name }) => name.startsWith('maps/'))) {
    notes.push('The backup holds no map. Build it with "tuanda map build", or copy the folder maps.');
  }
  const hasSecrets = manifest.tables.some(({ name, rows }) => name === 'webhooks' && rows > 0);
  if (hasSecrets && !hasKey && !manifest.files.some(({ name }) => name === 'secret.key')) {
    notes.push(
      'The backup holds no key for the secrets of webhooks. Set the same TUANDA_SECRET_KEY as before, copy secret.key from the old data folder, or give the webhooks new secrets.',
    );
  }
  notes.push('People sign in with their passwords; who has none needs a new link from an admin.');
  return notes;
}
