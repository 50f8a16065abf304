import { z } from 'zod';
import { pickListStatuses } from '../../../domain/warehouse/pick-list.js';
import { amount, name, type Sent } from '../shared-contract.js';

const pickListLine = name(
  'PickListLine',
  z.object({
    lineNo: z.int(),
    skuId: z.string(),
    name: z.string(),
    location: z.string(),
    quantity: amount,
    pickedQuantity: amount.optional(),
    shortReason: z.string().optional(),
    putBackQuantity: amount.describe('Pieces that were picked for orders that were made smaller since.'),
    stations: z.array(
      z.object({
        stationId: z.string(),
        quantity: amount,
        /** Where the station's goods are brought in parts. */
        partNo: z.int().optional(),
        partCount: z.int().optional(),
      }),
    ),
  }),
);
export type PickListLine = Sent<typeof pickListLine>;

const pickListHead = {
  pickListId: z.string(),
  depotId: z.string(),
  waveId: z.string(),
  zoneId: z.string(),
  status: z.enum(pickListStatuses),
};

/** A pick list in walking order. */
export const pickList = name('PickList', z.object({ ...pickListHead, lines: z.array(pickListLine) }));
export type PickList = Sent<typeof pickList>;

/** A row of the list: with its lines where a wave is named. */
export const pickListRow = name(
  'PickListRow',
  z.object({
    ...pickListHead,
    lineCount: amount,
    pickedLines: amount,
    lines: z.array(pickListLine).optional(),
  }),
);

/** What is at its place again. */
export const putBacks = z.strictObject({
  lines: z
    .array(
      z.strictObject({ lineNo: z.int().min(1).max(1_000_000_000), quantity: z.int().min(1).max(1_000_000_000_000) }),
    )
    .min(1)
    .max(2000),
});

export const picks = z.object({
  lines: z
    .array(
      z.object({
        lineNo: z.int().min(1).max(1_000_000_000),
        pickedQuantity: z.int().min(0).max(1_000_000_000_000).nullable().describe('Null takes the tick back.'),
        shortReason: z.string().trim().max(200).optional(),
      }),
    )
    .min(1)
    .max(2000),
});
