import { z } from 'zod';
import { amount, id, instant, name, type Sent } from '../shared-contract.js';

const toteHead = {
  depotId: z.string(),
  toteCode: z.string(),
  labelCode: z.string().describe('The short code on its label: eight signs, the last of which checks the others.'),
  consignmentId: z.string(),
  waveId: z.string(),
  stationId: z.string(),
  zoneId: z.string(),
  number: z.int().describe('Counted from 1 within its consignment.'),
  labelsPrinted: amount.describe('How often its label was printed.'),
};

export const tote = name('Tote', z.object(toteHead));
export type Tote = Sent<typeof tote>;

const packedLine = name(
  'PackedLine',
  z.object({
    orderId: z.string(),
    lineNo: z.int(),
    customerId: z.string(),
    skuId: z.string(),
    name: z.string(),
    isFragile: z.boolean(),
    quantity: amount.describe('Units of the order line that ride in this tote.'),
    grams: amount,
    milliliters: amount,
    missing: amount.describe('How many of these units are missing, because fewer were picked than ordered.'),
  }),
);
export type PackedLine = Sent<typeof packedLine>;

export const packedTote = name(
  'PackedTote',
  z.object({
    ...toteHead,
    stationName: z.string(),
    count: z.int().describe('How many totes its consignment has.'),
    partNo: z.int().nullable().describe('Which part of its consignment it rides with, where that is brought in parts.'),
    partCount: z.int().nullable(),
    runId: z.string().nullable(),
    runCode: z.string().nullable(),
    stopSequence: z.int().nullable(),
    labelsPrintedAt: instant.nullable(),
    grams: amount,
    milliliters: amount,
    lines: z.array(packedLine).describe('From the bottom to the top: nothing fragile under what is not.'),
  }),
);
export type PackedTote = Sent<typeof packedTote>;

export const toteMove = z.strictObject({
  orderId: id,
  lineNo: z.int().min(0).max(1_000_000_000),
  quantity: z.int().min(1).max(1_000_000_000),
  toTote: id.describe('Either code of another tote of the same consignment.'),
});

export const movedTotes = z.object({ from: packedTote, to: packedTote });
