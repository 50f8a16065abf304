import { isDeepStrictEqual } from 'node:util';
import { ConflictError, DispatchError, InvalidInputError, NotFoundError } from '../../domain/dispatch-error.js';
import type { Courier, Depot, Sku, Station, Vehicle } from '../../domain/network/network.js';
import type { LonLat } from '../../domain/network/place.js';
import type { TemperatureZone } from '../../domain/network/temperature-zone.js';
import type { Clock } from '../clock.js';
import { RowReader } from '../tables/row-reader.js';
import { areaOf } from './areas.js';
import {
  type NetworkContext,
  readCompartment,
  readCourier,
  readDepot,
  readSku,
  readStation,
  readVehicle,
} from './network-rows.js';

/** What the network is made of, by the name of its list. */
export interface NetworkEntities {
  readonly depots: Depot;
  readonly stations: Station;
  readonly skus: Sku;
  readonly vehicles: Vehicle;
  readonly couriers: Courier;
  readonly zones: TemperatureZone;
}
export type NetworkKind = keyof NetworkEntities;
export type NetworkEntity = NetworkEntities[NetworkKind];

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

/** Cells of a row as an import would read them; a vehicle has further rows for its compartments. */
export interface NetworkCells {
  readonly cells: Readonly<Record<string, string>>;
  readonly compartments?: readonly Readonly<Record<string, string>>[];
  /** Of a depot; an import has it from elsewhere. */
  readonly timeZone?: string;
}

export interface NetworkChange<Kind extends NetworkKind> {
  readonly kind: Kind;
  readonly id: string;
  /** Who asks, and the only depot that they may change; undefined means all. */
  readonly by: string;
  readonly depotId: string | undefined;
  /**
   * What it is to be, from what it is. A zone, which no import knows, comes as it is; the rest as cells.
   *
   * @throws NotFoundError where it can only be changed, not added.
   */
  edit(before: NetworkEntities[Kind] | undefined): Kind extends 'zones' ? TemperatureZone : NetworkCells;
}

/** Tells under which id it stands now, and of which depot it is. */
export type ChangeNetwork = <Kind extends NetworkKind>(
  change: NetworkChange<Kind>,
) => Promise<{ readonly id: string; readonly depotId: string | undefined }>;

const words: Readonly<Record<NetworkKind, string>> = {
  depots: 'depot',
  stations: 'station',
  skus: 'SKU',
  vehicles: 'vehicle',
  couriers: 'courier',
  zones: 'zone',
};
/** Of all depots: an account of one depot may not change them. */
const shared = new Set<NetworkKind>(['skus', 'zones']);

/** Adds or changes one thing of the network by the operator's own id, by the rules that an import goes by. */
export function makeChangeNetwork(store: NetworkChangeStore, clock: Clock, timeZone: string): ChangeNetwork {
  return ({ kind, id, by, depotId, edit }) =>
    store.inChange(async (view) => {
      if (depotId !== undefined && shared.has(kind)) {
        throw new DispatchError('not-allowed', 'It is shared by all depots, and this account is for one only.');
      }
      if (kind === 'depots' && depotId !== undefined && id !== depotId) throw new NotFoundError('depot', id);
      const before = await view.find(kind, id);
      const owner = depotOf(before);
      const isStrange = before !== undefined && depotId !== undefined && owner !== undefined && owner !== depotId;
      const asked = edit(isStrange ? undefined : before);
      if (isStrange) throw new ConflictError('id-taken', `The id ${id} is taken. Choose another one.`);
      const after = (
        'cells' in asked ? await read(kind, asked, before, { view, depotId, timeZone }) : asked
      ) as NetworkEntity;
      const nowOf = depotOf(after);
      if (before !== undefined && nowOf !== owner) {
        throw new InvalidInputError(`A ${words[kind]} stays with its depot; ${id} is of depot ${owner}.`);
      }
      const trail = { by, at: clock.now(), id: idOf(kind, after), depotId: nowOf };
      if (!isDeepStrictEqual(before, after)) {
        const action = before === undefined ? ('added' as const) : ('changed' as const);
        await view.save(kind, after as never, { ...trail, action, changes: changesOf(before, after) });
      }
      return { id: trail.id, depotId: nowOf };
    });
}

