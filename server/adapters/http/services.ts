import type { Writable } from 'node:stream';
import type { Accounts } from '../../application/accounts/accounts.js';
import type { AuditReader } from '../../application/accounts/audit-reader.js';
import type { InvitePeople } from '../../application/accounts/invite-people.js';
import type { ManagePeople } from '../../application/accounts/manage-people.js';
import type { CardBook } from '../../application/accounts/sign-in-cards.js';
import type { BackupHealth } from '../../application/backups/keep-backups.js';
import type { DemoStore } from '../../application/beginning/demo-store.js';
import type { MapExtent, ReadSetupFigures } from '../../application/beginning/setup-steps.js';
import type { CaseStore } from '../../application/cases/case-store.js';
import type { Clock, NewId } from '../../application/clock.js';
import type { FieldStore } from '../../application/delivery/field-store.js';
import type { ReportDesk } from '../../application/delivery/report-desk.js';
import type { RunReader } from '../../application/delivery/run-reader.js';
import type { VehiclePosition } from '../../application/delivery/vehicle-positions.js';
import type { ProgressReader } from '../../application/delivery/wave-progress.js';
import type { EventScope, ToldFact } from '../../application/exchange/event-reader.js';
import type { Exports } from '../../application/exchange/exports/export-request.js';
import type { ExportTable } from '../../application/exchange/exports/export-table.js';
import type { ImportDrafts } from '../../application/exchange/imports/drafts/import-drafts.js';
import type { ImportMappingStore } from '../../application/exchange/imports/drafts/import-mapping.js';
import type { ImportFiles } from '../../application/exchange/imports/import-files.js';
import type { DraftPlaces } from '../../application/exchange/imports/places/draft-places.js';
import type { TestWebhook } from '../../application/exchange/webhooks/test-webhook.js';
import type { WebhookStore } from '../../application/exchange/webhooks/webhook-store.js';
import type { JobRunner } from '../../application/jobs.js';
import type { ChangeMany } from '../../application/network/change-many.js';
import type { ChangeNetwork } from '../../application/network/change-network.js';
import type { Overview } from '../../application/network/overview.js';
import type { PhotoStore } from '../../application/network/photo-store.js';
import type { PlaceStore } from '../../application/network/remembered-places.js';
import type { Endings } from '../../application/network/remove-from-network.js';
import type { ChangeOrders } from '../../application/orders/change-orders.js';
import type { OrderDesk } from '../../application/orders/order-desk.js';
import type { EditPlan } from '../../application/planning/edits/edit-plan.js';
import type { ReadRouteKpis } from '../../application/planning/loading/read-route-kpis.js';
import type { PlanStore } from '../../application/planning/plan-store.js';
import type { ReadPlanTravel } from '../../application/planning/plan-travel.js';
import type { Replan } from '../../application/planning/replanning/replan.js';
import type { Finding, Table } from '../../application/tables/finding.js';
import type { EndReport } from '../../application/traffic/end-report.js';
import type { ReportedTraffic, TrafficRequest } from '../../application/traffic/report-traffic.js';
import type { RestrictVehicles } from '../../application/traffic/restrict-vehicles.js';
import type { RestrictionStore } from '../../application/traffic/restriction-store.js';
import type { TakenTrack, Track } from '../../application/traffic/take-track.js';
import type { LookAtRoads } from '../../application/traffic/traffic-state.js';
import type { TrafficStore } from '../../application/traffic/traffic-store.js';
import type { FindRoad } from '../../application/travel/find-road.js';
import type { ReadLegSources } from '../../application/travel/leg-sources.js';
import type { PickList } from '../../application/warehouse/pick-list-store.js';
import type { ToteStore } from '../../application/waves/tote-store.js';
import type { FurtherWaves, WaveStore } from '../../application/waves/wave-store.js';
import type { NetworkKind } from '../../domain/network/attributes/things.js';
import type { Datum } from '../../domain/network/datum.js';
import type { Station } from '../../domain/network/network.js';
import type { PriorityRule } from '../../domain/orders/priority.js';
import type { OwnDepots } from '../../domain/own-depots.js';
import type { Plan } from '../../domain/planning/plan.js';
import type { Language } from '../../domain/told.js';
import type { ListName, ListRows } from './list-rows.js';
import type { Page } from './shared-contract.js';

