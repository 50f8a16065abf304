import { z } from 'zod';
import { amount, name } from './shared.js';

const number = z.int().min(1);

/** Which part of a consignment that no vehicle holds whole something is; `of` is the consignment. */
export const part = name(
  'Part',
  z.object({
    of: z.string(),
    no: number,
    count: number,
    firstTote: number,
    lastTote: number,
    orderCount: amount,
  }),
);
