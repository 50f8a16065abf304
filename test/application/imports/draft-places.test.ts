import { expect, it } from 'vitest';
import type { Draft } from '../../../server/application/exchange/imports/drafts/draft.js';
import type {
  DraftFiles,
  DraftStore,
  FoundPlaces,
} from '../../../server/application/exchange/imports/drafts/draft-ports.js';
import { makeDraftPlaces } from '../../../server/application/exchange/imports/places/draft-places.js';
import { makeSearchPlacesJob } from '../../../server/application/exchange/imports/places/search-places.js';
import type { AddressedRow } from '../../../server/application/exchange/imports/places/station-places.js';
import type { Geocoder } from '../../../server/application/network/geocoder.js';
import type { PlaceStore, RememberedPlace } from '../../../server/application/network/remembered-places.js';
import { ConflictError } from '../../../server/domain/dispatch-error.js';

const owner = { accountId: 'a', depotIds: undefined, name: 'key a' };
const depot = { lon: 120, lat: 30 };

/** A draft of so many addresses, its answers and what is remembered, all in memory. */
function world(addresses: number) {
  const rows = Array.from(
    { length: addresses },
    (_, at): AddressedRow => ({
      ...{ file: 'f', line: at + 2, stationId: `S${at}`, name: '', depotId: 'D1', depot },
      address: `文三路${at}号`,
      addressKey: `文三路${at}号`,
    }),
  );
  let draft = { draftId: 'd', version: 1, leftOut: [] } as unknown as Draft;
  let found: FoundPlaces | undefined;
  const saves: number[] = [];
  const remembered = new Map<string, RememberedPlace>();
  const drafts = {
    get: async () => draft,
    async save(changed: Draft) {
      if (changed.version !== draft.version + 1) throw new ConflictError('changed-meanwhile', 'Changed.');
      draft = changed;
    },
  } as Partial<DraftStore> as DraftStore;
  const files = {
    async *addressed() {
      yield* rows;
    },
    candidates: async () => found,
    async saveCandidates(_draftId: string, given: FoundPlaces) {
      found = given;
      saves.push(given.answers.length);
    },
  } as Partial<DraftFiles> as DraftFiles;
  const places: PlaceStore = {
    list: async () => [...remembered.values()],
    async put(given) {
      for (const place of given) remembered.set(place.addressKey, place);
    },
    remove: async (_depotId, addressKey) => void remembered.delete(addressKey),
  };
  /** Somebody else changes the draft between the look at it and its being saved. */
  const changeMeanwhile = () => {
    const { addressed } = files;
    files.addressed = async function* (draftId) {
      yield* addressed.call(files, draftId);
      draft = { ...draft, version: draft.version + 1 };
    };
  };
  return { drafts, files, places, saves, remembered, changeMeanwhile, answers: () => found?.answers };
}

const geocoder = (find: (asked: number) => void, paceMilliseconds?: number): Geocoder => {
  let asked = 0;
  return {
    name: 'test',
    paceMilliseconds,
    async find() {
      find(++asked);
      return [{ lon: 120.01, lat: 30, confidence: 0.95, match: 'house', label: 'x', source: 'test' }];
    },
  };
};

it('remembers no place for who is told that somebody else was first', async () => {
  const { drafts, files, places, remembered, changeMeanwhile } = world(2);
  const clock = { now: () => new Date(0) };
  const draftPlaces = makeDraftPlaces(drafts, files, places, [], clock);
  const address = { depotId: 'D1', addressKey: '文三路0号' };
  await draftPlaces.say('d', owner, address, { position: { lon: 120.01, lat: 30 } });
  expect([...remembered.keys()]).toEqual(['文三路0号']);
  changeMeanwhile();
  const late = { code: 'changed-meanwhile' };
  await expect(draftPlaces.say('d', owner, address, { reopen: true })).rejects.toMatchObject(late);
  expect([...remembered.keys()]).toEqual(['文三路0号']);
  const other = { depotId: 'D1', addressKey: '文三路1号' };
  await expect(draftPlaces.say('d', owner, other, { position: { lon: 120.02, lat: 30 } })).rejects.toMatchObject(late);
  expect([...remembered.keys()]).toEqual(['文三路0号']);
});

it('keeps what a search has found while it goes on: every hundred answers, and every half minute', async () => {
  const { drafts, files, places, saves, answers } = world(250);
  let now = 0;
  let seen: number[] = [];
  const asking = geocoder((asked) => {
    // The last fifty are slow.
    if (asked > 200) now += 1_000;
    seen = [...saves];
  });
  const search = makeSearchPlacesJob(drafts, files, places, [asking], { now: () => new Date(now) });
  const payload = { accountId: 'a', depotIds: null };
  await search({ subjectId: 'd', payload, signal: new AbortController().signal, tell: () => undefined } as never);
  // Half a minute after the two hundredth: thirty more.
  expect(seen).toEqual([100, 200, 230]);
  expect(answers()).toHaveLength(250);
});

it('tells how long a search goes on by how many addresses there are and how fast geocoders may be asked', async () => {
  const { drafts, files, places } = world(250);
  const clock = { now: () => new Date(0) };
  const secondsWith = (paces: (number | undefined)[]) =>
    makeDraftPlaces(
      drafts,
      files,
      places,
      paces.map((pace) => geocoder(() => undefined, pace)),
      clock,
    ).searchSeconds('d', owner);
  // 250 × 1 s beside 250 × 20 ms of the own map.
  expect(await secondsWith([undefined, 1000])).toBe(255);
  expect(await secondsWith([undefined])).toBe(5);
  expect(await secondsWith([])).toBe(1);
});