function depotOf(entity: NetworkEntity | undefined): string | undefined {
  return (entity as { depotId?: string } | undefined)?.depotId;
}

/** The id as it is kept: products' are in capitals, and a station keeps how it was written first. */
export function idOf(kind: NetworkKind, entity: NetworkEntity): string {
  const names = { depots: 'depotId', stations: 'stationId', skus: 'skuId', vehicles: 'vehicleId' };
  const name = { ...names, couriers: 'courierId', zones: 'zoneId' }[kind];
  return (entity as unknown as Record<string, string>)[name];
}

interface Surroundings {
  readonly view: NetworkView;
  readonly depotId: string | undefined;
  readonly timeZone: string;
}

async function read(
  kind: NetworkKind,
  { cells, compartments = [], timeZone: named }: NetworkCells,
  before: NetworkEntity | undefined,
  { view, depotId, timeZone }: Surroundings,
): Promise<NetworkEntity> {
  const depots = (await view.listDepots()).filter((depot) => depotId === undefined || depot.depotId === depotId);
  const context: NetworkContext = {
    timeZone: named ?? (before as { timeZone?: string } | undefined)?.timeZone ?? timeZone,
    depots: new Map(depots.map((depot) => [depot.depotId, depot])),
    zoneIds: new Set(await view.listZoneIds()),
    // Cells come whole: nothing is left from before.
    stations: new Map(),
    vehicles: new Map(
      kind === 'stations' || kind === 'couriers'
        ? (await view.listVehicles()).map((vehicle) => [vehicle.vehicleId, vehicle])
        : [],
    ),
  };
  const row = new RowReader(kind, { line: 1, cells });
  const parts = compartments.map((part) => new RowReader(kind, { line: 1, cells: part }));
  const entity = readEntity(kind, row, parts, context);
  const findings = [row, ...parts].flatMap((reader) => reader.findings);
  const refused = findings.filter(({ level }) => level === 'refused');
  if (refused.length > 0) {
    const faults = refused.map(({ column, code, value, reason }) => ({
      column,
      code,
      value,
      reason: tell(code, value, reason),
    }));
    throw new InvalidInputError(faults.map(({ reason }) => reason).join(' '), faults);
  }
  if (kind !== 'stations') return entity;
  const station = entity as Station;
  if (station.area !== '') return station;
  const known = (before as Station | undefined)?.area;
  const positions = known === undefined ? await view.listStationPositions(station.depotId) : [];
  return { ...station, area: known ?? areaOf([...positions, station.position])(station.position) };
}

function readEntity(kind: NetworkKind, row: RowReader, parts: readonly RowReader[], context: NetworkContext) {
  if (kind === 'depots') return readDepot(row, context);
  if (kind === 'stations') return readStation(row, context);
  if (kind === 'skus') return readSku(row, context);
  if (kind === 'couriers') return readCourier(row, context);
  const compartments = parts.map((part) => {
    const { vehicleId: _, ...compartment } = readCompartment(part, context);
    return compartment;
  });
  return { ...readVehicle(row, context), compartments };
}

/** An import's reason, without its files. */
function tell(code: string, value: string, reason: string): string {
  if (code === 'unknown-depot') return `There is no depot with id ${value}.`;
  if (code === 'which-depot') return 'There is more than one depot: name it in depotId.';
  return reason;
}

function changesOf(before: NetworkEntity | undefined, after: NetworkEntity): Record<string, unknown> {
  const was = (before ?? {}) as Record<string, unknown>;
  const is = after as unknown as Record<string, unknown>;
  const names = Object.keys(is).filter((name) => !isDeepStrictEqual(was[name], is[name]));
  return Object.fromEntries(
    names.map((name) => [name, before === undefined ? is[name] : { from: was[name] ?? null, to: is[name] ?? null }]),
  );
}
