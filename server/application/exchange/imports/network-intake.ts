import { isDeepStrictEqual } from 'node:util';
import { DispatchError } from '../../../domain/dispatch-error.js';
import { foldId } from '../../../domain/fold-id.js';
import type { CollectingWave, Cutoff, WaveRule } from '../../../domain/network/cutoff.js';
import type { Courier, Depot, Sku, Station, Vehicle } from '../../../domain/network/network.js';
import type { OwnDepots } from '../../../domain/own-depots.js';
import { areaOf } from '../../network/areas.js';
import { type NetworkContext, readCompartment, readSpeed, readThing } from '../../network/network-rows.js';
import { readTogether } from '../../network/read-together.js';
import type { ImportedFile, IntakeStore, NetworkChanges, ReadNetwork, WaveRegime } from '../../orders/intake-store.js';
import { type ZoneWords, zoneWordsOf } from '../../tables/columns/written-values.js';
import type { Table, TableRow } from '../../tables/finding.js';
import { plain, RowReader } from '../../tables/row-reader.js';
import type { TableKind } from '../../tables/table-kinds.js';
import { datumByRoads, type MapBeside } from './datum-by-roads.js';
import { EntityTable } from './entity-table.js';
import type { ImportFindings } from './import-findings.js';
import { ImportScope } from './import-scope.js';
import { type AddressedRow, StationPlaces } from './places/station-places.js';
import { positionWarnings, type ReadPlace } from './position-warnings.js';
import type { TableChoice } from './read-header.js';

/** A thing of the network before and after; without `before` it is new. */
export interface ChangedThing {
  readonly kind: 'depots' | 'stations' | 'skus' | 'vehicles' | 'couriers' | 'cutoffs' | 'wave_rules';
  readonly before: object | undefined;
  readonly after: object;
}

/** How the network of an import is read; see `ImportInput`. */
export interface NetworkReading {
  readonly timeZone: string;
  readonly depotIds?: OwnDepots;
  readonly choices?: ReadonlyMap<string, TableChoice>;
  readonly map?: MapBeside;
  readonly signal?: AbortSignal;
}

/** Reads depots, stations, vehicles and the rest of the network from an import's tables: what the record holds, overlaid by them. */
export class NetworkIntake {
  readonly depots = new EntityTable<Depot>((depot) => depot.depotId);
  readonly stations = new EntityTable<Station>((station) => foldId(station.stationId));
  readonly skus = new EntityTable<Sku>((sku) => foldId(sku.skuId));
  readonly vehicles = new EntityTable<Vehicle>((vehicle) => vehicle.vehicleId);
  private readonly couriers = new EntityTable<Courier>((courier) => courier.courierId);
  readonly cutoffs = new EntityTable<Cutoff>((cutoff) => cutoff.cutoffId);
  readonly waveRules = new EntityTable<WaveRule>((rule) => rule.ruleId);
  private readonly speeds = new Map<number, number>();
  private readonly scope: ImportScope;
  private zoneIds = new Set<string>();
  private version = '';
  /** As the record has them. */
  private waves: WaveRegime = { depots: [], cutoffs: [], waveRules: [] };
  private collectingWaves: readonly CollectingWave[] = [];
  /** Read when the first table of stations is. */
  private places: StationPlaces | undefined;

  /** @param eachRow of a table; gives others their turn. */
  constructor(
    private readonly store: IntakeStore,
    private readonly input: NetworkReading,
    private readonly findings: ImportFindings,
    private readonly eachRow: (table: Table) => AsyncIterable<TableRow>,
  ) {
    this.scope = new ImportScope(input.depotIds);
  }

  /** What the record holds, as far as it may be seen. */
  async load(): Promise<ZoneWords> {
    this.version = await this.store.version();
    const own = this.scope.narrow({
      depots: await this.store.listDepots(),
      stations: await this.store.listStations(),
      vehicles: await this.store.listVehicles(),
      couriers: await this.store.listCouriers(),
      cutoffs: await this.store.listCutoffs(),
      waveRules: await this.store.listWaveRules(),
    });
    this.depots.load(own.depots);
    this.stations.load(own.stations);
    this.skus.load(await this.store.listSkus());
    this.vehicles.load(own.vehicles);
    this.couriers.load(own.couriers);
    this.cutoffs.load(own.cutoffs);
    this.waveRules.load(own.waveRules);
    const { depots, cutoffs, waveRules } = own;
    this.waves = { depots, cutoffs, waveRules };
    this.collectingWaves = await this.store.listCollectingWaves();
    const zones = await this.store.listZones();
    this.zoneIds = new Set(zones.map((zone) => zone.zoneId));
    return zoneWordsOf(zones);
  }

