import { z } from 'zod';
import { lat, lon, name, type Sent } from '../shared-contract.js';

const values = z.record(z.string().max(100), z.unknown());

/** Changes of several things at once, each by the paths of its fields. */
export const manyChanges = z.strictObject({
  items: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(100),
        change: values.describe('New values by the path of the field, such as rules.skills; null takes away.'),
        was: values.optional().describe('What the fields are taken to be; the item is refused where they are not.'),
      }),
    )
    .min(1)
    .max(5000),
});

export const manyAnswers = name(
  'ManyAnswers',
  z.object({
    data: z.array(
      z.object({
        id: z.string(),
        effect: z.enum(['changed', 'unchanged', 'refused']),
        before: values.optional().describe('What the fields were: sent as a change, it undoes this one.'),
        after: values.optional(),
        code: z.string().optional(),
        detail: z.string().optional(),
        errors: z.unknown().optional(),
      }),
    ),
  }),
);
export type ManyAnswers = Sent<typeof manyAnswers>;

export const impact = name(
  'Impact',
  z.object({
    affected: z.array(
      z.object({
        what: z.enum([
          'orders-waiting',
          'open-waves',
          'runs-unfinished',
          'accounts',
          'api-keys',
          'webhooks',
          'import-mappings',
          'couriers-assigned',
          'stations',
          'vehicles',
          'couriers',
          'products',
          'compartments',
          'rules',
        ]),
        count: z.int(),
        examples: z.array(z.string()),
      }),
    ),
    mayDelete: z.boolean().describe('Nothing refers to it, not even of the past.'),
  }),
);
export type Impact = Sent<typeof impact>;

export const overview = name(
  'Overview',
  z.object({
    fields: z.array(z.string()),
    rows: z.array(z.array(z.unknown())).describe('Of each thing the values of the fields, in their order.'),
  }),
);
export type Overview = Sent<typeof overview>;

export const placeQuery = z.strictObject({
  lon: z.coerce.number().pipe(lon),
  lat: z.coerce.number().pipe(lat),
});

export const foundRoad = name(
  'FoundRoad',
  z.object({
    meters: z
      .number()
      .nullable()
      .describe('To the road that vehicles come along; null where none lies within 1,000 m.'),
    point: z.object({ lon, lat }).nullable(),
    line: z.array(z.tuple([lon, lat])).describe('The piece of road; empty where the engine in use does not tell.'),
    estimated: z.boolean().describe('There is no map: nothing is known of roads.'),
  }),
);
export type FoundRoad = Sent<typeof foundRoad>;
