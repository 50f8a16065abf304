import { setTimeout as wait } from 'node:timers/promises';
import { forgetRemoved } from '../adapters/db/network/removed-things.js';
import type { makeMapUploads } from '../beginning/map-uploads.js';
import { type Services, systemClock } from '../compose.js';
import type { openImports } from '../compose-imports.js';

const restMilliseconds = 3_600_000;

interface Tidied {
  readonly importDrafts: ReturnType<typeof openImports>['services']['importDrafts'];
  readonly mapUploads: ReturnType<typeof makeMapUploads>;
}

/**
 * Removes what nobody will ask for any more, until the signal: drafts of imports whose day is over, files of drafts and builds that
 * another server ended or that lost their row, and things that were deleted more than a day ago. Each server looks after its own disk.
 */
export async function keepFilesTidy(
  { database, log }: Services,
  { importDrafts, mapUploads }: Tidied,
  signal: AbortSignal,
): Promise<void> {
  const works = [importDrafts.removeOld, mapUploads.tidy, () => forgetRemoved(database.knex, systemClock.now())];
  while (!signal.aborted) {
    for (const work of works) {
      await work().catch((error: unknown) => {
        if (!signal.aborted) log.warn({ err: error }, 'What is of no use any more could not be removed.');
      });
    }
    await wait(restMilliseconds, undefined, { signal }).catch(() => undefined);
  }
}
