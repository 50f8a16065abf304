import { z } from 'zod';
import { profiles } from '../../../domain/travel/travel.js';
import { lat, lon, name, type Sent } from '../shared-contract.js';

/** Degrees, longitude first: west, south, east, north. */
const box = z
  .string()
  .transform((text) => text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part))))
  .pipe(z.tuple([lon, lat, lon, lat]))
  .refine(([west, south, east, north]) => west < east && south < north, 'west,south,east,north, each pair ascending');

/** What part of the map, which vehicle, which hour of today; the present one where none is said. */
export const roadsQuery = z.strictObject({
  box,
  profile: z.enum(profiles).default('auto'),
  vehicleId: z.string().max(100).optional().describe('A vehicle of the depot: its own profile and measures count.'),
  hour: z.coerce.number().int().min(0).max(23).optional(),
  most: z.coerce.number().int().min(1).max(8000).default(3000).describe('Lines at most; small roads go first.'),
});

export const reachQuery = roadsQuery.extend({
  minutes: z.coerce.number().int().min(1).max(240).default(60),
});

const line = z.array(z.tuple([lon, lat])).min(2);
const hour = z.int().min(0).max(23);
const leastClass = z
  .int()
  .min(0)
  .max(7)
  .describe('Roads of this class and above are drawn: motorway 0 to service road 7.');

export const roadSpeeds = name(
  'RoadSpeeds',
  z.object({
    hour,
    leastClass,
    roads: z.array(
      z.object({
        line,
        freeKph: z.number(),
        usualKph: z
          .number()
          .describe(
            'In this hour, without reports; 0 where a limit of the road or a restriction closes it to the vehicle.',
          ),
        kph: z.number().describe('With reports; 0 where it is closed. Of both directions the one slowed more.'),
        source: z.enum(['free', 'class', 'learned', 'reported', 'limit', 'restriction']),
      }),
    ),
  }),
);
export type RoadSpeeds = Sent<typeof roadSpeeds>;

export const reach = name(
  'Reach',
  z.object({
    hour,
    leastClass,
    roads: z.array(z.object({ line, seconds: z.number().describe('To the further end of the road.') })),
    stations: z.array(z.object({ stationId: z.string(), seconds: z.int().nullable().describe('Null: no way.') })),
  }),
);
export type Reach = Sent<typeof reach>;
