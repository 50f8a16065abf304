import { z } from 'zod';
import { placeMatches } from '../../../application/network/geocoder.js';
import { amount, id, instant, lat, lon, name, pageQuery, type Sent } from '../shared-contract.js';

const confidence = z.number().min(0).max(1);
const match = z.enum(placeMatches);
const addressKey = z.string().min(1).max(500).describe('What the address is known by again.');

/** Somewhere that an address may be, WGS-84. */
const candidate = z.object({
  lon,
  lat,
  confidence,
  match: match.describe('What of the address was found.'),
  label: z.string(),
  source: z.string().describe('Which geocoder has found it.'),
  metersFromDepot: z.int().min(0).describe('In a straight line.'),
});

const placed = z.object({
  lon,
  lat,
  how: z.enum(['hand', 'geocoder']),
  source: z.string().nullable(),
  match: match.nullable(),
  confidence: confidence.nullable(),
  placedBy: z.string(),
  placedAt: instant,
});

/** An address of a draft, the stations at it, and how far it is with its place. */
export const draftPlace = name(
  'DraftPlace',
  z.object({
    depotId: z.string(),
    addressKey,
    address: z.string(),
    depot: z.object({ lon, lat }),
    stations: z.array(z.object({ file: z.string(), line: z.int(), stationId: z.string(), name: z.string() })),
    state: z.enum(['open', 'placed', 'left-out']),
    place: placed.nullable(),
    isAsked: z.boolean().describe('Whether all that can be asked have answered.'),
    isAmbiguous: z.boolean().describe('Whether another candidate is about as sure as the first, more than 200 m away.'),
    candidates: z.array(candidate).nullable().describe('The likeliest first; null where none was looked up.'),
  }),
);
export type DraftPlace = Sent<typeof draftPlace>;

export const draftPlaces = z.object({
  data: z.array(draftPlace),
  nextCursor: z.string().nullable(),
  counts: z.object({
    open: amount,
    placed: amount,
    leftOut: amount,
    unasked: amount.describe('Of the open ones, that could still be looked up.'),
  }),
  fault: z
    .object({ code: z.string(), detail: z.string() })
    .nullable()
    .describe('Why not all addresses could be looked up.'),
});
export type DraftPlaces = Sent<typeof draftPlaces>;

export const draftPlacesQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(['open', 'placed', 'left-out']).optional(),
});

export const placeSaid = z
  .strictObject({
    depotId: id,
    addressKey,
    candidateNo: z.int().min(0).optional().describe('Counted from 0: this candidate is right.'),
    position: z.strictObject({ lon, lat }).optional().describe('By hand, WGS-84.'),
    state: z.enum(['left-out', 'open']).optional().describe('open: as if nothing had been said of it.'),
  })
  .refine(
    ({ candidateNo, position, state }) =>
      [candidateNo, position, state].filter((each) => each !== undefined).length === 1,
    'Say one of candidateNo, position and state',
  );

export const confirmFrom = z.strictObject({
  confidence: confidence.describe('That the first candidate has at least.'),
});
export const confirmed = z.object({
  confirmed: amount,
  ambiguous: amount.describe('That stay open, because another place is about as sure as the first.'),
});

/** Where an address lies, as somebody has said. */
export const rememberedPlace = name(
  'RememberedPlace',
  z.object({ depotId: z.string(), addressKey, address: z.string(), ...placed.shape }),
);
export type RememberedPlace = Sent<typeof rememberedPlace>;
