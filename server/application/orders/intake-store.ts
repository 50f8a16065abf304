import type { ToldFault } from '../../domain/dispatch-error.js';
import type { BusinessDate } from '../../domain/local-time.js';
import type { CollectingWave, Cutoff, WaveRule } from '../../domain/network/cutoff.js';
import type { Courier, Depot, Sku, SpeedProfile, Station, Vehicle } from '../../domain/network/network.js';
import type { TemperatureZone } from '../../domain/network/temperature-zone.js';
import type { CustomerTier, OrderClass, OrderLine } from '../../domain/orders/order.js';
import type { PriorityRule } from '../../domain/orders/priority.js';
import type { OwnDepots } from '../../domain/own-depots.js';
import type { RememberedPlace } from '../network/remembered-places.js';
import type { Finding } from '../tables/finding.js';
import type { KnownWave } from './wave-choice.js';

/** Depots, stations and the rest that an import adds or changes; rows that change nothing are not among them. */
export interface NetworkChanges {
  readonly depots: readonly Depot[];
  /** By hour, where it is said. Written for one depot, or for every depot of the record where none is named. */
  readonly speedProfile: readonly (number | undefined)[] | undefined;
  readonly speedProfileDepotIds?: OwnDepots;
  readonly stations: readonly Station[];
  readonly skus: readonly Sku[];
  readonly vehicles: readonly Vehicle[];
  readonly couriers: readonly Courier[];
  readonly cutoffs: readonly Cutoff[];
  readonly wave_rules: readonly WaveRule[];
}

/** What an import read of the network before it read the files. */
export interface ReadNetwork {
  /** Told by the record before the first of it was read; another one later where anything was changed. */
  readonly version: string;
  /** The things that are changed, as they were. */
  readonly before: Omit<NetworkChanges, 'speedProfile' | 'speedProfileDepotIds'>;
  readonly waves: WaveRegime;
}

/** What the waves of orders follow from, of whatever depots. */
export interface WaveRegime {
  readonly depots: readonly Depot[];
  readonly cutoffs: readonly Cutoff[];
  readonly waveRules: readonly WaveRule[];
}

/** An order ready to be written: everything that follows from its rows. */
export interface TakenOrder {
  readonly depotId: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly customerTier: CustomerTier;
  readonly stationId: string;
  readonly placedAt: Date;
  /** Of the wave that takes it. */
  readonly deliveryDate: BusinessDate;
  /** The one asked for. */
  readonly requestedDate: BusinessDate;
  readonly waveId: string;
  readonly orderClass: OrderClass;
  readonly area: string;
  readonly priority: number;
  readonly grams: number;
  readonly milliliters: number;
  readonly note: string;
  readonly lines: readonly OrderLine[];
}

/** What the record holds of an order that was taken before: enough to tell "the same again" from "another". */
export interface KnownOrder {
  readonly orderId: string;
  readonly customerId: string;
  readonly customerTier: CustomerTier;
  readonly stationId: string;
  /** Milliseconds since 1970. */
  readonly placedAtMilliseconds: number;
  /** Of the wave that took it. */
  readonly deliveryDate: BusinessDate;
  /** The one asked for; null of orders of before it was kept. */
  readonly requestedDate: BusinessDate | null;
  readonly note: string;
  /** `SKU × quantity` of each line in line order; none where it is cancelled. */
  readonly lines: readonly { readonly skuId: string; readonly quantity: number }[];
  readonly isCancelled: boolean;
  /** As it was before the first change by hand; null where there was none. */
  readonly sent: Pick<KnownOrder, 'stationId' | 'deliveryDate' | 'lines'> | null;
}

/** A wave that an import opens or adds to. */
export interface WaveOpening {
  readonly depotId: string;
  readonly waveId: string;
  readonly deliveryDate: BusinessDate;
  readonly sequence: number;
  readonly cutoffAt: Date;
  readonly timeZone: string;
  /** Of its cutoff; empty and undefined where it has none. */
  readonly name: string;
  readonly cutoffId: string | undefined;
}

