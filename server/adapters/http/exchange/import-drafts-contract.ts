import { z } from 'zod';
import { delimiters, encodings } from '../../../application/exchange/imports/drafts/draft.js';
import { datums } from '../../../application/tables/columns/datum.js';
import { tableKinds } from '../../../application/tables/table-kinds.js';
import { finding, incompleteOrdersChoice } from '../orders/orders-contract.js';
import { amount, businessDate, instant, name, pageQuery, type Sent } from '../shared-contract.js';

const kind = z.enum(tableKinds);
const datum = z.enum(datums);
const header = z.string().min(1).max(500);
const column = z.string().min(1).max(100);
const wording = z.object({ zh: z.string(), en: z.string() });

/** A column that a kind of file may have, for people who say what their headers mean. */
export const importColumns = z.object({
  data: z.array(
    z.object({
      kind,
      columns: z.array(
        z.object({
          column,
          isRequired: z.boolean(),
          label: wording,
          help: wording.nullable(),
          form: z.string().describe('What may stand in a cell.'),
          unit: z.string().nullable(),
          example: z.string(),
        }),
      ),
    }),
  ),
});
export type ImportColumns = Sent<typeof importColumns>;

const draftColumn = z.object({
  header: z.string(),
  column: z.string().nullable().describe('Null: it is passed over.'),
  factor: z.number().describe('What its numbers are multiplied with, where the header says another unit.'),
  sure: z.enum(['name', 'other-name', 'weak-name', 'said', 'kept', 'unsure', 'unknown']),
  candidates: z.array(z.string()).describe('Columns that it may be.'),
});

const draftTable = z.object({
  tableNo: z.int(),
  file: z.string(),
  sheet: z.string().nullable(),
  name: z.string().describe('What findings call it.'),
  text: z.object({ encoding: z.enum(encodings), delimiter: z.enum(delimiters) }).nullable(),
  isUsed: z.boolean(),
  kind: kind.nullable(),
  headerAt: amount.describe('Which of the first rows is the header, counted from 0.'),
  sample: z.array(z.array(z.string())),
  columns: z.array(draftColumn),
  missing: z.array(z.string()).describe('Columns that are needed and that nothing says.'),
  constants: z.record(z.string(), z.string()),
  datum,
  fixes: z.array(z.object({ line: z.int(), column: z.string(), value: z.string() })),
  mapping: z.string().nullable().describe('The kept mapping that it is read by.'),
});

const level = z.enum(['refused', 'warned']);
const preview = z.object({
  isCurrent: z.boolean().describe('False after a change: make it again.'),
  files: z.array(
    z.object({
      file: z.string(),
      kind: z.string(),
      rows: amount,
      taken: amount,
      added: amount,
      changed: amount,
      unchanged: amount,
      warned: amount,
      refused: amount,
    }),
  ),
  findingCount: amount,
  refusedCount: amount,
  changeCount: amount,
  addressCount: amount.describe('Addresses of new stations without coordinates, placed or still to be.'),
  codes: z.array(
    z.object({ level, code: z.string(), count: amount, example: z.string().describe('What the first of them says.') }),
  ),
  waves: z
    .array(
      z.object({
        waveId: z.string(),
        deliveryDate: businessDate,
        name: z.string().describe('Of its cutoff; empty where it has none.'),
        by: z
          .enum(['order', 'rule', 'cutoff'])
          .describe('What puts the orders there: their own word, a rule, or the cutoffs alone.'),
        ruleId: z.string().optional(),
        orders: amount,
      }),
    )
    .describe('Which waves the orders would go to.'),
});

/** Files that were sent and not taken yet. */
export const importDraft = name(
  'ImportDraft',
  z.object({
    draftId: z.string(),
    begunAt: instant,
    endsAt: instant.describe('It is thrown away then.'),
    tables: z.array(draftTable),
    unreadable: z.array(z.object({ file: z.string(), reason: z.string() })),
    incompleteOrders: incompleteOrdersChoice,
    preview: preview.nullable(),
  }),
);
export type ImportDraft = Sent<typeof importDraft>;

export const draftChoice = z.strictObject({ incompleteOrders: incompleteOrdersChoice });

export const draftTableChange = z.strictObject({
  isUsed: z.boolean().optional(),
  kind: kind.optional(),
  headerAt: z.int().min(0).max(100).optional(),
  columns: z.record(header, column.nullable()).optional().describe('By header; null passes it over.'),
  constants: z.record(column, z.string().max(500)).optional().describe('By column; an empty text takes one away.'),
  datum: datum.optional(),
  encoding: z.enum(encodings).optional(),
  delimiter: z.enum(delimiters).optional(),
  mapping: z.string().min(1).max(100).optional().describe('Read it as a kept mapping says.'),
});

export const mendedCell = z.strictObject({
  tableNo: z.int(),
  line: z.int().min(1),
  column,
  value: z.string().max(1000).nullable().describe('Null: as it stood in the file.'),
});

export const draftFindingsQuery = z.strictObject({
  ...pageQuery,
  level: level.optional(),
  code: z.string().max(100).optional(),
  file: z.string().max(500).optional(),
});
export const draftFinding = finding;

export const draftChange = z.object({
  kind: z.string(),
  id: z.string(),
  isNew: z.boolean(),
  fields: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
});
export type DraftChange = Sent<typeof draftChange>;

/** How files of one partner are read. */
export const mapping = z.strictObject({
  kind,
  columns: z.record(header, z.strictObject({ column: column.nullable(), factor: z.number().positive().max(1e6) })),
  constants: z.record(column, z.string().max(500)),
  datum,
});

export const importMapping = name(
  'ImportMapping',
  z.object({ name: z.string(), mapping, changedBy: z.string(), changedAt: instant }),
);
export type ImportMapping = Sent<typeof importMapping>;
