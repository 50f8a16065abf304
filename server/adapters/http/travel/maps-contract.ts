import { z } from 'zod';
import { amount, instant, name, type Sent } from '../shared-contract.js';

/** The map that this server plans with, and how another one can be built. */
export const maps = name(
  'Maps',
  z.object({
    current: z
      .object({
        mapId: z.string(),
        name: z.string(),
        builtAt: instant,
        sourceFile: z.string(),
        isDemo: z.boolean(),
        extent: z.object({ west: z.number(), south: z.number(), east: z.number(), north: z.number() }),
        credit: z.string(),
      })
      .nullable(),
    outside: amount.describe('Depots and stations that lie outside of it.'),
    building: z.object({ jobId: z.string() }).nullable().describe('The job that builds one here, if one does.'),
    mostUploadBytes: amount,
    hasFolders: z.boolean().describe('Whether files that lie on the server may be named.'),
  }),
);
export type Maps = Sent<typeof maps>;

/** A file on the server, in one of the folders that `TUANDA_MAP_FOLDERS` names. */
export const mapOnServer = z.strictObject({
  path: z.string().min(1).max(1000),
  name: z.string().trim().min(1).max(100),
});
