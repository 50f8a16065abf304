import { setTimeout as wait } from 'node:timers/promises';
import { makeMaintainTables } from '../adapters/db/engine/maintain-tables.js';
import type { Services } from '../compose.js';

/** Somebody who has just imported a day looks at it next. */
const restMilliseconds = 5_000;

/** Maintains the database's tables until the signal. */
export async function keepTablesFit({ database, log }: Services, signal: AbortSignal): Promise<void> {
  const maintain = makeMaintainTables(database);
  let hasFailed = false;
  while (!signal.aborted) {
    try {
      const tables = await maintain();
      if (tables.length > 0) log.debug({ tables }, 'Tables were analyzed.');
      hasFailed = false;
    } catch (error) {
      // Once, not every time: while the database is away there is nothing to add.
      if (!signal.aborted && !hasFailed)
        log.warn({ err: error }, 'The tables of the database could not be maintained.');
      hasFailed = true;
    }
    await wait(restMilliseconds, undefined, { signal }).catch(() => undefined);
  }
}
