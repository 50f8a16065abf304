import { z } from 'zod';
import { InvalidInputError } from '../../../../domain/dispatch-error.js';
import { quoted } from '../numbers.js';

/** Of vehicles that name none. */
const usualProfile = 'car';

const count = z.int().min(0);
/** A length of time, so short that its sum with a moment fits the search's clock; and a price. */
const seconds = z.int().min(0).max(100_000_000);
const price = z.int().min(0).max(1_000_000_000);
const index = z.int().min(0).max(100_000);
const coordinates = z.tuple([z.number(), z.number()]);
const amounts = z.array(count);
const skills = z.array(count);
const priority = z.int().min(0).max(100);
const timeWindow = z
  .tuple([count, count])
  .refine(([opens, closes]) => opens <= closes, { error: 'the window ends before it begins' });
const timeWindows = z.array(timeWindow).min(1);

/** What a job and each half of a shipment have in common. */
const place = {
  id: count,
  description: z.string().optional(),
  location: coordinates.optional(),
  location_index: index,
  setup: seconds.default(0),
  service: seconds.default(0),
  time_windows: timeWindows.optional(),
};

const job = z.strictObject({
  ...place,
  delivery: amounts.optional(),
  pickup: amounts.optional(),
  skills: skills.default([]),
  priority: priority.default(0),
});

const shipment = z.strictObject({
  pickup: z.strictObject(place),
  delivery: z.strictObject(place),
  amount: amounts.optional(),
  skills: skills.default([]),
  priority: priority.default(0),
  /** Not in VROOM: seconds from leaving the pickup to beginning the delivery. */
  max_ride_time: seconds.optional(),
});

const pause = z.strictObject({
  id: count,
  description: z.string().optional(),
  service: seconds.default(0),
  time_windows: timeWindows.optional(),
  max_load: amounts.optional(),
});

const vehicle = z
  .strictObject({
    id: count,
    profile: z.string().default(usualProfile),
    description: z.string().optional(),
    start: coordinates.optional(),
    start_index: index.optional(),
    end: coordinates.optional(),
    end_index: index.optional(),
    capacity: amounts.optional(),
    costs: z
      .strictObject({
        fixed: price.default(0),
        per_hour: price.optional(),
        per_km: price.optional(),
      })
      .default({ fixed: 0 }),
    skills: skills.default([]),
    time_window: timeWindow.optional(),
    breaks: z.array(pause).default([]),
    speed_factor: z.number().positive().max(5).default(1),
    max_tasks: count.optional(),
    max_travel_time: count.optional(),
    max_distance: count.optional(),
  })
  .refine(({ start_index, end_index }) => start_index !== undefined || end_index !== undefined, {
    error: 'it has neither start_index nor end_index',
  });

/** Rows of whole numbers; looked at without zod, for they may hold millions. */
type Rows = readonly (readonly number[])[];

const file = z.strictObject({
  jobs: z.array(job).default([]),
  shipments: z.array(shipment).default([]),
  vehicles: z.array(vehicle).min(1, { error: 'there is no vehicle' }),
  matrices: z.record(
    z.string(),
    z.strictObject({
      durations: z.custom<Rows>(Array.isArray, { error: 'it is no array' }),
      distances: z.custom<Rows>(Array.isArray, { error: 'it is no array' }).optional(),
      costs: z.custom<Rows>(Array.isArray, { error: 'it is no array' }).optional(),
    }),
    { error: 'own travel matrices are needed; positions alone are not read, for this command knows no roads' },
  ),
});

export type VroomFile = z.infer<typeof file>;
export type VroomJob = VroomFile['jobs'][number];
export type VroomShipment = VroomFile['shipments'][number];
export type VroomVehicle = VroomFile['vehicles'][number];
export type VroomMatrices = VroomFile['matrices'][string];

/** The most that one way may take or cost, so that a route's sum stays exact. */
const mostOnOneWay = 100_000_000;

/**
 * Reads a problem in the form of VROOM's API (version 1.14) with own matrices.
 *
 * @throws InvalidInputError naming the first thing that is wrong, or that is not held.
 */
