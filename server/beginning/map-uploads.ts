import { listMapBuilds } from '../adapters/db/beginning/map-builds.js';
import type { Database } from '../adapters/db/engine/database.js';
import type { Clock } from '../application/clock.js';
import type { MapFiles } from './map-files.js';

/** What the record knows of the builds of this place. */
export function makeMapUploads({ knex }: Database, files: MapFiles, clock: Clock) {
  return {
    /** The build that waits or is under way. */
    async findOpen(): Promise<{ readonly jobId: string } | undefined> {
      return (await listMapBuilds(knex, files.jobKind)).find(({ isOpen }) => isOpen);
    },
    /** Removes files that no build will read any more, such as of one that was cancelled while it waited. */
    async tidy(): Promise<void> {
      await files.tidy(await listMapBuilds(knex, files.jobKind), clock.now());
    },
  };
}
