import { z } from 'zod';
import { name, type Sent } from '../shared-contract.js';

const mostRows = 20_000;
const mostColumns = 60;
/** A table of 10,000 stations with ten columns; writing one takes a moment of the processor. */
const mostCells = 100_000;
const longestText = 2000;
type Cell = string | number | null;

/**
 * Looked at by hand: the first fault is told. A schema of each cell would make one for every cell of a table that is wrong all over.
 */
const rows = z
  .array(z.array(z.any()))
  .max(mostRows)
  .superRefine((given, context) => {
    if (given.reduce((sum, row) => sum + row.length, 0) > mostCells) {
      context.addIssue({ code: 'custom', message: `A table has at most ${mostCells} cells` });
      return;
    }
    for (const [at, row] of given.entries()) {
      const wrong = row.findIndex((each) => !isCell(each));
      if (wrong < 0) continue;
      context.addIssue({
        code: 'custom',
        message: `A cell is a text of at most ${longestText} characters, a number or null`,
        path: [at, wrong],
      });
      return;
    }
  })
  .transform((given) => given as Cell[][])
  .describe(`Cells are texts of at most ${longestText} characters, numbers or null; there are at most ${mostCells}.`);

function isCell(value: unknown): value is Cell {
  return value === null || (typeof value === 'string' ? value.length <= longestText : Number.isFinite(value));
}

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
      rows,
    })
    .refine(({ columns, rows }) => rows.every((row) => row.length === columns.length), {
      message: 'Each row has a cell for each column.',
      path: ['rows'],
    }),
);
export type SeenTable = Sent<typeof seenTable>;

export const tableFileQuery = z.strictObject({ format: z.enum(['xlsx', 'csv']) });