export function parseVroom(text: string, name: string): VroomFile {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    throw new InvalidInputError(`${name} is no valid JSON: ${(error as Error).message}.`);
  }
  const parsed = file.safeParse(withMatrices(given, name));
  if (!parsed.success) throw new InvalidInputError(`${name}: ${sentenceOf(parsed.error.issues[0])}.`);
  assertIds(parsed.data, name);
  assertMatrices(parsed.data, name);
  return parsed.data;
}

/** Before version 1.9 there was one `matrix` of durations for all vehicles; it is taken as that of each of their profiles. */
function withMatrices(given: unknown, name: string): unknown {
  if (typeof given !== 'object' || given === null || !('matrix' in given)) return given;
  if ('matrices' in given) {
    throw new InvalidInputError(`${name} has "matrices" and "matrix", the old form of it. Leave one of them out.`);
  }
  const { matrix, ...rest } = given as { readonly matrix: unknown; readonly vehicles?: unknown };
  const vehicles: readonly { readonly profile?: unknown }[] = Array.isArray(rest.vehicles) ? rest.vehicles : [];
  const profiles = new Set(vehicles.map((each) => String(each?.profile ?? usualProfile)));
  return { ...rest, matrices: Object.fromEntries([...profiles].map((profile) => [profile, { durations: matrix }])) };
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  const where = issue.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  const at = where.replace(/^\./, '');
  if (issue.code === 'unrecognized_keys') {
    return `${at === '' ? 'the file' : at} has the key ${quoted(issue.keys[0])}, which is not read`;
  }
  const message = issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
  return at === '' ? message : `${at}: ${message}`;
}

function assertIds({ jobs, shipments, vehicles }: VroomFile, name: string): void {
  const lists = {
    job: jobs.map(({ id }) => id),
    'shipment pickup': shipments.map(({ pickup }) => pickup.id),
    'shipment delivery': shipments.map(({ delivery }) => delivery.id),
    vehicle: vehicles.map(({ id }) => id),
  };
  for (const [what, ids] of Object.entries(lists)) {
    const seen = new Set<number>();
    const twice = ids.find((id) => seen.size === seen.add(id).size);
    if (twice !== undefined) throw new InvalidInputError(`${name} has two ${what}s with id ${twice}.`);
  }
  if (jobs.length + shipments.length === 0) throw new InvalidInputError(`${name} has neither jobs nor shipments.`);
}

function assertMatrices({ jobs, shipments, vehicles, matrices }: VroomFile, name: string): void {
  const indexes = [
    ...jobs.map((each) => each.location_index),
    ...shipments.flatMap(({ pickup, delivery }) => [pickup.location_index, delivery.location_index]),
    ...vehicles.flatMap(({ start_index = 0, end_index = 0 }) => [start_index, end_index]),
  ];
  const largest = indexes.reduce((most, each) => Math.max(most, each), 0);
  for (const { id, profile } of vehicles) {
    if (!Object.hasOwn(matrices, profile)) {
      throw new InvalidInputError(`${name}: vehicle ${id} has the profile ${quoted(profile)}, which has no matrix.`);
    }
  }
  for (const [profile, tables] of Object.entries(matrices)) {
    const size = tables.durations.length;
    for (const [kind, rows] of Object.entries(tables)) {
      if (rows !== undefined) assertRows(rows, size, `${name}: ${kind} of ${quoted(profile)}`);
    }
    if (largest >= size) {
      throw new InvalidInputError(
        `${name}: index ${largest} is outside the ${size} × ${size} matrix of ${quoted(profile)}.`,
      );
    }
  }
}

function assertRows(rows: Rows, size: number, what: string): void {
  if (rows.length !== size) throw new InvalidInputError(`${what} has ${rows.length} rows where ${size} are expected.`);
  for (const [at, row] of rows.entries()) {
    if (!Array.isArray(row) || row.length !== size) {
      throw new InvalidInputError(`${what}, row ${at}, does not hold ${size} numbers; the matrix must be square.`);
    }
    for (const value of row) {
      if (!Number.isInteger(value) || value < 0 || value > mostOnOneWay) {
        throw new InvalidInputError(
          `${what}, row ${at}, holds ${quoted(String(value))}; whole numbers from 0 to 100,000,000 are read.`,
        );
      }
    }
  }
}
