import type { Knex } from 'knex';
import { readRows } from '../statement.js';

/** A map that is or was to be built. */
export interface MapBuildState {
  readonly jobId: string;
  readonly file: string;
  /** It waits, or is under way. */
  readonly isOpen: boolean;
}

/** Builds of one place, the newest first. */
export function listMapBuilds(knex: Knex, kind: string): Promise<MapBuildState[]> {
  return readRows<MapBuildState>(
    knex,
    `select job_id as "jobId", payload ->> 'file' as file, status in ('waiting', 'running') as "isOpen" from jobs
     where kind = ? order by created_at desc, job_id`,
    [kind],
  );
}
