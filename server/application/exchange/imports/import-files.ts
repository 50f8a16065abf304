import { isDeepStrictEqual } from 'node:util';
import { DispatchError, toldOf } from '../../../domain/dispatch-error.js';
import { foldId } from '../../../domain/fold-id.js';
import type { CollectingWave, Cutoff, WaveRule } from '../../../domain/network/cutoff.js';
import type { Courier, Depot, Sku, Station, Vehicle } from '../../../domain/network/network.js';
import type { OwnDepots } from '../../../domain/own-depots.js';
import { told } from '../../../domain/told.js';
import { DemoPresentError } from '../../beginning/demo-store.js';
import type { MapExtent } from '../../beginning/setup-steps.js';
import type { Clock, NewId } from '../../clock.js';
import { areaOf } from '../../network/areas.js';
import { type NetworkContext, readCompartment, readSpeed, readThing } from '../../network/network-rows.js';
import { readTogether } from '../../network/read-together.js';
import type {
  ImportedFile,
  ImportSummary,
  IntakeStore,
  NetworkChanges,
  ReadNetwork,
  WaveCount,
  WaveRegime,
} from '../../orders/intake-store.js';
import { fleetLimitsOf, type IncompleteOrders, OrderIntake } from '../../orders/order-intake.js';
import { readAgain } from '../../orders/read-again.js';
import { type ZoneWords, zoneWordsOf } from '../../tables/columns/written-values.js';
import { type Finding, makeFinding, type Table, type TableRow } from '../../tables/finding.js';
import { plain, RowReader } from '../../tables/row-reader.js';
import { type TableKind, tableKinds } from '../../tables/table-kinds.js';
import { datumByRoads, type RoadMeters } from './datum-by-roads.js';
import { headerKeyOf } from './drafts/guess-table.js';
import { type ImportMapping, type ImportMappingStore, readingOf } from './drafts/import-mapping.js';
import { ImportScope } from './import-scope.js';
import { type AddressedRow, StationPlaces } from './places/station-places.js';
import { positionWarnings, type ReadPlace } from './position-warnings.js';
import { readHeader, type TableChoice } from './read-header.js';

/** What is to be imported. Unreadable files come as findings of their own. */
export interface ImportInput {
  readonly tables: readonly Table[];
  /** Files that could not be opened as tables, with the reason. */
  readonly unreadable: readonly Finding[];
  /** From day.json; the default time zone of the installation otherwise. */
  readonly timeZone: string;
  readonly begunBy: string;
  /** Of an account of some depots: rows of others are refused, and what they refer to is unknown. */
  readonly depotIds?: OwnDepots;
  /** What people said of how tables are to be read, by their file names; of the others the header tells. */
  readonly choices?: ReadonlyMap<string, TableChoice>;
  /** Of the map in use: what lies outside of it is warned of. */
  readonly map?: MapBeside;
  /** What becomes of orders of which a line was refused; nothing of them is taken where nothing is said. */
  readonly incompleteOrders?: IncompleteOrders;
  readonly onProgress?: (rows: number) => void;
  readonly signal?: AbortSignal;
  /**
   * Publishes, with whatever must stand or fall together with it; by default just that.
   *
   * @param publish to be called once, inside of the transaction that the rest is written in.
   */
  readonly withPublish?: (publish: () => Promise<void>, outcome: ImportOutcome) => Promise<void>;
}

export interface ImportOutcome {
  readonly importId: string;
  readonly summary: ImportSummary;
  /** All findings, refused ones first in each file's own order. */
  readonly findings: readonly Finding[];
}

/**
 * Takes a day's files into the record: every row taken, or refused with its reason; all of it at once or nothing. Where
 * a wave closes, somebody else takes an order of the files or changes what they refer to while they are read, they are
 * read again.
 */
export type ImportFiles = (input: ImportInput) => Promise<ImportOutcome>;

/** The map in use: degrees around its roads, and how far places lie from these, where they can be asked. */
export interface MapBeside extends MapExtent {
  readonly roadMeters?: RoadMeters;
}

/** Undefined where no map is in use. */
export type FindExtent = () => MapBeside | undefined;

/**
 * @param mappings kept ones: a table of the very same headers is read by them.
 * @param findExtent of the map in use, where there is one; asked for each import.
 */
