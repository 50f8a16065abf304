import { z } from 'zod';
import { amount, name, secondOfDay } from '../shared-contract.js';

const id = z.string().min(1).max(100);
const word = z.string().trim().min(1).max(30);
const price = amount.max(999_999_999_999_999);
const minute = z.int().min(0).max(172_800).multipleOf(60);
const zonePairs = z.array(z.tuple([id, id])).max(28);
const volume = z.int().min(1).max(1_000_000_000);
const milliminutes = amount.max(600_000);

/** What a depot, a station or a vehicle may ask beyond what all do. What is left out limits nothing. */
export const depotRules = name(
  'DepotRules',
  z.strictObject({
    limitsTimeOutOfRefrigeration: z
      .literal(true)
      .optional()
      .describe('The minutes that zones allow out of the cold hold in compartments that say nothing themselves.'),
    releaseSeconds: z
      .record(id, minute)
      .optional()
      .describe('By zone, the second of the day before which no trip loads its goods.'),
    incompatibleZones: zonePairs
      .optional()
      .describe('Pairs of zones whose goods never ride in one compartment on the same trip.'),
    incompatibleOnTrip: zonePairs
      .optional()
      .describe('Pairs of zones whose goods never ride in one vehicle on the same trip.'),
    balanceMicros: price.optional().describe('The price of one vehicle’s working hours squared.'),
    emptyTotes: z
      .record(id, z.strictObject({ milliliters: amount.max(1_000_000), grams: amount.max(1_000_000) }))
      .optional()
      .describe('By zone, the size of an empty tote: those that wait at a station go back with who delivers there.'),
    compactnessMicros: price
      .optional()
      .describe('The price of a stop and its distance from the middle of its trip, in kilometers squared.'),
    changeMicros: price.optional().describe('The price of each visit by another vehicle than in the plan before.'),
  }),
);

export const stationRules = name(
  'StationRules',
  z.strictObject({
    skills: z.array(word).max(20).optional().describe('What its vehicle must be able to do.'),
    allowedVehicleIds: z.array(id).max(200).optional().describe('The only vehicles that may serve it.'),
    softToSecond: minute.optional().describe('Service that begins later costs lateMicrosPerHour.'),
    lateMicrosPerHour: price.optional(),
    softFromSecond: minute.optional().describe('Service that begins earlier costs earlyMicrosPerHour.'),
    earlyMicrosPerHour: price.optional(),
    milliminutesPerTote: milliminutes.optional().describe('Added to the service time for each tote.'),
    milliminutesByZone: z.record(id, milliminutes).optional().describe('Added once for each zone that is brought.'),
  }),
);

export const vehicleRules = name(
  'VehicleRules',
  z.strictObject({
    skills: z.array(word).max(20).optional(),
    maxDrivingSeconds: z.int().min(0).max(86_400).optional(),
    breaks: z
      .array(
        z.strictObject({
          seconds: z.int().min(1).max(28_800),
          begins: z.strictObject({ opens: secondOfDay, closes: secondOfDay }),
        }),
      )
      .max(2)
      .optional()
      .describe('Taken in this order on every day on which the vehicle is out.'),
    body: z
      .strictObject({ milliliters: volume, stepMilliliters: volume })
      .optional()
      .describe('What movable partitions divide into the compartments without fixed walls, in steps.'),
  }),
);
