import type { Tally } from '../../../domain/delivery/progress.js';
import type { RunStatus } from '../../../domain/delivery/run.js';
import { DispatchError } from '../../../domain/dispatch-error.js';
import type { BusinessDate } from '../../../domain/local-time.js';
import type { Depot, Station, Vehicle } from '../../../domain/network/network.js';
import type { TemperatureZone } from '../../../domain/network/temperature-zone.js';
import type { Plan } from '../../../domain/planning/plan.js';
import { told } from '../../../domain/told.js';
import { type Consignment, partsOf } from '../../../domain/waves/consignment.js';
import type { Wave } from '../../../domain/waves/wave.js';
import type { PlanStore } from '../../planning/plan-store.js';
import type { PickList, PickListStore } from '../../warehouse/pick-list-store.js';
import type { PackedTote, ToteChoice, ToteStore } from '../../waves/tote-store.js';
import type { StoredWave, WaveStore } from '../../waves/wave-store.js';

/** What a run is beside its route. */
export interface RunHead {
  readonly routeNo: number;
  readonly runId: string;
  readonly status: RunStatus;
  readonly courierName: string | undefined;
  readonly courierPhone: string | undefined;
  /** Its stops by what became of them. */
  readonly stops: Tally;
}

/** A product of which less was picked than ordered. */
export interface Short {
  readonly consignmentId: string;
  readonly name: string;
  readonly ordered: number;
  readonly picked: number;
}

/** What exports read beside the stores. */
export interface ExportReader {
  listRunHeads(depotId: string, waveId: string): Promise<RunHead[]>;
  listShorts(depotId: string, waveId: string): Promise<Short[]>;
}

export interface ExportedWaveDeps {
  readonly waves: WaveStore;
  readonly plans: PlanStore;
  readonly pickLists: Pick<PickListStore, 'list'>;
  readonly totes: Pick<ToteStore, 'list' | 'countPrinted'>;
  readonly exportReader: ExportReader;
  readonly network: {
    listDepots(): Promise<Depot[]>;
    listStations(depotId?: string): Promise<Station[]>;
    listVehicles(depotId?: string): Promise<Vehicle[]>;
    listZones(): Promise<TemperatureZone[]>;
  };
}

/** A wave with the names and rules that its lists show. */
export interface ExportedWave {
  readonly wave: StoredWave;
  readonly depot: Depot;
  readonly zones: ReadonlyMap<string, TemperatureZone>;
  readonly stations: ReadonlyMap<string, Station>;
}

/** A wave with its current plan and everything that its runs are shown with. */
export interface PlannedWave extends ExportedWave {
  readonly plan: Plan;
  readonly vehicles: ReadonlyMap<string, Vehicle>;
  /** As they are placed: of those that are divided, the parts. */
  readonly consignments: ReadonlyMap<string, Consignment>;
  /** By their numbers. */
  readonly runs: ReadonlyMap<number, RunHead>;
  /** By consignment, or part of one. */
  readonly shorts: ReadonlyMap<string, readonly Short[]>;
}

export interface PickedWave extends ExportedWave {
  readonly lists: readonly PickList[];
}

export interface PackedWave extends ExportedWave {
  readonly totes: readonly PackedTote[];
}

/** A wave as people call it: its date, and the name of its cutoff. */
export function titleOf({ deliveryDate, name }: Pick<Wave, 'deliveryDate' | 'name'>): string {
  return name === '' ? deliveryDate : `${deliveryDate} · ${name}`;
}

/** The date's waves, or the one named, that have a plan, with all that is shown of it. @throws DispatchError not-found when none has. */
export async function readPlannedWaves(
  deps: ExportedWaveDeps,
  date: BusinessDate,
  waveId?: string,
): Promise<PlannedWave[]> {
  const planned: PlannedWave[] = [];
  for (const exported of await readWaves(deps, date, waveId)) {
    const { wave } = exported;
    const { depotId, currentPlanId } = wave;
    if (currentPlanId === undefined) continue;
    const plan = await deps.plans.get(currentPlanId);
    const recorded = await deps.waves.listConsignments(depotId, wave.waveId);
    const split = new Map((plan.split ?? []).map((each) => [each.consignmentId, each]));
    const placed = recorded.flatMap((goods) => {
      const own = split.get(goods.consignmentId);
      return own === undefined ? [goods] : partsOf(goods, own);
    });
    planned.push({
      ...exported,
      plan,
      vehicles: keyed(await deps.network.listVehicles(depotId), (vehicle) => vehicle.vehicleId),
      consignments: keyed(placed, (goods) => goods.consignmentId),
      runs: keyed(await deps.exportReader.listRunHeads(depotId, wave.waveId), (run) => run.routeNo),
      shorts: byConsignment(await deps.exportReader.listShorts(depotId, wave.waveId)),
    });
  }
  if (planned.length === 0) throw new DispatchError('not-found', told`No wave of ${date} has been planned.`);
  return planned;
}

/** The date's waves, or the one named, with their pick lists, in walking order. @throws DispatchError not-found when there are none. */
export async function readPickedWaves(
  deps: ExportedWaveDeps,
  date: BusinessDate,
  waveId?: string,
): Promise<PickedWave[]> {
  const picked: PickedWave[] = [];
  for (const exported of await readWaves(deps, date, waveId)) {
    const { wave } = exported;
    const lists = await deps.pickLists.list({ waveId: wave.waveId }, [wave.depotId]);
    if (lists.length > 0) picked.push({ ...exported, lists });
  }
  if (picked.length === 0)
    throw new DispatchError('not-found', told`There are no pick lists for ${date}; they are made when a wave closes.`);
  return picked;
}

/** The date's waves, or the one named, with their totes as they are packed. @throws DispatchError not-found when there are none. */
export async function readPackedWaves(
  deps: ExportedWaveDeps,
  date: BusinessDate,
  waveId?: string,
  choice: Pick<ToteChoice, 'zoneId' | 'stationId' | 'runId'> = {},
): Promise<PackedWave[]> {
  const packed: PackedWave[] = [];
  for (const exported of await readWaves(deps, date, waveId)) {
    const { wave } = exported;
    const totes = await deps.totes.list({ ...choice, waveId: wave.waveId }, [wave.depotId]);
    if (totes.length > 0) packed.push({ ...exported, totes });
  }
  if (packed.length === 0) {
    throw new DispatchError(
      'not-found',
      told`There are no such totes for ${date}; they are packed when a wave closes.`,
    );
  }
  return packed;
}

async function readWaves(deps: ExportedWaveDeps, date: BusinessDate, waveId?: string): Promise<ExportedWave[]> {
  const waves = (await deps.waves.listByDate(date)).filter((wave) => waveId === undefined || wave.waveId === waveId);
  const depots = keyed(await deps.network.listDepots(), (depot) => depot.depotId);
  const zones = keyed(await deps.network.listZones(), (zone) => zone.zoneId);
  const exported: ExportedWave[] = [];
  for (const wave of waves) {
    const stations = keyed(await deps.network.listStations(wave.depotId), (station) => station.stationId);
    exported.push({ wave, depot: depots.get(wave.depotId)!, zones, stations });
  }
  return exported;
}

function keyed<Key, Value>(values: readonly Value[], keyOf: (value: Value) => Key): Map<Key, Value> {
  return new Map(values.map((value) => [keyOf(value), value]));
}

function byConsignment(shorts: readonly Short[]): Map<string, Short[]> {
  const grouped = new Map<string, Short[]>();
  for (const short of shorts) grouped.set(short.consignmentId, [...(grouped.get(short.consignmentId) ?? []), short]);
  return grouped;
}
