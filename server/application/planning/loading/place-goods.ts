import type { Station } from '../../../domain/network/network.js';
import type { TemperatureZone } from '../../../domain/network/temperature-zone.js';
import type { Consignment } from '../../../domain/waves/consignment.js';

/** Where the problem has a consignment: indices of its station and its zone. */
export interface ProblemPlace {
  readonly station: number;
  readonly zone: number;
}

/** The solver's zones are bits of a mask this long. */
const mostZones = 8;

/**
 * Gives every consignment a station and a zone of the problem. There a station has at most one of each zone, so the
 * second part of a zone's goods takes a further zone that rides where the first does; parts for which the problem has no
 * zone left go to the station a second time, as a visit of their own.
 *
 * @returns zones of the problem as those that they stand for, stations as indices of those given.
 */
export function placeGoods(
  consignments: readonly Consignment[],
  stations: readonly Station[],
  zones: readonly TemperatureZone[],
) {
  const stationIndex = new Map(stations.map(({ stationId }, at) => [stationId, at]));
  const byZone = new Map<string, Consignment[]>();
  const keyOf = ({ stationId, zoneId }: Consignment) => `${stationId}\t${zoneId}`;
  const most = new Map(zones.map(({ zoneId }) => [zoneId, 1]));
  for (const goods of consignments) {
    const own = byZone.get(keyOf(goods)) ?? [];
    own.push(goods);
    byZone.set(keyOf(goods), own);
    most.set(goods.zoneId, Math.max(most.get(goods.zoneId) ?? 1, own.length));
  }
  const columns = new Map(zones.map(({ zoneId }, at) => [zoneId, [at]]));
  const wide = [...zones];
  while (wide.length < mostZones) {
    // The zone with the most parts for each zone that the problem has for it.
    const load = ({ zoneId }: TemperatureZone) => most.get(zoneId)! / columns.get(zoneId)!.length;
    const open = zones.filter((zone) => load(zone) > 1).sort((one, other) => load(other) - load(one));
    if (open.length === 0) break;
    columns.get(open[0].zoneId)!.push(wide.length);
    wide.push(open[0]);
  }
  const again = stations.map((_, at) => [at]);
  const placed = stations.map((_, at) => at);
  const placeOf = new Map<string, ProblemPlace>();
  for (const own of byZone.values()) {
    own.forEach(({ consignmentId, stationId, zoneId }, at) => {
      const open = columns.get(zoneId)!;
      const visits = again[stationIndex.get(stationId)!];
      const visit = Math.floor(at / open.length);
      if (visits[visit] === undefined) {
        visits.push(placed.length);
        placed.push(stationIndex.get(stationId)!);
      }
      placeOf.set(consignmentId, { station: visits[visit], zone: open[at % open.length] });
    });
  }
  return { zones: wide, stations: placed, placeOf };
}
