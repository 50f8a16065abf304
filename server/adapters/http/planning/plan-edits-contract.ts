import { z } from 'zod';
import { instant, name, type Sent } from '../shared-contract.js';
import { planEdit, ruleOverride, wantedOverride } from './hand-edits-contract.js';
import { plan, planKpis, route } from './plans-contract.js';

export const planEdits = z.strictObject({
  edits: z.array(planEdit).min(1).max(200),
  from: instant
    .optional()
    .describe(
      'Where runs are released: from when on things may change; a moment of the wave’s day. Now unless said, and never before the last report.',
    ),
  overrides: z.array(wantedOverride).max(50).optional().describe('Soft rules that are let pass, and why.'),
  dryRun: z.boolean().default(false).describe('Only price the edits; nothing is stored, and If-Match is not needed.'),
});

export const violation = name(
  'Violation',
  z.object({
    cause: z.string().describe('delay, lead_time, load, max_tasks, max_distance, max_trips, skills, docks, held …'),
    rule: z.string(),
    isSoft: z.boolean().describe('Whether it may be let pass, with a reason: see `overrides`.'),
    text: z.string().describe('A sentence, English or Chinese by Accept-Language.'),
    vehicleId: z.string().optional(),
    stationId: z.string().optional(),
    compartmentNo: z.int().optional(),
    zoneId: z.string().optional(),
    amount: z.number().optional().describe('As it would be.'),
    limit: z.number().optional().describe('As it may be.'),
    unit: z
      .enum(['grams', 'milliliters', 'millimeters', 'meters', 'seconds', 'second', 'stops', 'trips'])
      .optional()
      .describe('Of `amount` and `limit`; a `second` is one of the plan, `seconds` are a duration.'),
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
    overrides: z.array(ruleOverride).describe('Soft rules that are let pass then.'),
  }),
);
export type EditedPlan = Sent<typeof editedPlan>;
