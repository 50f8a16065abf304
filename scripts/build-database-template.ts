import pino from 'pino';
import { openDatabase } from '../server/adapters/db/engine/database.js';
import { ensurePostgisBundle } from '../server/adapters/db/engine/embedded/postgis-bundle.js';
import { ensureTemplate, findTemplate } from '../server/adapters/db/engine/embedded/template.js';

// Part of the build: leaves a ready embedded database in dist/, so that the first start takes seconds. A start without
// it builds its database itself, so a failure here is told and ends nothing.
try {
  ensurePostgisBundle();
} catch (error) {
  console.warn(`PostGIS could not be made smaller; each start will take longer. ${String(error)}`);
}
if (findTemplate() === undefined) {
  const startedAt = performance.now();
  try {
    await ensureTemplate(async (dataFolder) => {
      const database = await openDatabase({ dataFolder, log: pino({ level: 'warn' }), template: 'none' });
      await database.migrate();
      await database.close();
    });
    console.log(`Built the template database in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
  } catch (error) {
    console.warn(`The template database could not be built; the first start will take longer. ${String(error)}`);
  }
}
