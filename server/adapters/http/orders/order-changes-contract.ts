import { z } from 'zod';
import { orderStatuses } from '../../../domain/orders/change-order.js';
import { waveStatuses } from '../../../domain/waves/wave.js';
import { amount, businessDate, id, name, type Sent } from '../shared-contract.js';

const reason = z.string().trim().max(500).default('').describe('Why; kept with the change.');
const dryRun = z.boolean().default(false).describe('Changes nothing, and answers what would become of it.');

const lines = z
  .array(z.object({ lineNo: z.int().min(1).max(100_000), quantity: z.int().min(0).max(1_000_000) }))
  .max(1000)
  .describe('New quantities of lines; 0 cancels a line. Lines that are not named stay.');

const change = {
  lines: lines.optional(),
  stationId: id.optional(),
  waveId: id.optional().describe('A wave that still collects.'),
  deliveryDate: businessDate.optional().describe('The date whose wave takes the order, where no wave is named.'),
};

export const orderPatch = z.strictObject({ ...change, reason, dryRun });
export const orderCancellation = z.strictObject({ reason, dryRun });

/** Many changes at once, each with an answer of its own. */
export const orderChanges = z.strictObject({
  changes: z
    .array(z.strictObject({ orderId: id, cancel: z.boolean().default(false), ...change }))
    .min(1)
    .max(2000),
  reason,
  dryRun,
});

const content = z.object({
  status: z.enum(orderStatuses),
  stationId: z.string(),
  waveId: z.string(),
  deliveryDate: businessDate,
  lines: z.array(
    z.object({
      lineNo: z.int(),
      skuId: z.string(),
      zoneId: z.string(),
      quantity: amount,
      grams: amount,
      milliliters: amount,
    }),
  ),
});

const answer = z.object({
  orderId: z.string(),
  status: z.enum(['changed', 'cancelled', 'unchanged', 'refused']),
  version: z.int().optional(),
  before: content.optional(),
  after: content.optional(),
  isLate: z.boolean().optional().describe('Whether its wave was closed already.'),
  code: z.string().optional().describe('Why it was refused.'),
  reason: z
    .string()
    .optional()
    .describe('The same in words: in Chinese where Accept-Language prefers it, else in English.'),
});

const planState = z.object({ planId: z.string(), version: z.int() }).nullable();
const goodsState = z
  .object({ grams: amount, milliliters: amount, totes: z.array(z.string()).describe('Those that hold something.') })
  .nullable();
const pickState = z.object({ quantity: amount, pickedQuantity: amount.nullable(), putBackQuantity: amount }).nullable();

const waveEffects = z.object({
  waveId: z.string(),
  waveStatus: z.enum(waveStatuses),
  plan: z.object({ before: planState, after: planState }),
  consignments: z.array(
    z.object({
      consignmentId: z.string(),
      stationId: z.string(),
      zoneId: z.string(),
      before: goodsState,
      after: goodsState,
    }),
  ),
  pickLines: z.array(
    z.object({
      pickListId: z.string(),
      lineNo: z.int(),
      skuId: z.string(),
      name: z.string(),
      before: pickState,
      after: pickState,
    }),
  ),
  stops: z.array(
    z.object({
      stopId: z.string(),
      stationId: z.string(),
      runId: z.string(),
      runCode: z.string(),
      runStatus: z.string(),
      vehicleId: z.string(),
      isDropped: z.boolean().describe('Whether it brings nothing any more.'),
    }),
  ),
});

/** What became of orders, and what that does to waves that were closed already. */
export const changedOrders = name('ChangedOrders', z.object({ data: z.array(answer), waves: z.array(waveEffects) }));
export type ChangedOrders = Sent<typeof changedOrders>;
