import { runCode } from '../../../domain/delivery/run-code.js';
import { DispatchError } from '../../../domain/dispatch-error.js';
import type { BusinessDate } from '../../../domain/local-time.js';
import { formatInstant } from '../../../domain/local-time.js';
import type { Depot, Station, Vehicle } from '../../../domain/network/network.js';
import type { Plan } from '../../../domain/planning/plan.js';
import { runOf } from '../../../domain/planning/run-identity.js';
import { told } from '../../../domain/told.js';
import { noWay } from '../../../domain/travel/travel.js';
import type { TravelClass } from '../../../domain/travel/travel-class.js';
import type { ConsignmentPart } from '../../../domain/waves/consignment.js';
import { waveClockOf } from '../../../domain/waves/wave-clock.js';
import type { PlanStore } from '../../planning/plan-store.js';
import { reasonText } from '../../planning/unassigned/reason-text.js';
import { keptTravelOf, type TravelStore } from '../../travel/index.js';
import type { StoredWave, WaveStore } from '../../waves/wave-store.js';

export interface ExportDeps {
  readonly waves: WaveStore;
  readonly plans: PlanStore;
  readonly travel: TravelStore;
  readonly network: {
    listDepots(): Promise<Depot[]>;
    listStations(depotId?: string): Promise<Station[]>;
    listVehicles(depotId?: string): Promise<Vehicle[]>;
  };
}

/** The current plans of a date or of one of its waves. @throws DispatchError not-found when none was made. */
export async function currentPlansOf(deps: ExportDeps, date: BusinessDate, waveId?: string): Promise<Plan[]> {
  const waves = await deps.waves.listByDate(date);
  const asked = waves.filter((wave) => waveId === undefined || wave.waveId === waveId);
  const planIds = asked.flatMap((wave) => wave.currentPlanId ?? []);
  if (planIds.length === 0) throw new DispatchError('not-found', told`No wave of ${date} has been planned.`);
  return Promise.all(planIds.map((planId) => deps.plans.get(planId)));
}

export type ExportedPlan = Awaited<ReturnType<typeof exportPlan>>;

/** A day's plan with all that a stranger needs to check it. */
export async function exportPlan(deps: ExportDeps, date: BusinessDate, waveId?: string) {
  const plans = await currentPlansOf(deps, date, waveId);
  const depots = await deps.network.listDepots();
  const used = depots.filter((depot) => plans.some((plan) => plan.depotId === depot.depotId));
  const waves = new Map((await deps.waves.listByDate(date)).map((wave) => [wave.waveId, wave]));
  const { timeZone } = waves.get(plans[0].waveId)!;
  return {
    date,
    timeZone,
    depots: used.map(({ depotId, name, position }) => ({ id: depotId, name, ...position })),
    cost: plans.reduce((total, plan) => total + plan.kpis.costMinor, 0),
    penalty: plans.reduce((total, plan) => total + plan.kpis.penaltyMinor, 0),
    estimated: plans.some((plan) => plan.provenance.estimated),
    speedFactor: plans[0].provenance.speedFactor,
    runs: plans.flatMap((plan) => plan.routes.map((route) => toRun(plan, route, waves.get(plan.waveId)!))),
    unassigned: plans.flatMap((plan) =>
      plan.unassigned.map((goods) => {
        const { consignmentId, stationId, zoneId: zone, grams, milliliters, part } = goods;
        const { code, shortfall } = goods.reason;
        return {
          id: part?.of ?? consignmentId,
          stationId,
          zone,
          grams,
          milliliters,
          reason: { code, text: reasonText(goods, 'en'), ...(shortfall && { shortfall }) },
          ...(part && { part: partOf(part) }),
        };
      }),
    ),
  };
}

/** Only where goods are divided. */
function partOf({ no, count, firstTote, lastTote }: ConsignmentPart) {
  return { no, count, firstTote, lastTote };
}

function toRun(plan: Plan, route: Plan['routes'][number], { timeZone, sequence }: StoredWave) {
  const clock = waveClockOf(plan.deliveryDate, timeZone);
  const at = (second: number) => formatInstant(clock.instantAt(second), timeZone);
  return {
    vehicleId: route.vehicleId,
    run: runCode(sequence, runOf(route).routeNo),
    depotId: plan.depotId,
    trips: route.trips.map((trip) => ({
      loadBeginsAt: at(trip.loadBegins),
      departsAt: at(trip.departs),
      returnsAt: at(trip.returns),
      meters: trip.meters,
      seconds: trip.seconds,
      // Only where drivers take some: the form without is the one that others read already.
      ...(trip.breaks && {
        breaks: trip.breaks.map(({ begins, ends, beforeStop }) => ({
          beginsAt: at(begins),
          endsAt: at(ends),
          beforeStop,
        })),
      }),
      stops: trip.stops.map((stop) => ({
        stationId: stop.stationId,
        arrivesAt: at(stop.arrives),
        beginsAt: at(stop.begins),
        leavesAt: at(stop.leaves),
        consignments: stop.consignments.map((goods) => ({
          id: goods.part?.of ?? goods.consignmentId,
          zone: goods.zoneId,
          grams: goods.grams,
          milliliters: goods.milliliters,
          compartment: goods.compartmentNo,
          ...(goods.part && { part: partOf(goods.part) }),
        })),
      })),
    })),
  };
}