export function makeImportFiles(
  store: IntakeStore,
  clock: Clock,
  newId: NewId,
  mappings?: Pick<ImportMappingStore, 'list'>,
  findExtent: FindExtent = () => undefined,
): ImportFiles {
  const attempt = async (input: ImportInput): Promise<ImportOutcome> => {
    const importId = newId('imp');
    return store.whileReading(importId, async () => {
      await store.beginImport(importId, input.begunBy, clock.now(), input.depotIds);
      return read(importId, input);
    });
  };
  const read = async (importId: string, given: ImportInput): Promise<ImportOutcome> => {
    const kept = mappings === undefined ? [] : await mappings.list(given.depotIds);
    const input = { map: findExtent(), ...given, choices: withKept(given, kept) };
    const session = new ImportSession(importId, store, input);
    try {
      await session.run();
      await store.saveFindings(importId, session.findings);
      const outcome = { importId, summary: session.summary(), findings: session.findings };
      const counted = { ...session.orders.staged, findings: session.findings.length };
      const publish = () =>
        store.publish(
          importId,
          session.changes(),
          session.networkBefore(),
          session.orders.waves(),
          counted,
          outcome.summary,
          clock.now(),
        );
      await (input.withPublish === undefined ? publish() : input.withPublish(publish, outcome));
      return outcome;
    } catch (error) {
      // Where the database is away this fails as well; what went wrong first is what is told.
      await store.abandon(importId, session.summary(), toldOf(error), clock.now()).catch(() => undefined);
      throw error;
    }
  };
  return (input) => readAgain(() => attempt(input));
}

/** The tables that nobody said anything of and whose headers are a kept mapping's are read by it. */
function withKept({ tables, choices }: ImportInput, kept: readonly ImportMapping[]): Map<string, TableChoice> {
  const all = new Map(choices);
  for (const { file, columns, isOurs } of tables) {
    const key = headerKeyOf(columns);
    const found = isOurs || all.has(file) ? undefined : kept.find(({ headerKey }) => headerKey === key);
    if (found !== undefined) all.set(file, { reading: readingOf(found.mapping), mapping: found.name });
  }
  return all;
}

/** What an import would do: all that it found, and what it would make of the things that are known. */
export interface ReadFiles {
  readonly summary: ImportSummary;
  readonly findings: readonly Finding[];
  readonly changes: readonly ChangedThing[];
  /** Which waves the orders would go to. */
  readonly waves: readonly WaveCount[];
  /** Rows of new stations that lack coordinates and have an address. */
  readonly addressed: readonly AddressedRow[];
}

/** A thing of the network before and after; without `before` it is new. */
export interface ChangedThing {
  readonly kind: 'depots' | 'stations' | 'skus' | 'vehicles' | 'couriers' | 'cutoffs' | 'wave_rules';
  readonly before: object | undefined;
  readonly after: object;
}

/** Reads files as an import does, against the record as it is, and writes nothing. */
export async function readFiles(store: IntakeStore, input: ImportInput): Promise<ReadFiles> {
  const session = new ImportSession('', { ...store, stageOrders: async () => undefined }, input);
  await session.run();
  return {
    summary: session.summary(),
    findings: session.findings,
    changes: session.changedThings(),
    waves: session.orders.wavesChosen(),
    addressed: session.addressed(),
  };
}

/** One import while it runs: what is known, what was read, what it found. */
class ImportSession {
  readonly findings: Finding[] = [];
  readonly orders: OrderIntake;
  private readonly files = new Map<string, ImportedFile>();
  private readonly depots = new EntityTable<Depot>((depot) => depot.depotId);
  private readonly stations = new EntityTable<Station>((station) => foldId(station.stationId));
  private readonly skus = new EntityTable<Sku>((sku) => foldId(sku.skuId));
  private readonly vehicles = new EntityTable<Vehicle>((vehicle) => vehicle.vehicleId);
  private readonly couriers = new EntityTable<Courier>((courier) => courier.courierId);
  private readonly cutoffs = new EntityTable<Cutoff>((cutoff) => cutoff.cutoffId);
  private readonly waveRules = new EntityTable<WaveRule>((rule) => rule.ruleId);
  private readonly speeds = new Map<number, number>();
  private readonly scope: ImportScope;
  private zoneIds = new Set<string>();
  private zoneWords: ZoneWords = new Map();
  private version = '';
  /** As the record has them. */
  private waves: WaveRegime = { depots: [], cutoffs: [], waveRules: [] };
  private collectingWaves: readonly CollectingWave[] = [];
  /** Read when the first table of stations is. */
  private places: StationPlaces | undefined;
  private rowsRead = 0;
  private findingCharacters = 0;

  constructor(
    importId: string,
    private readonly store: IntakeStore,
    private readonly input: ImportInput,
  ) {
    this.scope = new ImportScope(input.depotIds);
    this.orders = new OrderIntake(importId, store, (finding) => this.note(finding), input.incompleteOrders);
  }

