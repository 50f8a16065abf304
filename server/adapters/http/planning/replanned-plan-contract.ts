import { z } from 'zod';
import { name, type Sent, secondOfPlan } from '../shared-contract.js';
import { plan, planKpis, planLock, route } from './plans-contract.js';
import { networkChange, planChange } from './replanning-contract.js';

/** What a plan becomes after an event; with the new version where it was made. */
export const replannedPlan = name(
  'ReplannedPlan',
  z.object({
    plan: plan.optional(),
    previewId: z.string(),
    from: secondOfPlan,
    kpis: planKpis,
    costChangeMinor: z.int(),
    penaltyChangeMinor: z.int(),
    changes: z.array(planChange),
    networkChanges: z
      .array(networkChange)
      .describe('What of the network changed since the plan was made: what has begun keeps what it began with.'),
    givenUp: z.array(planLock).describe('Stations that were moved by hand to a vehicle and do not stay there.'),
    routes: z.array(route).describe('Those that change, as they are then.'),
  }),
);
export type ReplannedPlan = Sent<typeof replannedPlan>;
