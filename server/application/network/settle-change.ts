import { isDeepStrictEqual } from 'node:util';
import { InvalidInputError } from '../../domain/dispatch-error.js';
import { toldFacts } from '../../domain/facts.js';
import { foldId } from '../../domain/fold-id.js';
import { beginningOf } from '../../domain/kept-text.js';
import { Faults, idFieldOf, valueAt } from '../../domain/network/attributes/attribute.js';
import { toThing } from '../../domain/network/attributes/settle.js';
import {
  type GivenOf,
  type NetworkEntities,
  type NetworkEntity,
  type NetworkKind,
  settle,
  things,
} from '../../domain/network/attributes/things.js';
import type { CollectingWave, Cutoff } from '../../domain/network/cutoff.js';
import type { Depot, Sku, Station, Vehicle } from '../../domain/network/network.js';
import type { LonLat } from '../../domain/network/place.js';
import { isOwn, type OwnDepots } from '../../domain/own-depots.js';
import { mostOfValue } from '../tables/finding.js';
import { codeOf, sentenceOf } from '../tables/finding-words/sentence.js';
import { areaOf } from './areas.js';
import { knownOf } from './network-rows.js';

/** What of the record a change is held against. */
interface ReadSurroundings {
  listDepots(): Promise<Depot[]>;
  listZoneIds(): Promise<string[]>;
  listVehicles(): Promise<Vehicle[]>;
  listStations(): Promise<Station[]>;
  listSkus(): Promise<Sku[]>;
  listCutoffs(): Promise<Cutoff[]>;
  listCollectingWaves(): Promise<CollectingWave[]>;
  listStationPositions(depotId: string): Promise<LonLat[]>;
}

/** What things refer to, read once for however many changes. */
export interface Surroundings {
  readonly depots: readonly Depot[];
  readonly zoneIds: ReadonlySet<string>;
  readonly vehicles: readonly Vehicle[];
  readonly stations: readonly Station[];
  readonly skus: readonly Sku[];
  readonly cutoffs: readonly Cutoff[];
  readonly collectingWaves: readonly CollectingWave[];
  readonly timeZone: string;
  listStationPositions(depotId: string): Promise<LonLat[]>;
}

/** @param depotIds the only ones that who asks may change; undefined means all. */
export async function readSurroundings(
  view: ReadSurroundings,
  kind: NetworkKind,
  depotIds: OwnDepots,
  timeZone: string,
): Promise<Surroundings> {
  const hasVehicles = kind === 'stations' || kind === 'couriers';
  return {
    depots: (await view.listDepots()).filter((depot) => isOwn(depotIds, depot.depotId)),
    zoneIds: new Set(await view.listZoneIds()),
    vehicles: hasVehicles ? await view.listVehicles() : [],
    stations: kind === 'wave_rules' ? await view.listStations() : [],
    skus: kind === 'wave_rules' ? await view.listSkus() : [],
    cutoffs: kind === 'depots' || kind === 'cutoffs' || kind === 'wave_rules' ? await view.listCutoffs() : [],
    collectingWaves: kind === 'cutoffs' ? await view.listCollectingWaves() : [],
    timeZone,
    listStationPositions: (of) => view.listStationPositions(of),
  };
}

/** The depot that a thing is of; undefined for what all share. */
export function depotOf(entity: NetworkEntity | undefined): string | undefined {
  return (entity as { depotId?: string } | undefined)?.depotId;
}

/** The id as it is kept: products' are in capitals, and a station keeps how it was written first. */
export function idOf(kind: NetworkKind, entity: NetworkEntity): string {
  return (entity as unknown as Record<string, string>)[idFieldOf(things[kind])];
}

/** The thing that the fields stand for. @throws InvalidInputError that names every field at fault. */
export async function settled<Kind extends NetworkKind>(
  kind: Kind,
  fields: GivenOf<Kind>,
  before: NetworkEntity | undefined,
  { depots, zoneIds, vehicles, stations, skus, cutoffs, collectingWaves, timeZone, listStationPositions }: Surroundings,
): Promise<NetworkEntities[Kind]> {
  const known = knownOf({
    timeZone: (before as { timeZone?: string } | undefined)?.timeZone ?? timeZone,
    depots: new Map(depots.map((depot) => [depot.depotId, depot])),
    zoneIds,
    vehicles: new Map(vehicles.map((vehicle) => [vehicle.vehicleId, vehicle])),
    stations: new Map(stations.map((station) => [foldId(station.stationId), station])),
    skus: new Map(skus.map((sku) => [foldId(sku.skuId), sku])),
    cutoffs: new Map(cutoffs.map((cutoff) => [cutoff.cutoffId, cutoff])),
    collectingWaves,
  });
  const faults = new Faults();
  const given = structuredClone(fields);
  settle[kind](fields, known, faults);
  assertNone(faults, given);
  const entity = toThing<NetworkEntities[Kind]>(things[kind], fields);
  if (kind !== 'stations') return entity;
  const station = entity as Station;
  if (station.area !== '') return entity;
  const area = (before as Station | undefined)?.area;
  const positions = area === undefined ? await listStationPositions(station.depotId) : [];
  return { ...entity, area: area ?? areaOf([...positions, station.position])(station.position) };
}

/** @throws InvalidInputError with what was refused, field by field. */
function assertNone({ list }: Faults, given: object): void {
  const refused = list.filter(({ level }) => level === 'refused');
  if (refused.length === 0) return;
  const faults = refused.map(({ field, sentence, facts, about }) => {
    const value = valueAt(given, field.split('.')) ?? '';
    const written = typeof value === 'string' ? value : JSON.stringify(value);
    const told = { name: field, ...toldFacts(facts, (path) => path) };
    const reason = sentenceOf(sentence, told, 'en');
    return { field, code: codeOf(sentence), value: beginningOf(about ?? written, mostOfValue), reason, told, sentence };
  });
  throw new InvalidInputError(faults.map(({ reason }) => reason).join(' '), faults);
}

/** What differs, field by field: before and after, or the whole of what is new. */
export function changesOf(before: NetworkEntity | undefined, after: NetworkEntity): Record<string, unknown> {
  const was = (before ?? {}) as Record<string, unknown>;
  const is = after as unknown as Record<string, unknown>;
  // What is taken away whole stands in the earlier one only.
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  const changed = [...names].filter((name) => !isDeepStrictEqual(was[name], is[name]));
  return Object.fromEntries(
    changed.map((name) => [name, before === undefined ? is[name] : { from: was[name] ?? null, to: is[name] ?? null }]),
  );
}
