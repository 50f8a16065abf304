import { lineString, simplify } from '@turf/turf';
import type { Depot, Station, Vehicle } from '../../../domain/network/network.js';
import type { LonLat } from '../../../domain/network/place.js';
import type { Plan } from '../../../domain/planning/plan.js';
import { runOf } from '../../../domain/planning/run-identity.js';
import type { Language } from '../../../domain/told.js';
import type { TravelStore } from '../../travel/index.js';
import { waysOfPlan } from '../../travel/index.js';
import type { RoutingEngine } from '../../travel/routing/routing-port.js';
import { reasonText } from '../unassigned/reason-text.js';
import { districtOf } from './route-hull.js';

/**
 * A plan for the map: a line and a district (the ground covered) per trip, a point per stop, the depot, and points of
 * stations with unassigned goods. Ways are those of the speeds that the plan was made with, at the hours in which they are driven. Legs without a way on the map
 * in use are drawn straight and say so.
 */
export function makePlanGeoJson(
  routing: RoutingEngine,
  travel: Pick<TravelStore, 'findLegs' | 'addLegs' | 'findSpeeds'>,
  network: {
    listDepots(): Promise<Depot[]>;
    listStations(depotId: string): Promise<Station[]>;
    listVehicles(depotId: string): Promise<Vehicle[]>;
  },
) {
  const kept = new Map<string, Promise<object>>();
  const draw = async (plan: Plan, language: Language): Promise<object> => {
    const depot = (await network.listDepots()).find(({ depotId }) => depotId === plan.depotId)!;
    const stations = new Map((await network.listStations(plan.depotId)).map((each) => [each.stationId, each]));
    const vehicles = new Map((await network.listVehicles(plan.depotId)).map((each) => [each.vehicleId, each]));
    const features: object[] = [point(depot.position, { kind: 'depot', depotId: depot.depotId, name: depot.name })];
    const { signal } = new AbortController();
    const readWays = await waysOfPlan({ travel, routing }, plan.provenance);
    for (const route of plan.routes) {
      const { vehicleId } = route;
      const { routeNo } = runOf(route);
      const profile = vehicles.get(vehicleId)?.profile ?? 'auto';
      for (const [tripAt, trip] of route.trips.entries()) {
        const places = [
          depot.position,
          ...trip.stops.map((stop) => stations.get(stop.stationId)!.position),
          depot.position,
        ];
        const leaves = [trip.departs, ...trip.stops.map((stop) => stop.leaves)];
        const { legs, estimated: isEstimated } = await readWays({ vehicleId, profile }, places, leaves, signal);
        const ways = legs.map((leg, at): [number, number][] =>
          (leg?.line ?? [places[at], places[at + 1]]).map(({ lon, lat }) => [round(lon), round(lat)]),
        );
        const estimated = isEstimated || legs.includes(undefined);
        const [out, between, back] = [ways.slice(0, 1), ways.slice(1, -1), ways.slice(-1)].map((some) =>
          simplified(some.flat()),
        );
        const named = { routeNo, tripNo: tripAt + 1, vehicleId };
        features.push({
          type: 'Feature',
          geometry: { type: 'LineString', coordinates: [...out, ...between, ...back] },
          properties: {
            kind: 'trip',
            ...named,
            meters: trip.meters,
            seconds: trip.seconds,
            estimated,
            firstStopAt: out.length - 1,
            lastStopAt: out.length + between.length,
          },
        });
        features.push({
          type: 'Feature',
          geometry: { type: 'Polygon', coordinates: [districtOf(places.slice(1, -1))] },
          properties: { kind: 'district', ...named },
        });
        trip.stops.forEach((stop, stopAt) => {
          const station = stations.get(stop.stationId)!;
          const { stationId, name } = station;
          const zones = stop.consignments.map((goods) => goods.zoneId);
          const { arrives, begins, leaves } = stop;
          features.push(
            point(station.position, {
              kind: 'stop',
              ...named,
              sequence: stopAt + 1,
              stationId,
              name,
              zones,
              arrives,
              begins,
              leaves,
            }),
          );
        });
      }
    }
    const byStation = new Map<string, Plan['unassigned'][number][]>();
    for (const goods of plan.unassigned)
      byStation.set(goods.stationId, [...(byStation.get(goods.stationId) ?? []), goods]);
    for (const [stationId, goods] of byStation) {
      const station = stations.get(stationId)!;
      const reasons = [...new Set(goods.map((each) => reasonText(each, language)))];
      features.push(
        point(station.position, {
          kind: 'unassigned',
          stationId,
          name: station.name,
          zones: goods.map((each) => each.zoneId),
          reasons,
        }),
      );
    }
    return { type: 'FeatureCollection', features };
  };
  return (plan: Plan, language: Language): Promise<object> => {
    // A plan never changes: what was drawn for it on a map holds. Only the newest few are kept.
    const key = `${plan.planId} ${routing.mapId} ${language}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const drawn = draw(plan, language);
    kept.set(key, drawn);
    drawn.catch(() => kept.delete(key));
    if (kept.size > 8) kept.delete(kept.keys().next().value!);
    return drawn;
  };
}

function point({ lon, lat }: LonLat, properties: object): object {
  return { type: 'Feature', geometry: { type: 'Point', coordinates: [lon, lat] }, properties };
}

/** A tenth of a meter is fine enough to draw. */
function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

/** Degrees that a drawn line may be off its way: about a meter, less than its own width at any zoom. */
const lineTolerance = 0.00001;

/** The same line for the eye with fewer points, so that a phone has less to load and draw. */
function simplified(line: readonly [number, number][]): number[][] {
  if (line.length < 3) return line.map((each) => [...each]);
  return simplify(lineString(line.map((each) => [...each])), { tolerance: lineTolerance }).geometry.coordinates;
}
