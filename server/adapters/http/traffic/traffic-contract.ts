import { z } from 'zod';
import { profiles } from '../../../domain/travel/travel.js';
import { amount, instant, lat, lon, name, type Sent } from '../shared-contract.js';

const position = z.tuple([lon, lat]);
export const geometry = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('Polygon'),
    coordinates: z.array(z.array(position).max(1001)).length(1).describe('One ring, without holes; WGS-84.'),
  }),
  z.object({ type: z.literal('LineString'), coordinates: z.array(position).max(5000).describe('WGS-84.') }),
]);

/** A report as it is sent: what kind, how much, where, until when. */
export const trafficRequest = name(
  'TrafficRequest',
  z.strictObject({
    kind: z.enum(['factor', 'kph', 'closed']),
    value: z.number().optional().describe('A part of the usual speed, or km/h; none for a closure.'),
    geometry,
    bothWays: z.boolean().default(false).describe('Of a line: the other direction of the road too.'),
    validFrom: instant.optional().describe('Now, where it is not said.'),
    validUntil: instant,
    note: z.string().trim().max(500).default(''),
  }),
);
export type TrafficRequest = Sent<typeof trafficRequest>;

/** A report on the traffic. */
export const trafficReport = name(
  'TrafficReport',
  z.object({
    trafficId: z.string(),
    kind: z.enum(['factor', 'kph', 'closed']),
    value: z.number().nullable(),
    geometry,
    bothWays: z.boolean(),
    validFrom: instant,
    validUntil: instant,
    note: z.string(),
    createdAt: instant,
    createdBy: z.string(),
    current: z.enum(['yes', 'no']).describe('Whether its time is not over.'),
    mayEnd: z.boolean().describe('Whether you may withdraw it: accounts of one depot end only their own reports.'),
  }),
);
export type TrafficReport = Sent<typeof trafficReport>;

export const trafficTaken = z.object({
  trafficId: z.string(),
  edges: amount.describe('How many roads it touches; the two directions of a road count as two.'),
});

export const trackRequest = name(
  'Track',
  z.strictObject({
    trackId: z.string().trim().min(1).max(100).describe('Of the sender; a track sent again counts once.'),
    profile: z.enum(profiles).default('auto'),
    points: z.array(z.strictObject({ lon, lat, at: instant })).max(10_000),
  }),
);

export const trackTaken = z.object({
  timedEdges: amount.describe('Roads that were driven from end to end and timed.'),
  repeated: z.boolean(),
});

const classSpeed = z.strictObject({
  roadClass: z
    .int()
    .min(0)
    .max(7)
    .describe('Motorway 0, trunk 1, primary 2, secondary 3, tertiary 4, other 5, residential 6, service 7.'),
  hour: z.int().min(0).max(23),
  speedFactor: z.number().positive().max(3),
});
export const classSpeeds = name('ClassSpeeds', z.strictObject({ speeds: z.array(classSpeed).max(192) }));

const share = z.number().min(0).max(1);

/** The drives of a vehicle in a plan, and what their times are made of. */
export const legSources = name(
  'LegSources',
  z.object({
    engine: z.string(),
    estimated: z.boolean(),
    legs: z.array(
      z.object({
        fromStationId: z.string().nullable().describe('Null for the depot.'),
        toStationId: z.string().nullable(),
        seconds: amount,
        meters: amount,
        shares: z
          .object({ free: share, class: share, learned: share, reported: share })
          .nullable()
          .describe(
            "Parts of the time by source: the map alone, factors by class and hour, couriers' tracks, reports. Null where it is not known.",
          ),
      }),
    ),
  }),
);
export type LegSources = Sent<typeof legSources>;

/** Where the travel times of a plan come from. */
export const planTravel = name(
  'PlanTravel',
  z.object({
    engine: z.string(),
    mapId: z.string(),
    estimated: z.boolean(),
    speedFactor: z.number().describe('One factor for all roads; 1 where `speeds` are in the times.'),
    speeds: z
      .object({ key: z.string(), learned: amount, reports: amount, keptUnder: z.array(z.string()).optional() })
      .optional(),
    note: z.string().describe('Which engines were out when the plan was made.'),
    stale: z.enum(['engine', 'map', 'traffic']).optional().describe('Why a plan made now would have other times.'),
  }),
);
export type PlanTravel = Sent<typeof planTravel>;
