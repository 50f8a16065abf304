import { z } from 'zod';
import { parseTimeOfDay } from '../../../domain/local-time.js';
import { profiles } from '../../../domain/travel/travel.js';
import { amount, businessDate, instant, name, type Sent } from '../shared-contract.js';
import { geometry } from './traffic-contract.js';

const timeOfDay = z.string().refine((text) => parseTimeOfDay(text) !== undefined, 'Times of day are HH:MM');
const bound = z.int().min(1).max(1_000_000);

/** Where, when and for whom. */
const said = {
  name: z.string().trim().min(1).max(100),
  geometry,
  bothWays: z.boolean().default(false).describe('Of a line: the other direction of the road too.'),
  hours: z
    .array(
      z.strictObject({
        days: z.array(z.int().min(1).max(7)).min(1).max(7).describe('Monday is 1.'),
        from: timeOfDay.describe('Before 24:00, which is 00:00 of the next day.'),
        until: timeOfDay.describe('As early as the beginning or earlier: on the next day.'),
      }),
    )
    .max(50)
    .default([])
    .describe(
      'By the clock of the depot; none for all hours. It counts in the whole of an hour that it holds in a part of.',
    ),
  vehicles: z
    .strictObject({
      profile: z.enum(profiles).optional().describe('Those of a profile only.'),
      higherThanMillimeters: bound.optional(),
      widerThanMillimeters: bound.optional(),
      longerThanMillimeters: bound.optional(),
      heavierThanKilograms: bound.optional(),
      axleLoadOverKilograms: bound.optional(),
      permitSkill: z.string().trim().min(1).max(100).optional().describe('Vehicles with this skill have a permit.'),
    })
    .describe('Of a profile, or of all, what is beyond any of the bounds; a profile or a bound has to be said.'),
  allowsDestinations: z
    .boolean()
    .default(false)
    .describe('Who begins or ends a drive within may drive within; through traffic may not.'),
  validFrom: businessDate.optional(),
  validUntil: businessDate.optional().describe('Included. Until it is removed where none is said.'),
  isOn: z.boolean().default(true),
};

export const restrictionRequest = name('VehicleRestrictionRequest', z.strictObject(said));
export type RestrictionRequest = Sent<typeof restrictionRequest>;

/** A restriction of a depot. */
export const vehicleRestriction = name(
  'VehicleRestriction',
  z.object({ restrictionId: z.string(), depotId: z.string(), ...said, createdAt: instant, createdBy: z.string() }),
);
export type VehicleRestriction = Sent<typeof vehicleRestriction>;

export const restrictions = name(
  'VehicleRestrictions',
  z.object({
    restrictions: z.array(vehicleRestriction),
    held: z
      .enum(['all', 'areas', 'none'])
      .describe('What the routing engine in use keeps vehicles out of: all of them, those that are areas, or nothing.'),
  }),
);
export type VehicleRestrictions = Sent<typeof restrictions>;

export const restrictionKept = z.object({
  restrictionId: z.string(),
  edges: amount
    .nullable()
    .describe('How many roads it touches, each direction for itself; null where the engine knows none.'),
});
