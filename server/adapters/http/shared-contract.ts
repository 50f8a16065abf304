import { z } from 'zod';
import { plain } from '../../application/tables/row-reader.js';
import { isBusinessDate } from '../../domain/local-time.js';
import { datums } from '../../domain/network/datum.js';

/** Names a schema, so that the description of the API holds it once and the rest points to it. */
export const named = z.registry<{ id: string }>();

/** Gives a schema its name in the description. */
export function name<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  named.add(schema, { id });
  return schema;
}

/** What goes over the wire, as a value that nobody changes. */
export type Sent<Schema extends z.ZodType> = Immutable<z.infer<Schema>>;

type Immutable<T> = T extends (infer Item)[]
  ? readonly Immutable<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Immutable<T[Key]> }
    : T;

/** An id, however it was typed: as the record keeps it. */
export const id = z.string().overwrite(plain).min(1).max(100);
/** The depots that an account or a webhook is for. */
export const depotIds = z.array(z.string()).nullable().describe('In the order of their ids; null for all depots.');
/** How a request says them. */
export const askedDepots = {
  depotIds: z
    .array(id)
    .min(1, 'Name at least one depot, or leave it out for all that you may see')
    .max(1_000)
    .optional(),
  depotId: id.optional().describe('The same for just one depot.'),
};
/** What the degrees of an answer are of. Bodies of requests are always WGS-84. */
export const datum = name('Datum', z.enum(datums));
export type { Datum } from '../../domain/network/datum.js';
/** As a query, where an answer holds places; the answer then says it too. */
export const askedDatum = datum.optional().describe('GCJ-02 and BD-09 are for maps of China. WGS-84 unless asked.');
/** RFC 3339 with offset. */
export const instant = z.iso
  .datetime({ offset: true })
  .refine(isKeptInstant, 'Moments lie in the years 1 to 9999, as seen in UTC');
/** YYYY-MM-DD: a day of business, in the depot's time zone. */
export const businessDate = z.iso.date().refine(isBusinessDate, 'Days of business lie in the years 1970 to 2199');
/** Whole and never negative: grams, milliliters, meters, seconds, pieces. */
export const amount = z.int().min(0);
/** By the wall clock: seconds after midnight, those of the next day from 86,400 on. */
export const secondOfDay = z.int();
/** Real seconds after the first moment of a plan's day, its `beginsAt`. */
export const secondOfPlan = z.int();
export const lon = z.number().min(-180).max(180);
export const lat = z.number().min(-90).max(90);

/** Whether every database can hold it: an offset may lead out of the years that the text names. */
function isKeptInstant(text: string): boolean {
  const year = new Date(text).getUTCFullYear();
  return year >= 1 && year <= 9999;
}

/** Service may begin at any second between both, both included. */
export const timeWindow = name('TimeWindow', z.object({ opens: secondOfDay, closes: secondOfDay }));
export type TimeWindow = Sent<typeof timeWindow>;

/** Every list answers so; `nextCursor` is null on the last page. */
export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({ data: z.array(row), nextCursor: z.string().nullable() });
}

export interface Page<Row> {
  readonly data: readonly Row[];
  readonly nextCursor: string | null;
}

/** Query of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
};

/** An error in the form of RFC 9457. */
export const problem = name(
  'Problem',
  z.object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable; docs/errors.md says what helps.'),
    detail: z.string(),
    errors: z.unknown().optional(),
  }),
);
export type Problem = Sent<typeof problem>;
