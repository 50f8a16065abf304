import { z } from 'zod';
import { addedKinds } from '../../../application/beginning/demo-store.js';
import { amount, name, type Sent } from '../shared-contract.js';

/** How it stands with the demo city. */
export const demo = name(
  'Demo',
  z.object({
    state: z
      .enum(['none', 'loading', 'loaded', 'failed', 'removing'])
      .describe('`failed`: there in part. `removing` also where that was interrupted; ask again then.'),
    asks: z
      .boolean()
      .describe('Whether nobody has said yet that they want to look at it, or to begin with their own; for admins.'),
    mayRemove: z.boolean().describe('Whether who asks may load and remove it.'),
    added: z
      .array(
        z.object({
          what: z.enum(addedKinds),
          count: amount,
          examples: z.array(z.string()),
        }),
      )
      .describe('What people have put beside it or changed of it, for who may remove it: that goes with it.'),
  }),
);
export type Demo = Sent<typeof demo>;

/** What stands for the beginning of one's own. */
export const setupStep = name(
  'SetupStep',
  z.object({
    step: z.enum(['map', 'depot', 'zones', 'products', 'vehicles', 'stations', 'people', 'orders', 'plan']),
    isDone: z.boolean(),
    count: amount.describe('What there is of it; people: accounts beside the first admin, and couriers.'),
    note: z
      .enum(['', 'estimated', 'outside', 'no-couriers', 'no-accounts', 'unassigned'])
      .describe('What is not as it should be, though the step may be done.'),
    noted: amount.describe('How many things the note is about.'),
  }),
);

/** The steps to the first plan, as the record stands. */
export const setup = name(
  'Setup',
  z.object({
    isEmpty: z.boolean().describe('Whether there is no depot yet.'),
    isDone: z.boolean(),
    next: setupStep.shape.step.nullable().describe('The first step that is not done.'),
    steps: z.array(setupStep),
  }),
);
export type Setup = Sent<typeof setup>;
export type SetupStep = Sent<typeof setupStep>;
