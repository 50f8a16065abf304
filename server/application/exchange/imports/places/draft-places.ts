import { ConflictError, InvalidInputError } from '../../../../domain/dispatch-error.js';
import { isOnGlobe, type LonLat } from '../../../../domain/network/place.js';
import type { Clock } from '../../../clock.js';
import { type Geocoder, isAmbiguous, type PlaceCandidate } from '../../../network/geocoder.js';
import type { HowPlaced, PlaceStore, RememberedPlace } from '../../../network/remembered-places.js';
import type { Draft } from '../drafts/draft.js';
import type { DraftFiles, DraftStore, FoundPlaces } from '../drafts/draft-ports.js';
import type { DraftOwner } from '../drafts/import-drafts.js';
import { type AddressedRow, placeKeyOf } from './station-places.js';

/** An address of a draft with the stations that are at it, and how far it is with its place. */
export interface DraftPlace extends Pick<AddressedRow, 'depotId' | 'address' | 'addressKey' | 'depot'> {
  readonly stations: readonly Pick<AddressedRow, 'file' | 'line' | 'stationId' | 'name'>[];
  readonly state: 'open' | 'placed' | 'left-out';
  /** Where it is placed, in this draft or before. */
  readonly place: RememberedPlace | undefined;
  /** What a geocoder has found; undefined where none was asked. */
  readonly candidates: readonly PlaceCandidate[] | undefined;
  /** Whether every geocoder has answered. */
  readonly isAsked: boolean;
  /** Whether another candidate is about as sure as the first, and elsewhere. */
  readonly isAmbiguous: boolean;
}

/** What a person says of an address. */
export type PlaceSaid =
  /** Counted from 0, of those that were shown. */
  | { readonly candidateNo: number }
  | { readonly position: LonLat }
  | { readonly leaveOut: true }
  /** As if nothing had been said; what was remembered of it is forgotten. */
  | { readonly reopen: true };

/** What a geocoder takes that has no pace, such as the own map. */
const quickMilliseconds = 20;

type Address = Pick<DraftPlace, 'depotId' | 'addressKey'>;

/**
 * Where the stations of a draft lie that have an address only. What a person says is remembered at once, so that the
 * preview and the import go by it; what a geocoder says is not, before a person has confirmed it.
 */
