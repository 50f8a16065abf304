import { z } from 'zod';
import { type RuleField, type RuleSubject, ruleFields } from '../../../domain/planning/plan-rules.js';
import { id, instant, lat, lon, name, type Sent, secondOfPlan, timeWindow } from '../shared-contract.js';

/** What happened to a day that was planned. */
export const replanEvent = name(
  'ReplanEvent',
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('vehicle-out'),
      vehicleId: id,
      position: z
        .object({ lon, lat })
        .optional()
        .describe('Where it stands; the stop that it was last seen at, or the depot, unless named.'),
      goods: z
        .enum(['transfer', 'stay'])
        .default('transfer')
        .describe('What is on board on the road: other vehicles fetch it there, or it stays undelivered.'),
      substituteVehicleId: id.optional().describe('Who fetches it; whoever does it best unless named.'),
    }),
    z.strictObject({
      kind: z.literal('late-departure'),
      vehicleId: id,
      minutes: z.int().min(1).max(1440).describe('How much later it leaves, or goes on.'),
    }),
    z.strictObject({
      kind: z.literal('station-closed'),
      stationId: id,
      windows: z
        .array(timeWindow)
        .min(1)
        .max(10)
        .optional()
        .describe('Other receiving hours, by the wall clock; none: it is closed.'),
    }),
    z.strictObject({
      kind: z.literal('urgent-orders'),
      orderIds: z.array(id).min(1).max(200).describe('Of a wave that still collects.'),
    }),
    z.strictObject({ kind: z.literal('reports') }),
  ]),
);
export type ReplanEvent = Sent<typeof replanEvent>;

const place = z.object({ vehicleId: z.string(), tripNo: z.int(), begins: secondOfPlan });

/** One difference between a plan and the one before it, and why. */
export const planChange = name(
  'PlanChange',
  z.object({
    kind: z.enum(['moved', 'fetched', 'retimed', 'left-out', 'newly-served']),
    stationId: z.string(),
    consignmentIds: z.array(z.string()),
    from: place.optional(),
    to: place.optional(),
    why: z.object({
      code: z.enum([
        'vehicle-out',
        'late-departure',
        'station-closed',
        'station-hours',
        'urgent-order',
        'running-late',
        'room-made',
        'cost-saved',
        'planned-anew',
        'left-out',
      ]),
      savedMinor: z.int().optional(),
      text: z
        .string()
        .optional()
        .describe('Of what is left out: why no run has it, in a sentence, English or Chinese by Accept-Language.'),
    }),
  }),
);
export type PlanChange = Sent<typeof planChange>;

/** One thing of the network that is not as it was when the plan was made. */
export const networkChange = name(
  'NetworkChange',
  z.object({
    subject: z.enum(Object.keys(ruleFields) as [RuleSubject, ...RuleSubject[]]),
    id: z.string(),
    field: z.enum([...new Set(Object.values(ruleFields).flat())] as [RuleField, ...RuleField[]]),
    was: z.string().optional(),
    is: z.string().optional(),
    text: z.string().describe('A whole sentence, English or Chinese by Accept-Language.'),
  }),
);
export type NetworkChange = Sent<typeof networkChange>;

export const replanned = name(
  'Replanned',
  z.object({ event: replanEvent, from: secondOfPlan, changes: z.array(planChange) }),
);
export type Replanned = Sent<typeof replanned>;

/** What events made different from the network for one day. */
export const dayOverrides = name(
  'DayOverrides',
  z.object({
    hours: z.array(z.object({ stationId: z.string(), windows: z.array(timeWindow) })),
    vehiclesOut: z.array(z.string()),
    notBefore: z.array(z.object({ vehicleId: z.string(), at: secondOfPlan })),
  }),
);

export const replanRequest = z.strictObject({
  event: replanEvent,
  from: instant
    .optional()
    .describe(
      'From when on things may change; a moment of the wave’s day. Now unless said, and never before the last report.',
    ),
  keepsEdits: z
    .boolean()
    .default(true)
    .describe('Stations that were moved by hand stay on their vehicles where nothing else is left behind for it.'),
  dryRun: z
    .boolean()
    .default(false)
    .describe('Only show what would change; nothing is stored, and If-Match is not needed.'),
  previewId: id
    .optional()
    .describe('Makes exactly what a dry run has shown, for ten minutes; without it, it is worked out anew.'),
});
