import { z } from 'zod';
import { amount, name } from '../shared-contract.js';

const number = z.int().min(1);

const which = { of: z.string(), no: number, count: number, firstTote: number, lastTote: number, orderCount: amount };

/** Which part of a consignment that no vehicle holds whole something is; `of` is the consignment. */
export const part = name('Part', z.object(which));

/** A consignment that a plan divides, with the order lines of each part. */
export const split = name(
  'SplitConsignment',
  z.object({
    consignmentId: z.string(),
    parts: z.array(
      z.object({
        ...which,
        grams: amount,
        milliliters: amount,
        lines: z.array(z.object({ orderId: z.string(), lineNo: z.int() })),
      }),
    ),
  }),
);
