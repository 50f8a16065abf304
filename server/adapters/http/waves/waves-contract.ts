import { z } from 'zod';
import { consignmentStatuses } from '../../../domain/delivery/consignment-status.js';
import { customerTiers, orderClasses } from '../../../domain/orders/order.js';
import { waveStatuses } from '../../../domain/waves/wave.js';
import { amount, businessDate, id, instant, name, type Sent } from '../shared-contract.js';

export const wave = name(
  'Wave',
  z.object({
    depotId: z.string(),
    depotName: z.string(),
    waveId: z.string(),
    deliveryDate: businessDate,
    sequence: z.int(),
    name: z
      .string()
      .describe('Of its cutoff, such as 早班, as it was called when the wave was opened; empty where it has none.'),
    status: z.enum(waveStatuses),
    cutoffAt: instant,
    timeZone: z.string(),
    closedAt: instant.nullable(),
    currentPlanId: z.string().nullable(),
    orders: amount,
  }),
);
export type Wave = Sent<typeof wave>;

/** A further wave of a date, or the one of a named cutoff before its first order comes. */
export const newWave = z
  .strictObject({
    deliveryDate: businessDate,
    cutoffAt: instant
      .optional()
      .describe('Until when orders that ask for the date may join it, at the end of the date at the latest.'),
    cutoffId: id.optional().describe('Of a cutoff of the depot: its wave of the date, opened where it is not yet.'),
  })
  .refine(
    ({ cutoffAt, cutoffId }) => (cutoffAt === undefined) !== (cutoffId === undefined),
    'Say either cutoffAt or cutoffId',
  );

/** Which orders go to a wave: those that are named, or those that have all that is said. */
export const orderMove = z
  .strictObject({
    orderIds: z.array(id).min(1).max(10_000).optional(),
    customerTier: z.enum(customerTiers).optional(),
    orderClass: z.enum(orderClasses).optional(),
    area: z.string().max(100).optional(),
  })
  .refine((choice) => Object.keys(choice).length > 0, 'Say which orders: orderIds, customerTier, orderClass or area');
export const movedOrders = z.object({ moved: amount });

export const grouping = name(
  'Grouping',
  z.object({
    waveId: z.string(),
    status: z.literal('closed'),
    orders: amount,
    lines: amount,
    stations: amount,
    consignments: amount,
    totes: amount,
    pickLists: amount,
  }),
);
export type GroupingFigures = Sent<typeof grouping>;

export const consignment = name(
  'Consignment',
  z.object({
    depotId: z.string(),
    consignmentId: z.string(),
    waveId: z.string(),
    stationId: z.string(),
    stationName: z.string(),
    zoneId: z.string(),
    grams: amount,
    milliliters: amount,
    orderCount: amount,
    toteCount: amount,
    priority: z.int(),
    status: z.enum(consignmentStatuses),
  }),
);
export type Consignment = Sent<typeof consignment>;
