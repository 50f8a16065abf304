import { z } from 'zod';
import { name, type Sent } from '../shared-contract.js';

const mostRows = 20_000;
const mostColumns = 60;
const cell = z.union([z.string().max(2000), z.number(), z.null()]);

/** A table as somebody sees it on a page, to be had as a file. */
export const seenTable = name(
  'SeenTable',
  z
    .strictObject({
      name: z.string().trim().min(1).max(60).describe('Of the file, and of its sheet.'),
      columns: z
        .array(
          z.strictObject({
            title: z.string().max(80),
            kind: z
              .enum(['text', 'count', 'kilometers', 'money'])
              .describe('How a spreadsheet shows numbers: with no digit behind the point, one, or two.'),
          }),
        )
        .min(1)
        .max(mostColumns),
      rows: z.array(z.array(cell).max(mostColumns)).max(mostRows),
    })
    .refine(({ columns, rows }) => rows.every((row) => row.length === columns.length), {
      message: 'Each row has a cell for each column.',
      path: ['rows'],
    }),
);
export type SeenTable = Sent<typeof seenTable>;

export const tableFileQuery = z.strictObject({ format: z.enum(['xlsx', 'csv']) });
