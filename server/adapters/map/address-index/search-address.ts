import { likeliest, type PlaceCandidate, type PlaceMatch } from '../../../application/network/geocoder.js';
import { addressParts } from '../../../domain/network/address.js';
import { greatCircleMeters, type LonLat } from '../../../domain/network/place.js';
import type { AddressIndex, NumberedHouse } from './address-index.js';
import { matchNames, type NameMatch, type SaidNumber, saidNumbers } from './match-names.js';
import { lengthOf, middleOf, passes, runsOf } from './street-runs.js';

/** Goes into the record with what it has found. */
export const offlineName = 'offline';

/** Further apart two things of one name are two. */
const sameMeters = 300;
/** Numbers whose houses lie nearer than this have the ones between them between them. */
const nearHousesMeters = 300;
const farHousesMeters = 800;
/** A house so few numbers away is about where the wanted one is. */
const nearNumbers = 10;

/** How sure it is, by what was found. Places of one name more than once are less sure, each. */
const sure = {
  house: 0.95,
  yard: 0.85,
  betweenNear: 0.75,
  betweenFar: 0.65,
  besideNumber: 0.6,
  placeAtStreet: 0.65,
  /** By the length of the street: it may be anywhere along it. */
  street: [
    [300, 0.55],
    [1000, 0.5],
    [3000, 0.4],
    [Number.POSITIVE_INFINITY, 0.35],
  ],
  wholePlace: 0.3,
  partOfPlace: 0.2,
} as const;
const ambiguous = 0.5;
/** Something before the name is not known: the name may be a part of another. */
const unexplained = 0.6;

/** Where an address may be by what a map knows, the likeliest first; of two that are as likely the nearer one. */
export function searchAddress(index: AddressIndex, address: string, near: LonLat | undefined): PlaceCandidate[] {
  const parts = addressParts(address);
  // Where no comma parts them, the number before an English street is a part of its own part.
  const streets = parts.flatMap((part) => matchNames(part, (name) => index.streets.has(name)));
  const yards = parts.flatMap((part) => matchNames(part, (name) => index.houses.has(name) && !index.streets.has(name)));
  const candidates = [
    ...streets.flatMap((match) => onStreet(index, match)),
    ...yards.flatMap((match) => houseOf(index, match)),
    ...parts.flatMap((part) => placesOf(index, part, streets)),
  ].map((candidate) => ({
    ...candidate,
    source: offlineName,
    lon: rounded(candidate.lon),
    lat: rounded(candidate.lat),
  }));
  if (near !== undefined) {
    const metersOf = new Map(candidates.map((each) => [each, greatCircleMeters(near, each)]));
    candidates.sort((one, other) => metersOf.get(one)! - metersOf.get(other)!);
  }
  return likeliest(candidates);
}

type Found = Omit<PlaceCandidate, 'source'>;

function onStreet(index: AddressIndex, match: NameMatch): Found[] {
  const runs = runsOf(index.streets.get(match.name)!);
  const alone = runs.map((run): Found => {
    const [, confidence] = sure.street.find(([meters]) => lengthOf(run) <= meters)!;
    return { ...middleOf(run), confidence, match: 'street', label: run[0].names[0] };
  });
  return [...houseOf(index, match), ...doubted(match, shared(alone))];
}

/** The house itself, or where it is between its neighbours; none where the address says no number. */
function houseOf(index: AddressIndex, match: NameMatch): Found[] {
  const houses = index.houses.get(match.name) ?? [];
  const numbers = saidNumbers(match);
  for (const { number, isWhole } of numbers) {
    const same = distinct(houses.filter((house) => house.number === number));
    if (same.length === 0) continue;
    const confidence = isWhole ? sure.house : sure.yard;
    return doubted(match, shared(same.map((house) => foundOf(house, 'house', confidence, labelOf(house)))));
  }
  return doubted(
    match,
    numbers.slice(-1).flatMap((number) => between(houses, number)),
  );
}

