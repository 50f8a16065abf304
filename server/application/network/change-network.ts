import { isDeepStrictEqual } from 'node:util';
import { ConflictError, DispatchError, InvalidInputError, NotFoundError } from '../../domain/dispatch-error.js';
import { toldFacts } from '../../domain/facts.js';
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
import type { Depot, Station, Vehicle } from '../../domain/network/network.js';
import type { LonLat } from '../../domain/network/place.js';
import { isOwn, type OwnDepots } from '../../domain/own-depots.js';
import { plainly, told } from '../../domain/told.js';
import { maxZones } from '../../solver/index.js';
import type { Clock } from '../clock.js';
import { mostOfValue } from '../tables/finding.js';
import { codeOf, sentenceOf } from '../tables/finding-words/sentence.js';
import { areaOf } from './areas.js';
import { knownOf } from './network-rows.js';

/** The network inside of one transaction that changes one thing of it. */
export interface NetworkView {
  listDepots(): Promise<Depot[]>;
  listZoneIds(): Promise<string[]>;
  listVehicles(): Promise<Vehicle[]>;
  /** The thing itself, held against other changes until the end; of whatever depot. */
  find<Kind extends NetworkKind>(kind: Kind, id: string): Promise<NetworkEntities[Kind] | undefined>;
  listStationPositions(depotId: string): Promise<LonLat[]>;
  /** Adds or replaces, and writes who did. */
  save<Kind extends NetworkKind>(kind: Kind, entity: NetworkEntities[Kind], trail: NetworkTrail): Promise<void>;
}

export interface NetworkTrail {
  readonly by: string;
  readonly at: Date;
  readonly action: 'added' | 'changed';
  readonly id: string;
  readonly depotId: string | undefined;
  /** Before and after, field by field. */
  readonly changes: Readonly<Record<string, unknown>>;
}

export interface NetworkChangeStore {
  inChange<T>(work: (view: NetworkView) => Promise<T>): Promise<T>;
}

export interface NetworkChange<Kind extends NetworkKind> {
  readonly kind: Kind;
  readonly id: string;
  /** Who asks, and the only depots that they may change; undefined means all. */
  readonly by: string;
  readonly depotIds: OwnDepots;
  /**
   * What it is to be, whole and within the bounds of its attributes, from what it is.
   *
   * @throws NotFoundError where it can only be changed, not added.
   */
  edit(before: NetworkEntities[Kind] | undefined): GivenOf<Kind>;
}

/** Tells under which id it stands now, and of which depot it is. */
export type ChangeNetwork = <Kind extends NetworkKind>(
  change: NetworkChange<Kind>,
) => Promise<{ readonly id: string; readonly depotId: string | undefined }>;

/** Of all depots: an account of some of them may not change them. */
const shared = new Set<NetworkKind>(['skus', 'zones']);

/** Adds or changes one thing of the network by the operator's own id, by the rules that an import goes by. */
export function makeChangeNetwork(store: NetworkChangeStore, clock: Clock, timeZone: string): ChangeNetwork {
  return ({ kind, id, by, depotIds, edit }) =>
    store.inChange(async (view) => {
      if (depotIds !== undefined && shared.has(kind)) {
        throw new DispatchError(
          'not-allowed',
          'It is shared by all depots, and this account is for some of them only.',
        );
      }
      if (kind === 'depots' && !isOwn(depotIds, id)) throw new NotFoundError('depot', id);
      const before = await view.find(kind, id);
      const owner = depotOf(before);
      const isStrange = owner !== undefined && !isOwn(depotIds, owner);
      if (kind === 'zones' && before === undefined) await assertRoomForZone(view);
      const asked = edit(isStrange ? undefined : before);
      if (isStrange) throw new ConflictError('id-taken', told`The id ${id} is taken. Choose another one.`);
      const after = await settled(kind, asked, before, { view, depotIds, timeZone });
      const nowOf = depotOf(after);
      if (before !== undefined && nowOf !== owner) {
        throw new InvalidInputError(
          told`A ${plainly(things[kind].one)} stays with its depot; ${id} is of depot ${owner}.`,
        );
      }
      const trail = { by, at: clock.now(), id: idOf(kind, after), depotId: nowOf };
      if (!isDeepStrictEqual(before, after)) {
        const action = before === undefined ? ('added' as const) : ('changed' as const);
        await view.save(kind, after as never, { ...trail, action, changes: changesOf(before, after) });
      }
      return { id: trail.id, depotId: nowOf };
    });
}

/** @throws ConflictError too-many-zones: with one more, no wave could be planned. */
async function assertRoomForZone(view: NetworkView): Promise<void> {
  if ((await view.listZoneIds()).length < maxZones) return;
  throw new ConflictError(
    'too-many-zones',
    told`There are ${maxZones} temperature zones, and plans know no more. Change one of them.`,
  );
}

function depotOf(entity: NetworkEntity | undefined): string | undefined {
  return (entity as { depotId?: string } | undefined)?.depotId;
}

/** The id as it is kept: products' are in capitals, and a station keeps how it was written first. */
export function idOf(kind: NetworkKind, entity: NetworkEntity): string {
  return (entity as unknown as Record<string, string>)[idFieldOf(things[kind])];
}

interface Surroundings {
  readonly view: NetworkView;
  readonly depotIds: OwnDepots;
  readonly timeZone: string;
}

/** The thing that the fields stand for. @throws InvalidInputError that names every field at fault. */
async function settled<Kind extends NetworkKind>(
  kind: Kind,
  fields: GivenOf<Kind>,
  before: NetworkEntity | undefined,
  { view, depotIds, timeZone }: Surroundings,
): Promise<NetworkEntities[Kind]> {
  const depots = (await view.listDepots()).filter((depot) => isOwn(depotIds, depot.depotId));
  const hasVehicles = kind === 'stations' || kind === 'couriers';
  const vehicles = hasVehicles ? await view.listVehicles() : [];
  const known = knownOf({
    timeZone: (before as { timeZone?: string } | undefined)?.timeZone ?? timeZone,
    depots: new Map(depots.map((depot) => [depot.depotId, depot])),
    zoneIds: new Set(await view.listZoneIds()),
    stations: new Map(),
    vehicles: new Map(vehicles.map((vehicle) => [vehicle.vehicleId, vehicle])),
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
  const positions = area === undefined ? await view.listStationPositions(station.depotId) : [];
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

function changesOf(before: NetworkEntity | undefined, after: NetworkEntity): Record<string, unknown> {
  const was = (before ?? {}) as Record<string, unknown>;
  const is = after as unknown as Record<string, unknown>;
  // What is taken away whole stands in the earlier one only.
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  const changed = [...names].filter((name) => !isDeepStrictEqual(was[name], is[name]));
  return Object.fromEntries(
    changed.map((name) => [name, before === undefined ? is[name] : { from: was[name] ?? null, to: is[name] ?? null }]),
  );
}