  async read(table: Table, kind: TableKind): Promise<void> {
    const file = this.findings.files.get(table.file)!;
    const compartments = new Map<string, Vehicle['compartments'][number][]>();
    const refusedParts = new Map<string, Set<string>>();
    const places: ReadPlace[] = [];
    if (kind === 'stations') this.places ??= new StationPlaces(await this.store.listPlaces(this.input.depotIds));
    const cutoffRows = kind === 'cutoffs' ? await this.cutoffRows(table) : undefined;
    for await (const given of cutoffRows?.keys() ?? this.eachRow(table)) {
      file.rows++;
      const place = this.placeOf(kind, given);
      const { row, tell } = kind === 'stations' ? this.placeByAddress(table.file, given) : { row: given };
      const reader = new RowReader(table.file, row);
      tell?.(reader);
      const cutoffs = cutoffRows?.get(given) ?? this.cutoffs.all;
      if (row.fault === undefined) this.readEntity(kind, reader, file, compartments, cutoffs);
      else this.findings.addFault(table.file, row);
      if (place !== undefined) places.push({ ...place, isTaken: !reader.refused });
      for (const finding of reader.findings) this.findings.add(finding);
      if (reader.refused || row.fault !== undefined) {
        file.refused++;
        if (kind === 'vehicle_compartments') notePart(refusedParts, reader);
      } else if (reader.findings.length > 0) file.warned++;
    }
    for (const [vehicleId, parts] of compartments) {
      const vehicle = this.vehicles.all.get(vehicleId)!;
      const refused = refusedParts.get(vehicleId) ?? refusedParts.get('');
      const isKept = ({ compartmentNo }: (typeof parts)[number]) =>
        refused !== undefined &&
        (refused.has('') || refused.has(String(compartmentNo))) &&
        !parts.some((part) => part.compartmentNo === compartmentNo);
      // Of a vehicle the file says all compartments; a refused row leaves the one that the record holds.
      const all = [...parts, ...vehicle.compartments.filter(isKept)];
      const sorted = all.sort((one, other) => one.compartmentNo - other.compartmentNo);
      const same = isDeepStrictEqual(vehicle.compartments, sorted);
      this.vehicles.put({ ...vehicle, compartments: sorted });
      if (same) file.unchanged += parts.length;
      else file.taken += parts.length;
    }
    if (kind === 'speed_profile' && this.speeds.size > 0) await this.countSpeeds(file);
    const datum = this.input.choices?.get(table.file)?.reading?.datum ?? 'wgs84';
    const { map, signal } = this.input;
    const odd = positionWarnings(table.file, places, { datum, map });
    for (const finding of odd) this.findings.add(finding);
    if (kind !== 'stations' || map?.roadMeters === undefined || odd.some(({ code }) => code === 'other-datum')) return;
    // A map whose roads do not answer tells nothing, and stands in nobody's way.
    const guessed = await datumByRoads(table.file, places, datum, map.roadMeters, signal).catch((error: unknown) => {
      if (error instanceof DispatchError) return undefined;
      throw error;
    });
    if (guessed !== undefined) this.findings.add(guessed);
  }

  /** Stations without an area of their own get one by where they lie. */
  giveAreas(): void {
    for (const depotId of this.depots.all.keys()) {
      const stations = [...this.stations.all.values()].filter((station) => station.depotId === depotId);
      const nameOf = areaOf(stations.map((station) => station.position));
      for (const station of stations) {
        if (station.area === '') this.stations.put({ ...station, area: nameOf(station.position) });
      }
    }
  }

  /** Whether anything was added that the record does not hold. */
  hasAdded(): boolean {
    const tables = [this.depots, this.stations, this.skus, this.vehicles, this.couriers, this.cutoffs, this.waveRules];
    return tables.some((table) => table.hasAdded());
  }

