import { toldOf } from '../../../domain/dispatch-error.js';
import type { OwnDepots } from '../../../domain/own-depots.js';
import { DemoPresentError } from '../../beginning/demo-store.js';
import type { Clock, NewId } from '../../clock.js';
import type { ImportSummary, IntakeStore, WaveCount } from '../../orders/intake-store.js';
import { type IncompleteOrders, OrderIntake } from '../../orders/order-intake.js';
import { fleetLimitsOf } from '../../orders/order-rows.js';
import { readAgain } from '../../orders/read-again.js';
import { AnsweredMeanwhileError } from '../../repeat.js';
import { type Finding, makeFinding, type Table, type TableRow } from '../../tables/finding.js';
import { type TableKind, tableKinds } from '../../tables/table-kinds.js';
import type { FindExtent, MapBeside } from './datum-by-roads.js';
import { headerKeyOf } from './drafts/guess-table.js';
import { type ImportMapping, type ImportMappingStore, readingOf } from './drafts/import-mapping.js';
import { ImportFindings } from './import-findings.js';
import { type ChangedThing, NetworkIntake } from './network-intake.js';
import type { AddressedRow } from './places/station-places.js';
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
      await store.saveFindings(importId, session.findings.all);
      const outcome = { importId, summary: session.summary(), findings: session.findings.all };
      const counted = { ...session.orders.staged, findings: session.findings.all.length };
      const publish = () =>
        store.publish(
          importId,
          session.network.changes(),
          session.network.before(),
          session.orders.waves(),
          counted,
          outcome.summary,
          clock.now(),
        );
      await (input.withPublish === undefined ? publish() : input.withPublish(publish, outcome));
      return outcome;
    } catch (error) {
      // Where the database is away this fails as well; what went wrong first is what is told.
      const undone =
        error instanceof AnsweredMeanwhileError
          ? store.forget(importId)
          : store.abandon(importId, session.summary(), toldOf(error), clock.now());
      await undone.catch(() => undefined);
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

/** Reads files as an import does, against the record as it is, and writes nothing. */
export async function readFiles(store: IntakeStore, input: ImportInput): Promise<ReadFiles> {
  const session = new ImportSession('', { ...store, stageOrders: async () => undefined }, input);
  await session.run();
  return {
    summary: session.summary(),
    findings: session.findings.all,
    changes: session.network.changedThings(),
    waves: session.orders.wavesChosen(),
    addressed: session.network.addressed(),
  };
}

/** One import while it runs: what is known, what was read, what it found. */
class ImportSession {
  readonly findings = new ImportFindings();
  readonly network: NetworkIntake;
  readonly orders: OrderIntake;
  private rowsRead = 0;

  constructor(
    importId: string,
    private readonly store: IntakeStore,
    private readonly input: ImportInput,
  ) {
    this.network = new NetworkIntake(store, input, this.findings, (table) => this.eachRow(table));
    this.orders = new OrderIntake(importId, store, (finding) => this.findings.add(finding), input.incompleteOrders);
  }

  async run(): Promise<void> {
    const { network, orders, findings, input } = this;
    const zoneWords = await network.load();
    for (const finding of input.unreadable) findings.refuseFile(finding);
    for (const finding of noticesOf(input.tables)) findings.add(finding);
    const byKind = new Map<TableKind, Table[]>();
    for (const table of input.tables) {
      const choice = input.choices?.get(table.file);
      const read = readHeader(table, choice, zoneWords, (finding) => findings.add(finding));
      if ('refused' in read) {
        findings.refuseFile(read.refused);
        continue;
      }
      findings.beginFile(table.file, read.kind, choice?.mapping);
      byKind.set(read.kind, [...(byKind.get(read.kind) ?? []), read.table]);
    }
    for (const kind of tableKinds) {
      if (kind === 'orders' || kind === 'order_lines' || kind === 'flat_orders') continue;
      for (const table of byKind.get(kind) ?? []) await network.read(table, kind);
    }
    if (network.hasAdded()) await this.assertNotBesideDemo();
    network.giveAreas();
    await orders.open({
      depots: network.depots.all,
      stations: network.stations.all,
      skus: network.skus.all,
      fleetLimits: fleetLimitsOf(network.vehicles.all.values()),
      rules: await this.store.listPriorityRules(),
      cutoffs: [...network.cutoffs.all.values()],
      waveRules: [...network.waveRules.all.values()],
    });
    const each = (table: Table) => this.eachRow(table);
    await orders.readPairs(byKind.get('orders') ?? [], byKind.get('order_lines') ?? [], each);
    for (const table of byKind.get('flat_orders') ?? []) await orders.readFlat(table, each);
    orders.count(findings.files);
    if (this.isOfStrangeStations()) await this.assertNotBesideDemo();
  }

  summary(): ImportSummary {
    return { files: [...this.findings.files.values()] };
  }

  /**
   * Own stations and vehicles would join the demo's only depot without a word, and go with it.
   *
   * @throws DemoPresentError
   */
  private async assertNotBesideDemo(): Promise<void> {
    if (await this.store.hasDemo()) throw new DemoPresentError();
  }

  /** Whether there are orders, and every one is for a station that is not there. */
  private isOfStrangeStations(): boolean {
    const counted = [...this.findings.files.values()];
    const isTaken = counted.some(({ taken, unchanged }) => taken + unchanged > 0);
    const refused = this.findings.all.filter(({ level }) => level === 'refused');
    const isStrange = refused.some(({ code }) => code === 'unknown-station');
    // The lines of refused orders are refused for that.
    return !isTaken && isStrange && refused.every(({ code }) => code === 'unknown-station' || code === 'unknown-order');
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

/** Some 10 ms of work on a slow machine. */
const rowsPerTurn = 100;