/** Between the next lower and the next higher number, those of its own side of the street first. */
function between(houses: readonly NumberedHouse[], { number }: SaidNumber): Found[] {
  const wanted = Number.parseInt(number, 10);
  if (!Number.isSafeInteger(wanted) || number.includes('弄')) return [];
  const counted = houses.map((house) => ({ house, value: Number.parseInt(house.number, 10) }));
  const bracket = (onSide: typeof counted): Found[] => {
    const lower = onSide.filter(({ value }) => value < wanted).sort((one, other) => other.value - one.value)[0];
    const upper = onSide.filter(({ value }) => value > wanted).sort((one, other) => one.value - other.value)[0];
    if (lower === undefined || upper === undefined) return [];
    const meters = greatCircleMeters(lower.house, upper.house);
    if (meters > farHousesMeters) return [];
    const share = (wanted - lower.value) / (upper.value - lower.value);
    const at = {
      lon: lower.house.lon + share * (upper.house.lon - lower.house.lon),
      lat: lower.house.lat + share * (upper.house.lat - lower.house.lat),
    };
    const label = `${labelOf(lower.house)} – ${labelOf(upper.house)}`;
    const confidence = meters <= nearHousesMeters ? sure.betweenNear : sure.betweenFar;
    return [{ ...at, confidence, match: 'interpolated', label }];
  };
  const ownSide = counted.filter(({ value }) => value % 2 === wanted % 2);
  const found = [...bracket(ownSide), ...bracket(counted)];
  if (found.length > 0) return found.slice(0, 1);
  const beside = counted
    .filter(({ value }) => Math.abs(value - wanted) <= nearNumbers)
    .sort((one, other) => Math.abs(one.value - wanted) - Math.abs(other.value - wanted))[0];
  if (beside === undefined) return [];
  return [foundOf(beside.house, 'interpolated', sure.besideNumber, labelOf(beside.house))];
}

/** Places by name, which are surer where the street of the address passes by. */
function placesOf(index: AddressIndex, part: string, streets: readonly NameMatch[]): Found[] {
  const pieces = streets.flatMap(({ name }) => index.streets.get(name) ?? []);
  return matchNames(part, (name) => index.places.has(name)).flatMap((match) => {
    const isWhole = match.isExplained && match.after === '';
    const all = distinct(index.places.get(match.name)!).map((place) => foundOf(place, 'place', 0, place.names[0]));
    const beside = all.filter((place) => pieces.some((piece) => passes(piece, place, sameMeters)));
    if (beside.length > 0) return shared(beside.map((place) => ({ ...place, confidence: sure.placeAtStreet })));
    // A name of two characters stands in many others.
    if (match.name.length < 3 && !isWhole) return [];
    return shared(all.map((place) => ({ ...place, confidence: isWhole ? sure.wholePlace : sure.partOfPlace })));
  });
}

const foundOf = ({ lon, lat }: LonLat, match: PlaceMatch, confidence: number, label: string): Found => ({
  lon,
  lat,
  match,
  confidence,
  label,
});

/** Where there are several, none of them is as sure as one alone. */
function shared(found: readonly Found[]): Found[] {
  return found.map((each) => ({
    ...each,
    confidence: found.length > 1 ? each.confidence * ambiguous : each.confidence,
  }));
}

function doubted({ isExplained }: NameMatch, found: readonly Found[]): Found[] {
  return found.map((each) => ({ ...each, confidence: isExplained ? each.confidence : each.confidence * unexplained }));
}

function labelOf({ street, number }: NumberedHouse): string {
  return /\p{Script=Han}$/u.test(street) ? `${street}${number}号`.replace('弄号', '弄') : `${street} ${number}`;
}

/** Things that lie at one spot told once. */
function distinct<T extends LonLat>(things: readonly T[]): T[] {
  const kept: T[] = [];
  for (const thing of things) {
    if (kept.every((other) => greatCircleMeters(thing, other) > sameMeters)) kept.push(thing);
  }
  return kept;
}

function rounded(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