  changes(): NetworkChanges {
    return {
      depots: this.depots.changed(),
      speedProfile: this.speedProfile(),
      speedProfileDepotIds: this.input.depotIds,
      stations: this.stations.changed(),
      skus: this.skus.changed(),
      vehicles: this.vehicles.changed(),
      couriers: this.couriers.changed(),
      cutoffs: this.cutoffs.changed(),
      wave_rules: this.waveRules.changed(),
    };
  }

  /** What the changes are changes of. */
  before(): ReadNetwork {
    const before = {
      depots: this.depots.changedBefore(),
      stations: this.stations.changedBefore(),
      skus: this.skus.changedBefore(),
      vehicles: this.vehicles.changedBefore(),
      couriers: this.couriers.changedBefore(),
      cutoffs: this.cutoffs.changedBefore(),
      wave_rules: this.waveRules.changedBefore(),
    };
    return { version: this.version, before, waves: this.waves };
  }

  changedThings(): ChangedThing[] {
    const { depots, stations, skus, vehicles, couriers, cutoffs, waveRules } = this;
    const tables = { depots, stations, skus, vehicles, couriers, cutoffs, wave_rules: waveRules };
    return Object.entries(tables).flatMap(([kind, table]) =>
      table.changedPairs().map((pair) => ({ kind: kind as ChangedThing['kind'], ...pair })),
    );
  }

  addressed(): readonly AddressedRow[] {
    return this.places?.rows ?? [];
  }

  /** Where a row says that its depot or station lies, beside where the record has it; asked before the row is taken. */
  private placeOf(kind: TableKind, { cells, fault }: TableRow): Omit<ReadPlace, 'isTaken'> | undefined {
    if ((kind !== 'depots' && kind !== 'stations') || fault !== undefined) return undefined;
    const cell = (column: string) => plain(cells[column] ?? '');
    const [lon, lat] = ['lon', 'lat'].map((column) => (cell(column) === '' ? Number.NaN : Number(cell(column))));
    if (!Number.isFinite(lon) || !Number.isFinite(lat)) return undefined;
    const given = { lon, lat };
    if (kind === 'depots')
      return { id: cell('depot_id'), given, known: this.depots.all.get(cell('depot_id'))?.position };
    const { known, depot } = this.stationOf(cell);
    return { id: cell('station_id'), given, known: known?.position, depot: depot?.position };
  }

  private placeByAddress(file: string, row: TableRow) {
    const { known, depot } = this.stationOf((column) => plain(row.cells[column] ?? ''));
    return this.places!.place(file, row, known, depot);
  }

  /** What is known of the station of a row, and its depot. */
  private stationOf(cell: (column: string) => string): { known: Station | undefined; depot: Depot | undefined } {
    const known = this.stations.all.get(foldId(cell('station_id')));
    const depotId = cell('depot_id') || known?.depotId;
    const only = this.depots.all.size === 1 ? [...this.depots.all.values()][0] : undefined;
    return { known, depot: depotId === undefined ? only : this.depots.all.get(depotId) };
  }

  /** The rows of cutoffs, each with the cutoffs that it is held against: those of a table may change places. */
  private async cutoffRows(table: Table): Promise<Map<TableRow, ReadonlyMap<string, Cutoff>>> {
    const rows: TableRow[] = [];
    for await (const row of this.eachRow(table)) rows.push(row);
    const read = (row: TableRow, among: ReadonlyMap<string, unknown>) => {
      const cutoffs = new Map(among) as Map<string, Cutoff>;
      if (row.fault !== undefined) return { row, cutoffs, entity: undefined };
      const reader = new RowReader(table.file, row);
      const entity = readThing('cutoffs', reader, this.contextWith(cutoffs));
      this.scope.check(reader, 'cutoff_id', entity, this.cutoffs.findKnown(entity), this.cutoffs.isChange(entity));
      return { row, cutoffs, entity: reader.refused ? undefined : entity };
    };
    const idOf = ({ cells }: TableRow) => plain(cells.cutoff_id ?? '');
    const results = await readTogether(rows, idOf, this.cutoffs.all, read);
    return new Map(results.map(({ row, cutoffs }) => [row, cutoffs]));
  }