  async run(): Promise<void> {
    await this.loadRecord();
    for (const finding of this.input.unreadable) this.noteFile(finding);
    const byKind = new Map<TableKind, Table[]>();
    for (const finding of noticesOf(this.input.tables)) this.note(finding);
    for (const table of this.input.tables) {
      const read = readHeader(table, this.input.choices?.get(table.file), this.zoneWords, (finding) =>
        this.note(finding),
      );
      if ('refused' in read) {
        this.noteFile(read.refused);
        continue;
      }
      const mapping = this.input.choices?.get(table.file)?.mapping;
      const file = newFile(table.file, read.kind);
      this.files.set(table.file, mapping === undefined ? file : { ...file, mapping });
      byKind.set(read.kind, [...(byKind.get(read.kind) ?? []), read.table]);
    }
    for (const kind of tableKinds) {
      const tables = byKind.get(kind) ?? [];
      if (kind === 'orders' || kind === 'order_lines' || kind === 'flat_orders') continue;
      for (const table of tables) await this.readNetwork(table, kind);
    }
    await this.assertNotBesideDemo();
    this.giveAreas();
    await this.orders.open({
      depots: this.depots.all,
      stations: this.stations.all,
      skus: this.skus.all,
      fleetLimits: fleetLimitsOf(this.vehicles.all.values()),
      rules: await this.store.listPriorityRules(),
      cutoffs: [...this.cutoffs.all.values()],
      waveRules: [...this.waveRules.all.values()],
    });
    const each = (table: Table) => this.eachRow(table);
    await this.orders.readPairs(byKind.get('orders') ?? [], byKind.get('order_lines') ?? [], each);
    for (const table of byKind.get('flat_orders') ?? []) await this.orders.readFlat(table, each);
    this.orders.count(this.files);
    if (this.isOfStrangeStations()) await this.assertNotBesideDemo(true);
  }

