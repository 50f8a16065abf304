import { language } from '../i18n/language.js';
import { ApiError } from './api-error.js';
import { all, ask, askFile, list, once, part, root } from './ask.js';
import type {
  BackupHealth,
  ChangedOrders,
  Consignment,
  Cutoff,
  Delivery,
  Depot,
  EditedPlan,
  EventEffect,
  GroupingFigures,
  ImportResult,
  Job,
  LabelOrder,
  LegSources,
  MapInUse,
  Me,
  OrderChain,
  OrderRow,
  PackedTote,
  PickList,
  Plan,
  PlanEdit,
  PlanGeoJson,
  PlanRow,
  PlanTravel,
  PriorityRule,
  ProgressList,
  Reach,
  ReplanEvent,
  ReplannedPlan,
  ReportedRun,
  RestrictionRequest,
  RoadSpeeds,
  RouteKpis,
  Run,
  RunEvent,
  RunRow,
  SeenTable,
  Station,
  Vehicle,
  VehiclePosition,
  VehicleRestrictions,
  WantedOverride,
  Wave,
  WaveProgress,
  Zone,
} from './types.js';

const reconnectMilliseconds = 5000;
/** Only while the plan is as it was seen. */
const matching = ({ planId, version }: Pick<Plan, 'planId' | 'version'>) => ({ 'if-match': `"${planId}.${version}"` });

/** West, south, east, north, in degrees. */
export type Box = readonly [number, number, number, number];

export interface RoadsAsked {
  /** Undefined for now. */
  readonly hour: number | undefined;
  readonly profile: 'auto' | 'truck';
  /** A vehicle of the depot, whose own profile and measures then count. */
  readonly vehicleId: string | undefined;
  readonly most: number;
}

function roadsQuery([west, south, east, north]: Box, { hour, profile, vehicleId, most }: RoadsAsked): string {
  const clamped = [Math.max(-180, west), Math.max(-90, south), Math.min(180, east), Math.min(90, north)];
  const box = clamped.map((degrees) => degrees.toFixed(5)).join(',');
  const ofVehicle = vehicleId === undefined ? '' : `&vehicleId=${part(vehicleId)}`;
  return `box=${box}&profile=${profile}&most=${most}${hour === undefined ? '' : `&hour=${hour}`}${ofVehicle}`;
}

