import { z } from 'zod';
import { id, name, type Sent } from '../shared-contract.js';
import { plan, planKpis, route } from './plans-contract.js';

/** What a dispatcher changes by hand; made one after the other. */
export const planEdit = name(
  'PlanEdit',
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('move'),
      stationId: id,
      consignmentIds: z.array(id).min(1).max(100).optional().describe("All of the station's unless named."),
      fromVehicleId: id.optional().describe('Only what is on this vehicle; by default from all and the unassigned.'),
      to: z
        .strictObject({
          vehicleId: id,
          tripNo: z.int().min(1).max(100).describe('One more than the vehicle has is a trip of its own.'),
          position: z
            .int()
            .min(1)
            .max(10_000)
            .describe('From 1, in the trip without what moves; beyond its end is last.'),
        })
        .nullable()
        .describe('Null leaves the goods unassigned.'),
    }),
    z.strictObject({ kind: z.literal('exchange-vehicles'), vehicleId: id, otherVehicleId: id }),
    z.strictObject({
      kind: z
        .enum(['lock', 'unlock'])
        .describe('Re-planning and later searches leave what is locked. Works while runs are on the road, too.'),
      vehicleId: id,
      stationId: id.optional().describe("The station's goods on this vehicle; without it all stops of the vehicle."),
    }),
  ]),
);
export type PlanEdit = Sent<typeof planEdit>;

export const planEdits = z.strictObject({
  edits: z.array(planEdit).min(1).max(200),
  dryRun: z.boolean().default(false).describe('Only price the edits; nothing is stored, and If-Match is not needed.'),
});

export const violation = name(
  'Violation',
  z.object({
    cause: z.string().describe('delay, lead_time, load, max_tasks, max_distance, max_trips, skills, docks …'),
    rule: z.string(),
    text: z.string(),
  }),
);
export type Violation = Sent<typeof violation>;

/** What edits come to; with the new version where they were made. */
export const editedPlan = name(
  'EditedPlan',
  z.object({
    plan: plan.optional(),
    kpis: planKpis,
    costChangeMinor: z.int(),
    penaltyChangeMinor: z.int(),
    violations: z.array(violation),
    routes: z.array(route).describe('Those that the edits touch, as they are then.'),
  }),
);
export type EditedPlan = Sent<typeof editedPlan>;