  summary(): ImportSummary {
    return { files: [...this.files.values()] };
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
  networkBefore(): ReadNetwork {
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

  private async loadRecord(): Promise<void> {
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
    this.zoneWords = zoneWordsOf(zones);
  }

  /**
   * Own stations and vehicles would join the demo's only depot without a word, and go with it.
   *
   * @param isOwn whether there is something of one's own for another reason.
   * @throws DemoPresentError
   */
  private async assertNotBesideDemo(isOwn = false): Promise<void> {
    const tables = [this.depots, this.stations, this.skus, this.vehicles, this.couriers, this.cutoffs, this.waveRules];
    if ((isOwn || tables.some((table) => table.hasAdded())) && (await this.store.hasDemo()))
      throw new DemoPresentError();
  }

  /** Whether there are orders, and every one is for a station that is not there. */
  private isOfStrangeStations(): boolean {
    const counted = [...this.files.values()];
    const isTaken = counted.some(({ taken, unchanged }) => taken + unchanged > 0);
    const refused = this.findings.filter(({ level }) => level === 'refused');
    const isStrange = refused.some(({ code }) => code === 'unknown-station');
    // The lines of refused orders are refused for that.
    return !isTaken && isStrange && refused.every(({ code }) => code === 'unknown-station' || code === 'unknown-order');
  }

  private async readNetwork(table: Table, kind: TableKind): Promise<void> {
    const file = this.files.get(table.file)!;
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
      else this.noteFault(table.file, row);
      if (place !== undefined) places.push({ ...place, isTaken: !reader.refused });
      for (const finding of reader.findings) this.note(finding);
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
    for (const finding of odd) this.note(finding);
    if (kind !== 'stations' || map?.roadMeters === undefined || odd.some(({ code }) => code === 'other-datum')) return;
    // A map whose roads do not answer tells nothing, and stands in nobody's way.
    const guessed = await datumByRoads(table.file, places, datum, map.roadMeters, signal).catch((error: unknown) => {
      if (error instanceof DispatchError) return undefined;
      throw error;
    });
    if (guessed !== undefined) this.note(guessed);
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

  /** Stations without an area of their own get one by where they lie. */
  private giveAreas(): void {
    for (const depotId of this.depots.all.keys()) {
      const stations = [...this.stations.all.values()].filter((station) => station.depotId === depotId);
      const nameOf = areaOf(stations.map((station) => station.position));
      for (const station of stations) {
        if (station.area === '') this.stations.put({ ...station, area: nameOf(station.position) });
      }
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

  private async *eachRow(table: Table): AsyncGenerator<TableRow> {
    for await (const row of table.rows()) {
      // Reading may go on from memory without a pause: let others have their turn.
      if (++this.rowsRead % rowsPerTurn === 0) await new Promise(setImmediate);
      if (this.rowsRead % 1000 === 0) {
        this.input.signal?.throwIfAborted();
        this.input.onProgress?.(this.rowsRead);
      }
      yield row;
    }
  }

  private noteFile(finding: Finding): void {
    const file = newFile(finding.file, 'unknown');
    file.refused = 1;
    this.files.set(finding.file, file);
    this.note(finding);
  }

  private noteFault(file: string, row: TableRow): void {
    const { sentence, facts, value } = row.fault!;
    this.note(makeFinding('refused', { file, line: row.line, column: '', value }, sentence, facts));
  }

  private note(finding: Finding): void {
    this.findingCharacters += finding.value.length + finding.reason.length;
    if (this.findings.length >= findingLimit || this.findingCharacters > findingCharacterLimit) {
      throw new DispatchError(
        'too-many-findings',
        told`More than ${this.findings.length} rows have faults. Check that the file is the right one.`,
      );
    }
    this.findings.push(finding);
  }
}

/** What is to be told of how tables were opened, that of a workbook once. */
function noticesOf(tables: readonly Table[]): Finding[] {
  const told = new Map<string, Finding>();
  for (const { file, notices = [] } of tables) {
    for (const { sentence, facts, workbook = file } of notices) {
      const place = { file: workbook, line: 0, column: '', value: '' };
      told.set(`${workbook} ${sentence}`, makeFinding('warned', place, sentence, facts));
    }
  }
  return [...told.values()];
}

/** Notes of which vehicle's compartment a row was refused; empty words where the row does not say. */
function notePart(refused: Map<string, Set<string>>, reader: RowReader): void {
  const vehicleId = plain(reader.raw('vehicle_id'));
  const number = plain(reader.raw('compartment_no'));
  const parts = refused.get(vehicleId) ?? new Set();
  refused.set(vehicleId, parts.add(/^\d+$/.test(number) ? String(Number(number)) : ''));
}

/** Some 10 ms of work on a slow machine. */
const rowsPerTurn = 100;

/** Beyond this a file is not dirty but wrong. */
const findingLimit = 200_000;
/** What the values and reasons of the findings may have together, for they are held in memory until the end. */
const findingCharacterLimit = 40_000_000;

function newFile(file: string, kind: string): ImportedFile {
  return { file, kind, rows: 0, taken: 0, unchanged: 0, warned: 0, refused: 0 };
}

/** Rows of one kind by id: what the record holds, overlaid by what this import takes. */
class EntityTable<T> {
  readonly all = new Map<string, T>();
  private readonly known = new Map<string, T>();
  private readonly taken = new Set<string>();

  constructor(private readonly idOf: (entity: T) => string) {}

  load(entities: readonly T[]): void {
    for (const entity of entities) {
      this.known.set(this.idOf(entity), entity);
      this.all.set(this.idOf(entity), entity);
    }
  }

  /** What the record holds under the entity's id. */
  findKnown(entity: T): T | undefined {
    return this.known.get(this.idOf(entity));
  }

  /** Whether the record holds something else, or nothing, under this id. */
  isChange(entity: T): boolean {
    const before = this.findKnown(entity);
    return before === undefined || !isDeepStrictEqual(sameArea(entity, before), before);
  }

  take(entity: T): 'added' | 'changed' | 'unchanged' | 'again' {
    const id = this.idOf(entity);
    if (this.taken.has(id)) return 'again';
    this.taken.add(id);
    const before = this.known.get(id);
    this.all.set(id, sameArea(entity, before));
    if (before === undefined) return 'added';
    return isDeepStrictEqual(this.all.get(id), before) ? 'unchanged' : 'changed';
  }

  put(entity: T): void {
    this.all.set(this.idOf(entity), entity);
  }

  hasAdded(): boolean {
    return [...this.taken].some((id) => !this.known.has(id));
  }

  changedPairs(): { before: T | undefined; after: T }[] {
    return this.changed().map((after) => ({ before: this.known.get(this.idOf(after)), after }));
  }

  /** Those of the changed ones that the record holds, as it holds them. */
  changedBefore(): T[] {
    return this.changedPairs().flatMap(({ before }) => (before === undefined ? [] : [before]));
  }

  changed(): T[] {
    return [...this.all]
      .filter(([id, entity]) => !isDeepStrictEqual(entity, this.known.get(id)))
      .map(([, entity]) => entity);
  }
}

/** A station whose file names no area keeps the one that it was given before. */
function sameArea<T>(entity: T, before: T | undefined): T {
  const next = entity as { area?: string };
  const known = before as { area?: string } | undefined;
  return next.area === '' && known?.area !== undefined ? { ...entity, area: known.area } : entity;
}