export function makeDraftPlaces(
  drafts: Pick<DraftStore, 'get' | 'save'>,
  files: Pick<DraftFiles, 'addressed' | 'candidates'>,
  places: PlaceStore,
  geocoders: readonly Pick<Geocoder, 'paceMilliseconds'>[],
  clock: Clock,
) {
  const list = async (draft: Draft, owner: DraftOwner): Promise<DraftPlace[]> => {
    const remembered = new Map((await places.list(owner.depotIds)).map((place) => [placeKeyOf(place), place]));
    const found = answersOf(await files.candidates(draft.draftId));
    const leftOut = new Set(draft.leftOut);
    const rows: AddressedRow[] = [];
    for await (const row of files.addressed(draft.draftId)) rows.push(row);
    return byAddress(rows).map(({ depotId, address, addressKey, depot, stations }) => {
      const key = placeKeyOf({ depotId, addressKey });
      const place = remembered.get(key);
      const state = place !== undefined ? 'placed' : leftOut.has(key) ? 'left-out' : 'open';
      const { candidates, isWhole: isAsked = false } = found.get(key) ?? {};
      const isDoubtful = isAmbiguous(candidates ?? []);
      return {
        depotId,
        address,
        addressKey,
        depot,
        stations,
        state,
        place,
        candidates,
        isAsked,
        isAmbiguous: isDoubtful,
      };
    });
  };
  /** What was previewed is not what would be taken any more. */
  const changed = (draft: Draft, leftOut: readonly string[] = draft.leftOut) =>
    drafts.save({ ...draft, version: draft.version + 1, leftOut });
  const remember = async (draft: Draft, owner: DraftOwner, said: readonly [DraftPlace, LonLat, HowPlaced][]) => {
    const [at, by] = [clock.now(), owner.name];
    const placed = said.map(([{ depotId, address, addressKey }, { lon, lat }, how]) => ({
      ...{ depotId, address, addressKey, lon, lat },
      placed: how,
      placedBy: by,
      placedAt: at,
    }));
    const keys = new Set(placed.map(placeKeyOf));
    // The draft first: of two people at once only the one is told that it is done, and only theirs is remembered.
    await changed(
      draft,
      draft.leftOut.filter((key) => !keys.has(key)),
    );
    await places.put(placed, { depotIds: owner.depotIds, by, at });
  };
  const get = (draftId: string, owner: DraftOwner) => drafts.get(draftId, owner.accountId, owner.depotIds);

  return {
    /** The addresses that the last preview found, in the order of the files, and why the geocoder was of no more help. */
    async list(draftId: string, owner: DraftOwner): Promise<{ places: DraftPlace[]; fault: FoundPlaces['fault'] }> {
      const draft = await get(draftId, owner);
      return { places: await list(draft, owner), fault: (await files.candidates(draftId))?.fault };
    },

    /** How long a search goes on for what was not looked up yet, where every geocoder is asked for all of it. */
    async searchSeconds(draftId: string, owner: DraftOwner): Promise<number> {
      const all = await list(await get(draftId, owner), owner);
      const wanted = all.filter(({ state, isAsked }) => state !== 'placed' && !isAsked).length;
      const each = geocoders.reduce((sum, { paceMilliseconds = quickMilliseconds }) => sum + paceMilliseconds, 0);
      return Math.max(1, Math.ceil((wanted * each) / 1000));
    },

    /** @throws InvalidInputError for an address or a candidate that is not in the draft, and for what is no place. */
    async say(draftId: string, owner: DraftOwner, { depotId, addressKey }: Address, said: PlaceSaid): Promise<void> {
      const draft = await get(draftId, owner);
      const place = (await list(draft, owner)).find(
        (each) => each.depotId === depotId && each.addressKey === addressKey,
      );
      if (place === undefined) throw new InvalidInputError('The draft has no such address to place.');
      const key = placeKeyOf(place);
      if ('candidateNo' in said) {
        const candidate = place.candidates?.[said.candidateNo];
        if (candidate === undefined) throw new InvalidInputError('The address has no such candidate.');
        await remember(draft, owner, [[place, candidate, howOf(candidate)]]);
      } else if ('position' in said) {
        const { lon, lat } = said.position;
        if (!isOnGlobe(said.position) || (lon === 0 && lat === 0)) throw new InvalidInputError('This is no place.');
        await remember(draft, owner, [[place, said.position, { how: 'hand' }]]);
      } else {
        const others = draft.leftOut.filter((each) => each !== key);
        await changed(draft, 'leaveOut' in said ? [...others, key] : others);
        if (place.place !== undefined) {
          await places.remove(depotId, addressKey, { depotIds: owner.depotIds, by: owner.name, at: clock.now() });
        }
      }
    },

    /**
     * Confirms the first candidate of every open address of which it is at least so sure, and no other as sure.
     *
     * @returns how many, and of how many another place is about as sure: these stay open.
     * @throws ConflictError `nothing-to-confirm` where there is none to confirm.
     */
    async confirmFrom(
      draftId: string,
      owner: DraftOwner,
      confidence: number,
    ): Promise<{ readonly confirmed: number; readonly ambiguous: number }> {
      const draft = await get(draftId, owner);
      const open = (await list(draft, owner)).filter(({ state }) => state === 'open');
      const likely = open.filter(({ candidates }) => (candidates?.[0]?.confidence ?? -1) >= confidence);
      const sure = likely.flatMap((place): [DraftPlace, LonLat, HowPlaced][] => {
        const [best] = place.candidates!;
        return place.isAmbiguous ? [] : [[place, best, howOf(best)]];
      });
      if (sure.length === 0) {
        throw new ConflictError(
          'nothing-to-confirm',
          'No address that is still open has a candidate of this confidence.',
        );
      }
      await remember(draft, owner, sure);
      return { confirmed: sure.length, ambiguous: likely.length - sure.length };
    },
  };
}

export type DraftPlaces = ReturnType<typeof makeDraftPlaces>;

const howOf = ({ source, match, confidence }: PlaceCandidate): HowPlaced => ({
  how: 'geocoder',
  source,
  match,
  confidence,
});

function answersOf(found: FoundPlaces | undefined): Map<string, FoundPlaces['answers'][number]> {
  return new Map(found?.answers.map((answer) => [placeKeyOf(answer), answer]));
}

/** Rows of one address of a depot are one place. */
export function byAddress(rows: readonly AddressedRow[]): (Pick<
  DraftPlace,
  'depotId' | 'address' | 'addressKey' | 'depot'
> & {
  stations: DraftPlace['stations'][number][];
})[] {
  const all = new Map<string, ReturnType<typeof byAddress>[number]>();
  for (const { depotId, address, addressKey, depot, ...station } of rows) {
    const key = placeKeyOf({ depotId, addressKey });
    const known = all.get(key) ?? { depotId, address, addressKey, depot, stations: [] };
    known.stations.push(station);
    all.set(key, known);
  }
  return [...all.values()];
}