export interface MatrixRow {
  readonly fromId: string;
  readonly toId: string;
  /** Undefined where there is no way. */
  readonly seconds: number | undefined;
  readonly meters: number | undefined;
  /** Of the vehicles: their profile, or the class that limits of the roads tell from it. */
  readonly profile: TravelClass;
}

/**
 * The travel times that a date's plans were made with, speed factor applied.
 *
 * A pair stands once for each vehicle profile that the plan drives it with, and where speeds change with the hour once
 * for each time that it takes then. Pairs that it does not drive stand once, with the profile of most vehicles and what
 * is usual.
 */
export async function* exportMatrix(deps: ExportDeps, date: BusinessDate): AsyncGenerator<MatrixRow> {
  for (const plan of await currentPlansOf(deps, date)) yield* matrixOf(deps, plan);
}

async function* matrixOf(deps: ExportDeps, plan: Plan): AsyncGenerator<MatrixRow> {
  const depot = (await deps.network.listDepots()).find(({ depotId }) => depotId === plan.depotId)!;
  const vehicles = new Map((await deps.network.listVehicles(plan.depotId)).map((each) => [each.vehicleId, each]));
  const consignments = await deps.waves.listConsignments(plan.depotId, plan.waveId);
  const wanted = new Set(consignments.map((consignment) => consignment.stationId));
  const stations = (await deps.network.listStations(plan.depotId)).filter(({ stationId }) => wanted.has(stationId));
  const ids = [depot.depotId, ...stations.map((station) => station.stationId)];
  const places = [depot.position, ...stations.map((station) => station.position)];

  /** By pair and profile: the seconds that drives between them take, by the hours in which they are driven. */
  const driven = new Map<string, Map<TravelClass, Set<number>>>();
  const count = new Map<TravelClass, number>();
  for (const route of plan.routes) {
    const ofPlan = plan.provenance.travelClasses?.[route.vehicleId];
    const profile = ofPlan ?? vehicles.get(route.vehicleId)?.profile ?? 'auto';
    count.set(profile, (count.get(profile) ?? 0) + 1);
    for (const trip of route.trips) {
      const way = [depot.depotId, ...trip.stops.map((stop) => stop.stationId), depot.depotId];
      const legs = trip.stops.map((stop) => stop.legSeconds);
      const home = trip.seconds - (trip.transfer?.legSeconds ?? 0) - legs.reduce((sum, seconds) => sum + seconds, 0);
      [...legs, home].forEach((seconds, at) => {
        // Behind a fetch the first stop is not reached from the depot.
        if (at === 0 && trip.transfer !== undefined) return;
        const key = `${way[at]}\t${way[at + 1]}`;
        const byProfile = driven.get(key) ?? new Map<TravelClass, Set<number>>();
        driven.set(key, byProfile.set(profile, (byProfile.get(profile) ?? new Set()).add(seconds)));
      });
    }
  }
  const profiles = [...count.keys()];
  if (profiles.length === 0) return;
  const usual = profiles.reduce((one, other) => (count.get(other)! > count.get(one)! ? other : one));
  const { signal } = new AbortController();
  const matrices = await keptTravelOf(deps.travel, plan.provenance, places, profiles, signal);
  for (let row = 0; row < ids.length; row++) {
    for (let column = 0; column < ids.length; column++) {
      const at = row * ids.length + column;
      for (const [profile, times] of driven.get(`${ids[row]}\t${ids[column]}`) ?? [[usual, undefined]]) {
        const { seconds, meters } = matrices.get(profile)!;
        const isWay = seconds[at] !== noWay;
        for (const time of isWay && times !== undefined && plan.provenance.timeSlices !== undefined
          ? times
          : [seconds[at]]) {
          yield {
            fromId: ids[row],
            toId: ids[column],
            seconds: isWay ? time : undefined,
            meters: isWay ? meters[at] : undefined,
            profile,
          };
        }
      }
    }
  }
}
