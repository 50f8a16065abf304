import { z } from 'zod';
import { id, name, type Sent } from '../shared-contract.js';

export const zoneTotes = name('ZoneTotes', z.object({ zoneId: id, totes: z.int().min(0).max(10_000) }));
export type ZoneTotes = Sent<typeof zoneTotes>;

export const takenTotes = name('TakenTotes', zoneTotes.extend({ compartmentNo: z.int() }));
export type TakenTotes = Sent<typeof takenTotes>;

/** What was counted at a station, one entry a zone. */
export const toteCount = z.strictObject({
  totes: z
    .array(zoneTotes)
    .min(1)
    .max(20)
    .refine((totes) => new Set(totes.map(({ zoneId }) => zoneId)).size === totes.length, {
      error: 'a zone stands there twice',
    }),
});
