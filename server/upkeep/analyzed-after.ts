import type { Logger } from 'pino';
import type { MaintainTables } from '../adapters/db/engine/maintain-tables.js';
import type { ImportFiles } from '../application/exchange/imports/import-files.js';

/** Fewer change too little for the database to go astray. */
const fewestRows = 1_000;

/**
 * An import after which the tables that it filled are analyzed at once: whoever imports a day closes or prints its wave
 * next, and a command ends before a server would come to it.
 */
export function analyzedAfter(importFiles: ImportFiles, maintain: MaintainTables, log: Logger): ImportFiles {
  return async (input) => {
    const outcome = await importFiles(input);
    const taken = outcome.summary.files.reduce((sum, file) => sum + file.taken, 0);
    if (taken >= fewestRows) {
      // The import stands, whatever becomes of this.
      await maintain().catch((error: unknown) =>
        log.warn({ err: error }, 'The tables that an import filled were not analyzed.'),
      );
    }
    return outcome;
  };
}
