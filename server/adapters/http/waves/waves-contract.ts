import { z } from 'zod';
import { consignmentStatuses } from '../../../domain/delivery/consignment-status.js';
import { waveStatuses } from '../../../domain/waves/wave.js';
import { amount, businessDate, instant, name, type Sent } from '../shared-contract.js';

export const wave = name(
  'Wave',
  z.object({
    depotId: z.string(),
    depotName: z.string(),
    waveId: z.string(),
    deliveryDate: businessDate,
    sequence: z.int(),
    status: z.enum(waveStatuses),
    cutoffAt: instant,
    timeZone: z.string(),
    closedAt: instant.nullable(),
    currentPlanId: z.string().nullable(),
    orders: amount,
  }),
);
export type Wave = Sent<typeof wave>;

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

export const tote = name(
  'Tote',
  z.object({
    depotId: z.string(),
    toteCode: z.string(),
    consignmentId: z.string(),
    waveId: z.string(),
    number: z.int(),
  }),
);
export type Tote = Sent<typeof tote>;
