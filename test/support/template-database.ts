import pino from 'pino';
import { openDatabase } from '../../server/adapters/db/engine/database.js';
import { ensureTemplate } from '../../server/adapters/db/engine/embedded/template.js';

/** A log that says nothing. */
export const silentLog = pino({ level: 'silent' });

/** The ready data folder that tests copy; the build leaves it, and it is built here when the build is older. */
export function templateDatabase(): Promise<string> {
  return ensureTemplate(async (dataFolder) => {
    const database = await openDatabase({ dataFolder, log: silentLog, template: 'none' });
    await database.migrate();
    await database.close();
  });
}
