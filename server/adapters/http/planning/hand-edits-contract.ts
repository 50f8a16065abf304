import { z } from 'zod';
import { softRules } from '../../../domain/planning/overrides.js';
import { id, instant, name, type Sent, secondOfPlan } from '../shared-contract.js';

const tripNo = z.int().min(1).max(100);

const visitPlace = z.strictObject({
  vehicleId: id,
  tripNo: tripNo.describe('One more than the vehicle has is a trip of its own.'),
  position: z.int().min(1).max(10_000).describe('From 1, in the trip without what moves; beyond its end is last.'),
});

/** What a dispatcher changes by hand; made one after the other. */
export const planEdit = name(
  'PlanEdit',
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('move'),
      stationId: id.optional(),
      stationIds: z
        .array(id)
        .min(1)
        .max(200)
        .optional()
        .describe('Instead of `stationId`: several, which are visited in this order.'),
      consignmentIds: z.array(id).min(1).max(100).optional().describe("All of the station's unless named."),
      fromVehicleId: id.optional().describe('Only what is on this vehicle; by default from all and the unassigned.'),
      to: visitPlace.nullable().describe('Null leaves the goods unassigned.'),
    }),
    z.strictObject({
      kind: z.literal('reverse').describe('Visits the stops of a trip the other way round.'),
      vehicleId: id,
      tripNo,
    }),
    z.strictObject({
      kind: z.literal('split'),
      vehicleId: id,
      tripNo,
      position: z.int().min(2).max(10_000).describe('Of the first stop that goes to the further trip.'),
      toVehicleId: id.describe('Another vehicle, behind its last trip; or the same, behind this trip.'),
    }),
    z.strictObject({
      kind: z.literal('join'),
      vehicleId: id,
      tripNo: tripNo.optional().describe('All trips unless named.'),
      toVehicleId: id,
      toTripNo: tripNo.optional().describe('Behind the stops of its last trip unless named.'),
    }),
    z.strictObject({
      kind: z
        .literal('exchange-vehicles')
        .describe('Each has the route of the other; one of them may have none. Nothing of either is loaded yet.'),
      vehicleId: id,
      otherVehicleId: id,
    }),
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

/** What was changed by hand where a plan was made so. */
export const handEdit = name(
  'HandEdit',
  z.object({
    edits: z.array(planEdit),
    from: secondOfPlan.optional().describe('From when on, where runs were released.'),
  }),
);

const overriddenRule = {
  rule: z
    .enum(softRules)
    .describe('Agreements between people. Weight, room, height, cold, roads and goods that are not ready are none.'),
  vehicleId: id,
  stationId: id.optional().describe('Whose receiving hours they are; only for `time-window`.'),
};

/** A soft rule that shall be let pass for one run. */
export const wantedOverride = z.strictObject({
  ...overriddenRule,
  reason: z.string().trim().min(3).max(300).describe('Why; it is kept with the plan and in the audit.'),
});
export type WantedOverride = Sent<typeof wantedOverride>;

/** A soft rule that a dispatcher lets one run break. */
export const ruleOverride = name(
  'RuleOverride',
  z.object({ ...overriddenRule, reason: z.string(), by: z.string(), at: instant }),
);
export type RuleOverride = Sent<typeof ruleOverride>;
