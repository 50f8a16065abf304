import pino from 'pino';
import { openDatabase } from '../server/adapters/db/database.js';
import { ensureTemplate } from '../server/adapters/db/embedded/template.js';

/**
 * Part of the build: leaves a ready embedded database in dist/, so that the first start takes seconds. A start without
 * it builds its database itself, so a failure here is told and ends nothing.
 */
const log = pino({ level: 'info' });

try {
  await ensureTemplate(async (dataFolder) => {
    const database = await openDatabase({ dataFolder, log, template: 'none' });
    await database.migrate();
    await database.close();
  }, log);
} catch (error) {
  log.warn({ err: error }, 'The template database could not be built. The first start will take some seconds longer.');
}