export const api = {
  logOut: () => ask<void>('DELETE', '/session'),
  me: () => ask<Me>('GET', '/me'),
  map: () => ask<MapInUse>('GET', '/map'),

  depots: () => all<Depot>('/depots'),
  zones: () => all<Zone>('/zones'),
  stations: (depotId: string) => all<Station>(`/stations?depot=${part(depotId)}`),
  vehicles: (depotId: string) => all<Vehicle>(`/vehicles?depot=${part(depotId)}`),
  changeRules: (kind: 'depots' | 'stations' | 'vehicles', id: string, change: object) =>
    ask<unknown>('PATCH', `/${kind}/${part(id)}`, change),
  wavesOf: (date: string) => all<Wave>(`/waves?date=${part(date)}`),
  latestWaveCount: 5,
  latestWaves: () => list<Wave>('/waves?limit=5'),
  /** Enough to know every depot by. */
  wavesOfDepots: () => list<Wave>('/waves?limit=100'),
  wavesOfDepot: (depotId: string) => list<Wave>(`/waves?depot=${part(depotId)}&limit=20`),
  addWave: (depotId: string, deliveryDate: string, cutoffAt: string) =>
    ask<Wave>('POST', `/depots/${part(depotId)}/waves`, { deliveryDate, cutoffAt }, once()),
  /** Opens the wave of a named cutoff, or tells of the one that is open already. */
  openWave: (depotId: string, deliveryDate: string, cutoffId: string) =>
    ask<Wave>('POST', `/depots/${part(depotId)}/waves`, { deliveryDate, cutoffId }, once()),
  cutoffs: (depotId: string) => all<Cutoff>(`/cutoffs?depot=${part(depotId)}`),
  /** Those that have all that is said. */
  moveOrders: (waveId: string, choice: Readonly<Record<string, string>>) =>
    ask<{ moved: number }>('POST', `/waves/${part(waveId)}/orders`, choice, once()),
  closeWave: (waveId: string) => ask<GroupingFigures>('POST', `/waves/${part(waveId)}/close`, {}, once()),
  planWave: (waveId: string, seconds: number) => ask<Job>('POST', `/waves/${part(waveId)}/plans`, { seconds }, once()),
  /** A plan with no run, to be made by hand. */
  planByHand: (waveId: string) => ask<Job>('POST', `/waves/${part(waveId)}/plans`, { search: false }, once()),
  /** The newest; there is at most one. */
  latestPlanJobs: (waveId: string) => list<Job>(`/jobs?kind=plan&subject=${part(waveId)}&limit=1`),
  /** What is seen of a table, as a file. */
  tableFile: (table: SeenTable, format: 'xlsx' | 'csv') => askFile('POST', `/table-files?format=${format}`, table),
  backupHealth: () => ask<BackupHealth>('GET', '/backups/health'),
  backUp: () => ask<Job>('POST', '/backups', {}, once()),
  cancelJob: (jobId: string) => ask<Job>('POST', `/jobs/${part(jobId)}/cancel`, {}),

  plan: (planId: string) => ask<Plan>('GET', `/plans/${part(planId)}`),
  routeKpis: (planId: string) => ask<RouteKpis>('GET', `/plans/${part(planId)}/route-kpis`),
  planTravel: (planId: string) => ask<PlanTravel>('GET', `/plans/${part(planId)}/travel`),
  roadSpeeds: (depotId: string, box: Box, asked: RoadsAsked, signal: AbortSignal) =>
    ask<RoadSpeeds>('GET', `/depots/${part(depotId)}/road-speeds?${roadsQuery(box, asked)}`, undefined, {}, signal),
  reach: (depotId: string, box: Box, asked: RoadsAsked & { minutes: number }, signal: AbortSignal) => {
    const query = `${roadsQuery(box, asked)}&minutes=${asked.minutes}`;
    return ask<Reach>('GET', `/depots/${part(depotId)}/reach?${query}`, undefined, {}, signal);
  },
  restrictions: (depotId: string) => ask<VehicleRestrictions>('GET', `/depots/${part(depotId)}/vehicle-restrictions`),
  addRestriction: (depotId: string, said: RestrictionRequest) =>
    ask<unknown>('POST', `/depots/${part(depotId)}/vehicle-restrictions`, said, once()),
  changeRestriction: (depotId: string, id: string, said: RestrictionRequest) =>
    ask<unknown>('PUT', `/depots/${part(depotId)}/vehicle-restrictions/${part(id)}`, said),
  removeRestriction: (depotId: string, id: string) =>
    ask<void>('DELETE', `/depots/${part(depotId)}/vehicle-restrictions/${part(id)}`),
  restoreRestriction: (depotId: string, id: string) =>
    ask<void>('POST', `/depots/${part(depotId)}/vehicle-restrictions/${part(id)}/restore`, {}),
  legSources: (planId: string, vehicleId: string) =>
    ask<LegSources>('GET', `/plans/${part(planId)}/legs?vehicle=${part(vehicleId)}`),
  planGeoJson: (planId: string) => ask<PlanGeoJson>('GET', `/plans/${part(planId)}?format=geojson`),
  /** All versions of a wave's plan, the newest first. */
  plans: (waveId: string) => all<PlanRow>(`/plans?wave=${part(waveId)}`),
  /** Releases all runs of a plan, or those named. */
  releasePlan: (plan: Plan, runIds?: readonly string[]) =>
    ask<{ runs: number }>('POST', `/plans/${part(plan.planId)}/release`, { runIds }, matching(plan)),
  /** Prices changes; nothing is stored. */
  tryEdits: (plan: Plan, edits: readonly PlanEdit[]) =>
    ask<EditedPlan>('POST', `/plans/${part(plan.planId)}/edits`, { edits, dryRun: true }, once()),
  editPlan: (plan: Plan, edits: readonly PlanEdit[], overrides?: readonly WantedOverride[]) =>
    ask<EditedPlan>(
      'POST',
      `/plans/${part(plan.planId)}/edits`,
      { edits, overrides },
      { ...once(), ...matching(plan) },
    ),
  withdrawPlan: (plan: Plan, runIds?: readonly string[]) =>
    ask<{ runs: number }>('POST', `/plans/${part(plan.planId)}/withdraw`, { runIds }, matching(plan)),
  /** What would change after an event; nothing is stored. */
  tryReplan: (plan: Plan, event: ReplanEvent, from: string | undefined, keepsEdits: boolean) =>
    ask<ReplannedPlan>('POST', `/plans/${part(plan.planId)}/replan`, { event, from, keepsEdits, dryRun: true }, once()),
  replan: (plan: Plan, event: ReplanEvent, previewId: string) =>
    ask<ReplannedPlan>(
      'POST',
      `/plans/${part(plan.planId)}/replan`,
      { event, previewId },
      { ...once(), ...matching(plan) },
    ),
  /** In place of the plan that is current now. */
  makeCurrent: (planId: string, now: Pick<Plan, 'planId' | 'version'>) =>
    ask<Plan>('POST', `/plans/${part(planId)}/make-current`, {}, matching(now)),
  runs: (waveId: string) => all<RunRow>(`/runs?wave=${part(waveId)}`),
  run: (runId: string) => ask<Run>('GET', `/runs/${part(runId)}`),

  /** How far a wave is, and the stops of one of its figures, or all of one run. */
  progress: (waveId: string, asked: { readonly stops?: ProgressList; readonly run?: string } = {}) =>
    ask<WaveProgress>('GET', `/waves/${part(waveId)}/progress?${new URLSearchParams(asked as Record<string, string>)}`),
  /** Where vehicles under way should be by now; estimated, not measured. */
  positions: (waveId: string) => list<VehiclePosition>(`/waves/${part(waveId)}/positions`),

  /** The first fifty; filters that are empty do not narrow. */
  orders: (waveId: string, filters: Readonly<Record<string, string>>) => {
    const given = Object.entries(filters).filter(([, value]) => value !== '');
    return list<OrderRow>(`/orders?${new URLSearchParams([['wave', waveId], ['limit', '50'], ...given])}`);
  },
  priorityRules: () => all<PriorityRule>('/priority-rules'),
  replacePriorityRules: (rules: readonly PriorityRule[]) => ask<unknown>('PUT', '/priority-rules', { rules }),
  order: (orderId: string) => ask<OrderChain>('GET', `/orders/${part(orderId)}`),
  /** By number, customer, station, product or tote, in whatever wave. */
  seekOrders: (asked: string) => list<OrderRow>(`/orders?${new URLSearchParams({ q: asked, limit: '50' })}`),
  changeOrder: (
    { orderId, version }: Pick<OrderChain, 'orderId' | 'version'>,
    wanted: { lines?: readonly { lineNo: number; quantity: number }[]; stationId?: string; waveId?: string },
    reason: string,
    dryRun: boolean,
  ) => {
    const seen = { 'if-match': `"${encodeURIComponent(orderId)}.${version}"` };
    return ask<ChangedOrders>('PATCH', `/orders/${part(orderId)}`, { ...wanted, reason, dryRun }, seen);
  },
  changeOrders: (changes: readonly { orderId: string; cancel: boolean }[], reason: string, dryRun: boolean) =>
    ask<ChangedOrders>('POST', '/orders/changes', { changes, reason, dryRun }, dryRun ? {} : once()),
  collectingWaves: (depotId: string) => list<Wave>(`/waves?depot=${part(depotId)}&status=collecting`),

  pickLists: (waveId: string) => list<PickList>(`/pick-lists?wave=${part(waveId)}`),
  loadLists: (waveId: string) => list<Run>(`/waves/${part(waveId)}/load-lists`),
  pick: (
    pickListId: string,
    lines: readonly { lineNo: number; pickedQuantity: number | null; shortReason?: string }[],
  ) => ask<PickList>('PATCH', `/pick-lists/${part(pickListId)}/lines`, { lines }),

  putBack: (pickListId: string, lines: readonly { lineNo: number; quantity: number }[]) =>
    ask<PickList>('POST', `/pick-lists/${part(pickListId)}/put-backs`, { lines }),

  consignmentsOf: (waveId: string, zoneId: string) =>
    all<Consignment>(`/consignments?wave=${part(waveId)}&zone=${part(zoneId)}`),
  totesOf: (waveId: string, zoneId: string, stationId: string) =>
    all<PackedTote>(`/waves/${part(waveId)}/totes?zone=${part(zoneId)}&station=${part(stationId)}`),
  tote: (code: string) => ask<PackedTote>('GET', `/totes/${part(code)}`),
  moveUnits: (code: string, move: { orderId: string; lineNo: number; quantity: number; toTote: string }) =>
    ask<{ from: PackedTote; to: PackedTote }>('POST', `/totes/${part(code)}/moves`, move, once()),
  labels: (waveId: string, order: LabelOrder) => askFile('POST', `/waves/${part(waveId)}/labels`, order),

  myRuns: () => list<Run>('/me/runs'),
  report: (runId: string, events: readonly RunEvent[]) =>
    ask<{ data: readonly EventEffect[]; run: ReportedRun }>('POST', `/runs/${part(runId)}/events`, { events }),

  deliveries: (stationId: string) => list<Delivery>(`/stations/${part(stationId)}/deliveries`),
  sign: (stationId: string, stopId: string, signedBy: string) =>
    ask<void>('POST', `/stations/${part(stationId)}/deliveries/${part(stopId)}/signature`, { signedBy }, once()),
  claim: (
    stationId: string,
    stopId: string,
    claim: { consignmentId: string; skuId?: string; kind: string; quantity: number; note: string },
  ) =>
    ask<{ claimId: string }>('POST', `/stations/${part(stationId)}/deliveries/${part(stopId)}/claims`, claim, once()),

  async baseMap(mapId: string) {
    const response = await fetch(`/base-map/${part(mapId)}`);
    return response.ok ? response.json() : undefined;
  },
  async baseMapTile(mapId: string, z: number, x: number, y: number): Promise<ArrayBuffer | undefined> {
    const response = await fetch(`/base-map/${part(mapId)}/${z}/${x}/${y}`);
    return response.ok ? response.arrayBuffer() : undefined;
  },

  /** Sends files; `onSent` hears the share that has left, from 0 to 1. fetch cannot tell, so this is the one XMLHttpRequest. */
  importFiles(files: readonly File[], onSent: (share: number) => void): Promise<ImportResult> {
    const form = new FormData();
    for (const file of files) form.append('files', file, file.name);
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', `${root}/imports`);
      request.responseType = 'json';
      request.setRequestHeader('accept-language', language.value);
      request.upload.onprogress = (event) => event.lengthComputable && onSent(event.loaded / event.total);
      request.onerror = () => reject(new ApiError(0, 'offline', 'The server cannot be reached.'));
      request.onload = () => {
        if (request.status < 300) resolve(request.response);
        else reject(new ApiError(request.status, request.response?.code ?? 'internal', request.response?.detail ?? ''));
      };
      request.send(form);
    });
  },

  /** Hears a job until it ends; the returned function stops listening. */
  watchJob(jobId: string, onJob: (job: Job) => void, onLost: () => void): () => void {
    const source = new EventSource(`${root}/jobs/${part(jobId)}/events`);
    source.addEventListener('progress', (event) => {
      const job = JSON.parse(event.data) as Job;
      onJob(job);
      if (job.status !== 'running' && job.status !== 'waiting') source.close();
    });
    source.onerror = () => source.readyState === EventSource.CLOSED && onLost();
    return () => source.close();
  },

  /**
   * Hears facts as they happen, and whether the server is heard at all. The browser reconnects by itself and the server
   * replays what was missed; where the browser gives up, because the answer was an error, it is tried again here.
   */
  watchFacts(
    onFact: (fact: { kind: string; waveId?: string | null }) => void,
    onConnection: (isConnected: boolean) => void = () => undefined,
  ): () => void {
    let source: EventSource;
    let retry: number | undefined;
    const listen = () => {
      source = new EventSource(`${root}/events`);
      source.addEventListener('fact', (event) => onFact(JSON.parse(event.data)));
      source.onopen = () => onConnection(true);
      source.onerror = () => {
        onConnection(false);
        if (source.readyState === EventSource.CLOSED) retry = window.setTimeout(listen, reconnectMilliseconds);
      };
    };
    listen();
    return () => {
      window.clearTimeout(retry);
      source.close();
    };
  },
};