/** How many of the orders of an import go to a wave, and by what: their own word, a rule, or the cutoffs alone. */
export interface WaveCount {
  readonly waveId: string;
  readonly deliveryDate: BusinessDate;
  /** Of its cutoff; empty where it has none. */
  readonly name: string;
  readonly by: 'order' | 'rule' | 'cutoff';
  readonly ruleId: string | undefined;
  readonly orders: number;
}

/** What an import wrote beside the record, counted as it was read. */
export interface CountedRows {
  readonly orders: number;
  readonly lines: number;
  readonly findings: number;
}

/** Why an import failed. */
export type ImportError = ToldFault;

export interface ImportSummary {
  readonly files: readonly ImportedFile[];
}

/** What became of one file. `taken` counts rows added or changed. */
export interface ImportedFile {
  readonly file: string;
  readonly kind: string;
  /** The kept mapping that it was read by. */
  readonly mapping?: string;
  rows: number;
  taken: number;
  unchanged: number;
  warned: number;
  refused: number;
}

/** The record as an import reads and writes it. Every call is a short transaction of its own, `publish` included. */
export interface IntakeStore {
  /** Of the network; another one after every change. */
  version(): Promise<string>;
  listDepots(): Promise<Depot[]>;
  listStations(): Promise<Station[]>;
  listSkus(): Promise<Sku[]>;
  listVehicles(): Promise<Vehicle[]>;
  listCouriers(): Promise<Courier[]>;
  listCutoffs(): Promise<Cutoff[]>;
  listWaveRules(): Promise<WaveRule[]>;
  listSpeedProfiles(): Promise<ReadonlyMap<string, SpeedProfile>>;
  listZones(): Promise<TemperatureZone[]>;
  listPriorityRules(): Promise<PriorityRule[]>;
  /** Of these depots. */
  listPlaces(depotIds: OwnDepots): Promise<RememberedPlace[]>;
  /** Waves that are closed, or further ones of their date. */
  listKnownWaves(): Promise<KnownWave[]>;
  listCollectingWaves(): Promise<CollectingWave[]>;
  findOrders(orderIds: readonly string[]): Promise<KnownOrder[]>;
  /** Whether the demo's depots are in the record. */
  hasDemo(): Promise<boolean>;

  beginImport(importId: string, begunBy: string, begunAt: Date, depotIds: OwnDepots): Promise<void>;
  /** Says for as long as the work goes on that a process reads the import, so that no other ends it as interrupted. */
  whileReading<T>(importId: string, work: () => Promise<T>): Promise<T>;
  /**
   * Ends the imports whose process is gone as `import-interrupted`; what they staged is removed.
   *
   * @returns their ids.
   */
  endInterrupted(): Promise<string[]>;

  /**
   * Writes orders beside the record, under the import's id; nobody sees them before `publish`.
   *
   * @throws DispatchError `import-interrupted` when the import was ended as such meanwhile.
   */
  stageOrders(importId: string, orders: readonly TakenOrder[]): Promise<void>;
  /**
   * Writes the network's changes, moves the staged orders into the record and ends the import, all at once.
   *
   * @param counted what was staged and found while the files were read: just that is published, or nothing.
   * @throws ConflictError `wave-closed` or `order-id-taken` when a wave was closed or an order id taken since the import
   *   began, `network-changed` when something that it refers to was deleted, or something that it changes was changed:
   *   read again, and it will fit.
   * @throws DispatchError `import-interrupted` when not all that was staged is there any more, or the import was ended.
   */
  publish(
    importId: string,
    network: NetworkChanges,
    read: ReadNetwork,
    waves: readonly WaveOpening[],
    counted: CountedRows,
    summary: ImportSummary,
    endedAt: Date,
  ): Promise<void>;
  saveFindings(importId: string, findings: readonly Finding[]): Promise<void>;
  /** Ends an import that cannot go on; what it staged is removed. `error` is what is told of it. */
  abandon(importId: string, summary: ImportSummary, error: ImportError, endedAt: Date): Promise<void>;
  /** Removes one that nobody was told of, because another of the same request was first. */
  forget(importId: string): Promise<void>;
}
