import { along, length, lineString } from '@turf/turf';
import type { LonLat } from '../../domain/network/place.js';
import type { TravelClass } from '../../domain/travel/travel-class.js';
import type { RoutingEngine } from '../travel/routing/routing-port.js';

/** A run under way as far as its vehicle's whereabouts follow from it. Stops are in the order of the run. */
export interface RunUnderWay {
  readonly runId: string;
  readonly vehicleId: string;
  readonly travelClass: TravelClass;
  readonly depot: LonLat;
  readonly departedAt: Date | null;
  readonly stops: readonly {
    readonly stationId: string;
    readonly position: LonLat;
    readonly tripNo: number;
    readonly legSeconds: number;
    readonly legMeters: number;
    readonly etaAt: Date | null;
    readonly arrivedAt: Date | null;
    readonly leftAt: Date | null;
  }[];
}

/** Where a vehicle should be by now. An estimate from what was reported last, never a measured position. */
export interface VehiclePosition {
  readonly runId: string;
  readonly vehicleId: string;
  readonly position: LonLat;
  /** The station that it stands at or drives to; undefined on the way home. */
  readonly toStationId: string | undefined;
  readonly isThere: boolean;
  /** On the road to that station. */
  readonly remainingMeters: number;
  readonly etaAt: Date | undefined;
}

const keptLegs = 4000;

/** Where vehicles are between two reports, along the roads that they drive. */
export function makeVehiclePositions(routing: Pick<RoutingEngine, 'mapId' | 'route'>) {
  const legs = new Map<string, Promise<readonly LonLat[]>>();

  const lineOf = (
    from: LonLat,
    to: LonLat,
    travelClass: TravelClass,
    signal: AbortSignal,
  ): Promise<readonly LonLat[]> => {
    const key = [routing.mapId, travelClass, from.lon, from.lat, to.lon, to.lat].join(' ');
    const known = legs.get(key);
    if (known !== undefined) return known;
    const line = routing.route([from, to], travelClass, signal).then(([leg]) => leg?.line ?? [from, to]);
    legs.set(key, line);
    line.catch(() => legs.delete(key));
    if (legs.size > keptLegs) legs.delete(legs.keys().next().value!);
    return line;
  };

  /** Undefined where nothing was reported of the run, or all of it is done. */
  const positionOf = async (run: RunUnderWay, now: Date, signal: AbortSignal): Promise<VehiclePosition | undefined> => {
    const { runId, vehicleId, travelClass, depot, stops } = run;
    const last = latestOf(stops, 'leftAt');
    const reached = latestOf(
      stops.filter(({ leftAt }) => leftAt === null),
      'arrivedAt',
    );
    // A stop that was never told as done, with another done since, keeps the vehicle no longer.
    const isPast = last !== undefined && reached !== undefined && reached.arrivedAt! < last.leftAt!;
    const standing = isPast ? undefined : reached;
    if (standing !== undefined) {
      const { position, stationId } = standing;
      return {
        runId,
        vehicleId,
        position,
        toStationId: stationId,
        isThere: true,
        remainingMeters: 0,
        etaAt: undefined,
      };
    }
    const next = stops.find((stop) => stop.etaAt !== null && stop.leftAt === null);
    if (next === undefined) return undefined;
    // The first stop of another trip is driven to from the depot, after the return and the loading.
    const from = last === undefined || last.tripNo !== next.tripNo ? depot : last.position;
    const line = await lineOf(from, next.position, travelClass, signal);
    const etaAt = next.etaAt!;
    const ahead = (etaAt.getTime() - now.getTime()) / 1000;
    const share = next.legSeconds === 0 ? 1 : Math.min(1, Math.max(0, 1 - ahead / next.legSeconds));
    return {
      runId,
      vehicleId,
      position: pointAlong(line, share),
      toStationId: next.stationId,
      isThere: false,
      remainingMeters: Math.round(next.legMeters * (1 - share)),
      etaAt,
    };
  };
  return async (runs: readonly RunUnderWay[], now: Date, signal: AbortSignal): Promise<VehiclePosition[]> => {
    const found = await Promise.all(runs.map((run) => positionOf(run, now, signal)));
    return found.filter((each) => each !== undefined);
  };
}

/** The stop with the latest of these times; undefined when none has one. */
function latestOf(stops: RunUnderWay['stops'], time: 'arrivedAt' | 'leftAt') {
  const told = stops.filter((stop) => stop[time] !== null);
  return told.reduce<(typeof told)[number] | undefined>(
    (latest, stop) => (latest === undefined || stop[time]! > latest[time]! ? stop : latest),
    undefined,
  );
}

/** The point that lies so far along a line, as a share of its length. */
function pointAlong(line: readonly LonLat[], share: number): LonLat {
  const drawn = lineString(line.map(({ lon, lat }) => [lon, lat]));
  const [lon, lat] = along(drawn, length(drawn) * share).geometry.coordinates;
  return { lon: Math.round(lon * 1e6) / 1e6, lat: Math.round(lat * 1e6) / 1e6 };
}
