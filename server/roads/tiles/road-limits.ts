import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { dimensions } from '../../domain/travel/travel-class.js';
import { RoadTileError } from './road-tile-error.js';

const fileName = 'road-limits.json';

const limit = z.object({
  dimension: z.enum(dimensions),
  /** Millimeters or kilograms: what is more may not pass. */
  most: z.int().positive(),
});
/** Along a whole way, by its number in OpenStreetMap; where a direction is said, for who drives in it only. */
const way = z.object({ wayId: z.number(), direction: z.enum(['forward', 'backward']).optional() });
const roadLimits = z.object({
  version: z.literal(1),
  ways: z.array(way.extend(limit.shape)),
  /**
   * In some hours of the week: days as bits, Monday the lowest, and seconds after midnight. Without a dimension the way is
   * closed to all.
   */
  timed: z
    .array(
      way.extend({
        ...limit.partial().shape,
        days: z.int().min(1).max(127),
        begins: z.int().min(0),
        ends: z.int(),
      }),
    )
    .default([]),
  /** At one point of the roads: a bar, a narrow between posts. Degrees. */
  points: z.array(limit.extend({ lon: z.number(), lat: z.number() })),
});

/** The limits of a map's roads that its tiles do not tell, or not for every kind of vehicle. */
export type RoadLimits = Omit<z.infer<typeof roadLimits>, 'version'>;

/** Keeps limits beside the tiles that they belong to. */
export async function writeRoadLimits(tileFolder: string, limits: RoadLimits): Promise<void> {
  await writeFile(path.join(tileFolder, fileName), `${JSON.stringify({ version: 1, ...limits })}\n`);
}

/** The limits kept beside tiles; none in a map that was built before there were any. @throws RoadTileError when damaged. */
export function readRoadLimits(tileFolder: string): RoadLimits {
  let text: string;
  try {
    text = readFileSync(path.join(tileFolder, fileName), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { ways: [], timed: [], points: [] };
    throw error;
  }
  try {
    return roadLimits.parse(JSON.parse(text));
  } catch (cause) {
    throw new RoadTileError(`${fileName} is damaged. Build the map again.`, { cause });
  }
}
