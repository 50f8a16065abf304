import { DispatchError } from '../../domain/dispatch-error.js';
import { greatCircleMeters, type LonLat } from '../../domain/network/place.js';

/**
 * What of an address was found: the house itself; a place between numbers that were found, or on the right street by the
 * provider's reckoning; the street alone; or a place by its name alone.
 */
export const placeMatches = ['house', 'interpolated', 'street', 'place'] as const;
export type PlaceMatch = (typeof placeMatches)[number];

/** Somewhere that an address may be. */
export interface PlaceCandidate extends LonLat {
  /** From 0 to 1, by what was found; docs/import-format.md says how. */
  readonly confidence: number;
  readonly match: PlaceMatch;
  /** What was found, as the source calls it. */
  readonly label: string;
  /** Which geocoder has found it. */
  readonly source: string;
}

/** Finds where addresses lie. Implemented over the map in use in adapters/map, by services elsewhere in adapters/geocoding. */
export interface Geocoder {
  readonly name: string;
  /** Never shorter between two requests; undefined where it is asked as fast as it answers. */
  readonly paceMilliseconds?: number;
  /**
   * Where an address may be, the likeliest first, at most `mostCandidates`; none where nothing was found.
   *
   * @param near where it is looked for first, such as the depot; undefined where nothing is known.
   * @throws GeocoderError where it cannot be told.
   */
  find(address: string, near: LonLat | undefined, signal: AbortSignal): Promise<readonly PlaceCandidate[]>;
}

export const mostCandidates = 5;

/** A geocoder could not answer. Asking for other addresses is of no use where `isLasting`. */
export class GeocoderError extends DispatchError {
  readonly isLasting: boolean;

  constructor(
    code: 'geocoder-unavailable' | 'geocoder-refused' | 'geocoder-quota' | 'no-address-index',
    sentence: ConstructorParameters<typeof DispatchError>[1],
    options: { readonly cause?: unknown; readonly isLasting: boolean },
  ) {
    super(code, sentence, { cause: options.cause });
    this.isLasting = options.isLasting;
  }
}

/** What stands as surely elsewhere may be meant as well: candidates so alike are not for a confirmation of many. */
const alike = { confidence: 0.1, meters: 200 };

/** Whether another place is about as sure as the likeliest, and not at the same door. */
export function isAmbiguous(candidates: readonly PlaceCandidate[]): boolean {
  const [best, ...others] = candidates;
  return others.some(
    (other) =>
      best.confidence - other.confidence <= alike.confidence + Number.EPSILON &&
      greatCircleMeters(best, other) > alike.meters,
  );
}

/** From here on a street of the same name in another city is meant as easily. */
const otherCityMeters = 50_000;
const otherCityConfidence = 0.3;

/** Places far from the depot are never sure, whatever was found there: services look for a name all over the country. */
export function sureNear(candidates: readonly PlaceCandidate[], depot: LonLat): PlaceCandidate[] {
  return candidates.map((candidate) =>
    greatCircleMeters(candidate, depot) < otherCityMeters
      ? candidate
      : { ...candidate, confidence: Math.min(candidate.confidence, otherCityConfidence) },
  );
}

/** The likeliest candidates, the same place told once. */
export function likeliest(candidates: readonly PlaceCandidate[]): PlaceCandidate[] {
  const sorted = [...candidates].sort((one, other) => other.confidence - one.confidence);
  const seen = new Set<string>();
  const distinct = sorted.filter(({ lon, lat }) => {
    const at = `${lon.toFixed(4)} ${lat.toFixed(4)}`;
    return !seen.has(at) && seen.add(at);
  });
  return distinct.slice(0, mostCandidates);
}