  private contextWith(cutoffs: ReadonlyMap<string, Cutoff>): NetworkContext {
    return {
      timeZone: this.input.timeZone,
      depots: this.depots.all,
      zoneIds: this.zoneIds,
      stations: this.stations.all,
      vehicles: this.vehicles.all,
      couriers: this.couriers.all,
      skus: this.skus.all,
      cutoffs,
      collectingWaves: this.collectingWaves,
    };
  }

  private readEntity(
    kind: TableKind,
    reader: RowReader,
    file: ImportedFile,
    compartments: Map<string, Vehicle['compartments'][number][]>,
    cutoffs: ReadonlyMap<string, Cutoff>,
  ): void {
    const context = this.contextWith(cutoffs);
    const take = <T extends Depot | Station | Sku | Vehicle | Courier | Cutoff | WaveRule>(
      into: EntityTable<T>,
      entity: T,
      column: string,
    ) => {
      this.scope.check(reader, column, entity, into.findKnown(entity), into.isChange(entity));
      if (reader.refused) return;
      const effect = into.take(entity);
      if (effect === 'again') reader.refuse(column, 'twice');
      else if (effect === 'unchanged') file.unchanged++;
      else file.taken++;
    };
    if (kind === 'depots') take(this.depots, readThing('depots', reader, context), 'depot_id');
    else if (kind === 'stations') {
      const read = readThing('stations', reader, context);
      // It keeps how its id was written first.
      const known = this.stations.all.get(foldId(read.stationId));
      take(this.stations, { ...read, stationId: known?.stationId ?? read.stationId }, 'station_id');
    } else if (kind === 'skus') take(this.skus, readThing('skus', reader, context), 'sku_id');
    else if (kind === 'couriers') take(this.couriers, readThing('couriers', reader, context), 'courier_id');
    else if (kind === 'cutoffs') take(this.cutoffs, readThing('cutoffs', reader, context), 'cutoff_id');
    else if (kind === 'wave_rules') take(this.waveRules, readThing('wave_rules', reader, context), 'rule_id');
    else if (kind === 'speed_profile') {
      const { hour, factor } = readSpeed(reader);
      if (!reader.refused) this.speeds.set(hour, factor);
    } else if (kind === 'vehicles') {
      const read = readThing('vehicles', reader, context);
      // What is known of the compartments stays until their own file says otherwise.
      take(
        this.vehicles,
        { ...read, compartments: this.vehicles.all.get(read.vehicleId)?.compartments ?? [] },
        'vehicle_id',
      );
    } else if (kind === 'vehicle_compartments') {
      const { vehicleId, ...compartment } = readCompartment(reader, context);
      if (!this.vehicles.all.has(vehicleId)) {
        reader.refuse('vehicle_id', 'unknown-vehicle', { id: vehicleId });
      }
      const parts = compartments.get(vehicleId) ?? [];
      if (parts.some((part) => part.compartmentNo === compartment.compartmentNo)) {
        reader.refuse('compartment_no', 'twice/compartment');
      }
      if (!reader.refused) compartments.set(vehicleId, [...parts, compartment]);
    }
  }

  private async countSpeeds(file: ImportedFile): Promise<void> {
    const known = await this.store.listSpeedProfiles();
    const same = [...this.depots.all.keys()].every((depotId) =>
      [...this.speeds].every(([hour, factor]) => known.get(depotId)?.[hour] === factor),
    );
    if (same) file.unchanged += this.speeds.size;
    else file.taken += this.speeds.size;
  }

  /** The hours that were taken; the record keeps what it holds of the others. */
  private speedProfile(): (number | undefined)[] | undefined {
    return this.speeds.size === 0 ? undefined : Array.from({ length: 24 }, (_, hour) => this.speeds.get(hour));
  }
}

/** Notes of which vehicle's compartment a row was refused; empty words where the row does not say. */
function notePart(refused: Map<string, Set<string>>, reader: RowReader): void {
  const vehicleId = plain(reader.raw('vehicle_id'));
  const number = plain(reader.raw('compartment_no'));
  const parts = refused.get(vehicleId) ?? new Set();
  refused.set(vehicleId, parts.add(/^\d+$/.test(number) ? String(Number(number)) : ''));
}
