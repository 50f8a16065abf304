import type { LonLat } from '../../domain/network/place.js';
import type { OwnDepots } from '../../domain/own-depots.js';
import type { PlaceMatch } from './geocoder.js';

/** How a place was found: with a pin by a person, or by a geocoder whose word a person has confirmed. */
export type HowPlaced =
  | { readonly how: 'hand' }
  | {
      readonly how: 'geocoder';
      readonly source: string;
      readonly match: PlaceMatch;
      readonly confidence: number;
    };

/** Where an address of a depot lies, WGS-84, as somebody has said. */
export interface RememberedPlace extends LonLat {
  readonly depotId: string;
  /** What the address is known by again; see `addressKeyOf`. */
  readonly addressKey: string;
  /** As it was written when it was placed. */
  readonly address: string;
  readonly placed: HowPlaced;
  readonly placedBy: string;
  readonly placedAt: Date;
}

export interface PlaceTrail {
  readonly depotIds: OwnDepots;
  readonly by: string;
  readonly at: Date;
}

/** Places of addresses in the record, each of one depot; each change leaves its row in the audit. */
export interface PlaceStore {
  /** Of the named depots, by depot and address. */
  list(depotIds: OwnDepots): Promise<RememberedPlace[]>;
  /**
   * Adds them, in place of what was remembered of the same addresses.
   *
   * @throws NotFoundError for a depot that is not among those of the account; nothing is written then.
   */
  put(places: readonly RememberedPlace[], trail: PlaceTrail): Promise<void>;
  /** @throws NotFoundError, also for a place of another depot. */
  remove(depotId: string, addressKey: string, trail: PlaceTrail): Promise<void>;
}
