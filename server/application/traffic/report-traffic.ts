import { DispatchError, InvalidInputError } from '../../domain/dispatch-error.js';
import type { DrawnPlace } from '../../domain/network/drawn-place.js';
import { plainly, told } from '../../domain/told.js';
import type { Clock, NewId } from '../clock.js';
import { RoutingUnavailableError } from '../travel/routing/routing-errors.js';
import type { RoutingEngine } from '../travel/routing/routing-port.js';
import type { ReportedSpeed } from '../travel/travel-speeds.js';
import { assertDrawnPlace } from './check-place.js';
import type { TrafficReport, TrafficStore } from './traffic-store.js';

/** No vehicle of a fleet drives faster; nothing that moves is slower than a person walks. */
const [slowestKph, fastestKph] = [1, 140];
/** A report may slow roads to a twentieth and, where usual speeds are those of a jam, speed them up. */
const [smallestFactor, largestFactor] = [0.05, 3];
const longestDays = 400;
const dayMilliseconds = 86_400_000;

export interface TrafficRequest {
  readonly place: DrawnPlace;
  readonly speed: ReportedSpeed;
  /** Default now. */
  readonly validFrom?: Date;
  readonly validUntil: Date;
  readonly note: string;
  readonly by: string;
  readonly accountId?: string;
  readonly signal: AbortSignal;
}

/** A report, and how many directed roads it touches. */
export interface ReportedTraffic {
  readonly report: TrafficReport;
  readonly edges: number;
}

/**
 * Takes a report on the traffic and finds the roads that it is about.
 *
 * @throws InvalidInputError for impossible speeds, times, areas and lines; DispatchError `no-roads-there` when it
 *   touches no road; RoutingUnavailableError when the engine in use does not know roads edge by edge.
 */
export function makeReportTraffic(deps: {
  readonly store: TrafficStore;
  readonly routing: RoutingEngine;
  readonly clock: Clock;
  readonly newId: NewId;
}) {
  return async (request: TrafficRequest): Promise<ReportedTraffic> => {
    const now = deps.clock.now();
    const validFrom = request.validFrom ?? now;
    const { place, speed, validUntil, note, by, accountId, signal } = request;
    assertReportedSpeed(speed);
    assertTimes(validFrom, validUntil, now);
    assertDrawnPlace(place);
    const edgeIds = await edgesOf(deps.routing, place, signal);
    if (edgeIds.length === 0) {
      const sentence =
        place.kind === 'area'
          ? 'The area touches no road of the map in use.'
          : 'The line follows no road of the map in use.';
      throw new DispatchError('no-roads-there', plainly(sentence));
    }
    const reportId = deps.newId('traffic');
    const said = { reportId, place, speed, validFrom, validUntil, note };
    const report = { ...said, createdAt: now, createdBy: by, createdByAccount: accountId };
    await deps.store.addReport(report, deps.routing.mapId, edgeIds);
    return { report, edges: edgeIds.length };
  };
}

/**
 * The directed roads that a report is about, on the map in use.
 *
 * @throws RoutingUnavailableError when the engine in use does not know roads edge by edge.
 */
export async function edgesOf(
  { roads, name }: Pick<RoutingEngine, 'roads' | 'name'>,
  place: DrawnPlace,
  signal: AbortSignal,
): Promise<readonly number[]> {
  if (roads === undefined) {
    throw new RoutingUnavailableError(
      told`Traffic needs a map of ours; the engine in use (${name}) has none. Build one with "tuanda map build FILE.osm.pbf".`,
    );
  }
  if (place.kind === 'area') return roads.edgesWithin(place.ring);
  const there = await roads.match(place.points, 'auto', signal);
  const back = place.bothWays ? await roads.match([...place.points].reverse(), 'auto', signal) : undefined;
  return [...new Set([...there.edges, ...(back?.edges ?? [])].map(({ edgeId }) => edgeId))];
}

function assertReportedSpeed(speed: ReportedSpeed): void {
  if (speed.kind === 'kph' && !(speed.kph >= slowestKph && speed.kph <= fastestKph)) {
    throw new InvalidInputError(
      told`A speed lies between ${slowestKph} and ${fastestKph} km/h; ${speed.kph} does not.`,
    );
  }
  if (speed.kind === 'factor' && !(speed.factor >= smallestFactor && speed.factor <= largestFactor)) {
    throw new InvalidInputError(
      told`A factor lies between ${smallestFactor} and ${largestFactor}; ${speed.factor} does not.`,
    );
  }
}

function assertTimes(from: Date, until: Date, now: Date): void {
  if (until <= from) throw new InvalidInputError('The report ends before it begins.');
  if (until <= now) throw new InvalidInputError('The report ended already.');
  if (until.getTime() - from.getTime() > longestDays * dayMilliseconds) {
    throw new InvalidInputError(told`A report holds for ${longestDays} days at most.`);
  }
}