/** What the API's handlers need; compose.ts supplies it. */
export interface HttpServices {
  readonly accounts: Accounts;
  readonly invitePeople: InvitePeople;
  readonly people: ManagePeople;
  /** Cards as a PDF file; the stream stays open. */
  writeCards(book: CardBook, out: Writable): Promise<void>;
  /** Where the pages are reached from outside, where the settings say so. */
  readonly publicUrl: string | undefined;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly waves: WaveStore;
  readonly totes: ToteStore;
  readonly furtherWaves: FurtherWaves;
  readonly plans: PlanStore;
  readonly editPlan: EditPlan;
  readonly replan: Replan;
  readonly importFiles: ImportFiles;
  readonly importDrafts: ImportDrafts;
  readonly importMappings: ImportMappingStore;
  readonly draftPlaces: DraftPlaces;
  readonly rememberedPlaces: PlaceStore;
  /** Writes tables as one file; as CSV one behind the other. */
  writeTables(tables: readonly ExportTable[], format: 'xlsx' | 'csv', out: Writable): Promise<void>;
  readonly orderDesk: OrderDesk;
  readonly changeNetwork: ChangeNetwork;
  readonly changeMany: ChangeMany;
  readonly endings: Endings;
  readonly photos: PhotoStore;
  readonly findRoad: FindRoad;
  networkOverview(kind: NetworkKind, depotIds: OwnDepots): Promise<Overview>;
  readonly jobs: JobRunner;
  readonly backups: {
    health(): Promise<BackupHealth>;
    /** @throws DispatchError no-backup-folder when none can be made here. */
    assertFolder(): void;
  };
  readonly demo: Pick<DemoStore, 'find' | 'want' | 'choose' | 'listAdded' | 'beginRemoval'>;
  readonly webhooks: WebhookStore;
  readonly testWebhook: TestWebhook;
  readonly audit: AuditReader;
  /** Rows of the audit as the lines of a CSV file, the header first. */
  auditCsv(rows: AsyncIterable<ListRows['audit']>): AsyncIterable<string>;
  /** @throws InvalidInputError for an address that no webhook may be sent to. */
  assertSendable(url: string): URL;
  readonly field: FieldStore;
  readonly reportDesk: ReportDesk;
  readonly traffic: TrafficStore;
  readonly readPlanTravel: ReadPlanTravel;
  readonly readRouteKpis: ReadRouteKpis;
  readonly readLegSources: ReadLegSources;
  readonly readTrafficState: LookAtRoads;
  readonly endReport: EndReport;
  readonly restrictions: Pick<RestrictionStore, 'list'>;
  readonly restrictVehicles: RestrictVehicles;
  /** Which restrictions the routing engine in use holds. */
  heldRestrictions(): 'all' | 'areas' | 'none';
  reportTraffic(request: TrafficRequest): Promise<ReportedTraffic>;
  takeTrack(track: Track): Promise<TakenTrack>;
  readonly timeZone: string;
  /** Aborted when the server begins to stop: answers that would go on for ever end. */
  readonly stopping: AbortSignal;
  giveToCourier(
    run: { readonly runId: string; readonly version: number; readonly depotIds: OwnDepots },
    courierId: string | null,
    by: string,
    at: Date,
  ): Promise<void>;
  readonly cases: CaseStore;
  /** @throws NotFoundError also for a claim of another depot. */
  setClaimStatus(
    claim: { readonly claimId: string; readonly depotIds: OwnDepots },
    status: 'open' | 'settled',
    note: string,
    by: string,
    at: Date,
  ): Promise<void>;
  replacePriorityRules(rules: readonly PriorityRule[], by: string, at: Date): Promise<void>;
  /** A page of a list by its name; with a depot only its rows. */
  list<Name extends ListName>(
    name: Name,
    filters: Readonly<Record<string, unknown>>,
    page: { limit: number; cursor?: string },
    depotIds: OwnDepots,
  ): Promise<Page<ListRows[Name]>>;
  /** @throws NotFoundError when the list has no such row, or one of another depot. */
  item<Name extends ListName>(name: Name, id: string, depotIds: OwnDepots): Promise<ListRows[Name]>;
  filtersOf(name: ListName): string[];
  orderChain(orderId: string, depotIds: OwnDepots): Promise<{ readonly orderId: string; readonly version: number }>;
  readonly changeOrders: ChangeOrders;
  readonly runs: RunReader;
  readonly progress: ProgressReader;
  pickList(pickListId: string, depotIds: OwnDepots): Promise<PickList>;
  listPickLists(filter: { waveId?: string; zoneId?: string }, depotIds: OwnDepots): Promise<PickList[]>;
  planGeoJson(plan: Plan, language: Language): Promise<object>;
  readonly exports: Exports;
  /** @throws InvalidInputError when the corners are no area. */
  stationsInArea(corners: readonly (readonly [number, number])[], depotIds: OwnDepots): Promise<Station[]>;
  vehiclePositions(waveId: string, depotIds: OwnDepots, signal: AbortSignal): Promise<VehiclePosition[]>;
  /** Opens uploaded files as tables. */
  openTables(
    paths: readonly string[],
  ): Promise<{ tables: readonly Table[]; unreadable: readonly Finding[]; timeZone: string | undefined }>;
  /** Facts since an event, the oldest first, as far as the reader may see them. */
  eventsAfter(eventId: number, scope: EventScope, most?: number): Promise<ToldFact[]>;
  lastEventId(): Promise<number>;
  /** What the record is kept in and which engine asks the roads: for admins. */
  installation(): { version: string; storage: string; routing: string; estimated: boolean };
  readonly readSetupFigures: ReadSetupFigures;
  /** The map in use of this server; undefined where it has none. */
  findMap():
    | {
        readonly mapId: string;
        readonly name: string;
        readonly bbox: MapExtent;
        readonly builtAt: string;
        readonly sourceFile: string;
        readonly demo: boolean;
        readonly credit: string;
      }
    | undefined;
  /** Files that maps are built from. */
  readonly mapFiles: {
    readonly mostUploadBytes: number;
    readonly hasFolders: boolean;
    readonly jobKind: string;
    /** @throws InvalidInputError for what is no extract or too large. */
    keepUpload(sent: string): Promise<string>;
    /** @throws InvalidInputError for what lies elsewhere, is not there or is no extract. */
    findOnServer(asked: string): Promise<string>;
    forget(file: string): Promise<void>;
  };
  /** What the record knows of builds of this place. */
  readonly mapUploads: {
    findOpen(): Promise<{ readonly jobId: string } | undefined>;
    /** Removes files that no build will read any more. */
    tidy(): Promise<void>;
  };
  mapInUse(): Promise<{
    mapId: string;
    name: string;
    estimated: boolean;
    tileUrl: string | undefined;
    tileDatum?: Datum;
    tileAttribution?: string;
    otherMap: { mapId: string; name: string } | undefined;
  }>;
}
