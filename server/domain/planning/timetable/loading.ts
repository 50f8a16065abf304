import type { Depot } from '../../network/network.js';
import { serviceSeconds } from '../../network/service-time.js';
import type { Drive } from '../../travel/drive.js';
import type { GoodsTransfer, PlannedStop, Route, Trip } from '../plan.js';
import { driveSeconds } from './drive-seconds.js';

/** A span in which a dock is taken. */
export interface DockUse {
  readonly begins: number;
  readonly ends: number;
}

type Stops = readonly Pick<PlannedStop, 'consignments'>[];

/** How long loading the goods of some stops takes; as long as taking them over from another vehicle. */
export function loadingSeconds({ loading }: Pick<Depot, 'loading'>, stops: Stops): number {
  const goods = stops.flatMap(({ consignments }) => consignments);
  const grams = goods.reduce((sum, item) => sum + item.grams, 0);
  return serviceSeconds(loading, grams);
}

/** The docks that the trips of some routes use; who has left has left its dock, and who fetches goods uses none. */
export function dockUsesOf(routes: readonly Pick<Route, 'trips'>[], depot: Pick<Depot, 'loading'>): DockUse[] {
  return routes.flatMap(({ trips }) =>
    trips.map(({ loadBegins, departs, stops }) => {
      const loaded = loadBegins + loadingSeconds(depot, stops);
      return { begins: loadBegins, ends: Math.max(loadBegins, Math.min(loaded, departs)) };
    }),
  );
}

/** The begin nearest to `latest`, before it where that can be, at which a dock is free for the whole loading. */
export function beginAtDock(
  earliest: number,
  latest: number,
  loading: number,
  uses: readonly DockUse[],
  docks: number,
): number {
  const isFree = (begins: number) => {
    const ends = begins + loading;
    const meets = uses.filter((use) => use.begins < ends && begins < use.ends);
    // The most at one moment is met where one of them begins, or at the begin.
    return [begins, ...meets.map((use) => use.begins)].every(
      (moment) => meets.filter((use) => use.begins <= moment && moment < use.ends).length < docks,
    );
  };
  const before = [latest, ...uses.map((use) => use.begins - loading)]
    .filter((begins) => begins >= earliest && begins <= latest)
    .sort((one, other) => other - one);
  const after = uses
    .map((use) => use.ends)
    .filter((ends) => ends > latest)
    .sort((one, other) => one - other);
  return [...before, earliest, ...after].find(isFree) ?? latest;
}

/** Whether a dock is free for each of these loadings beside the others. */
export function haveDocks(wanted: readonly DockUse[], others: readonly DockUse[], docks: number): boolean {
  const all = [...others, ...wanted];
  return all.every(
    ({ begins }) =>
      all.filter((use) => use.begins <= begins && begins < use.ends).length <= docks ||
      !wanted.some((use) => use.begins <= begins && begins < use.ends),
  );
}

/** The way to a vehicle that broke down, and the taking over of the goods of some stops there. */
export function timeTransfer(
  drive: Drive,
  departs: number,
  stops: Stops,
  depot: Pick<Depot, 'loading'>,
): Pick<GoodsTransfer, 'arrives' | 'leaves' | 'legSeconds' | 'legMeters'> {
  const legSeconds = driveSeconds(drive, departs);
  const arrives = departs + legSeconds;
  return { arrives, leaves: arrives + loadingSeconds(depot, stops), legSeconds, legMeters: drive.meters };
}

/** From the departure until the vehicle drives to its first stop: the fetching of goods, where it does that. */
export function transferSeconds({ departs, transfer }: Pick<Trip, 'departs' | 'transfer'>): number {
  return transfer === undefined ? 0 : transfer.leaves - departs;
}

/** From the last stop until the return as they were planned, breaks included; 0 where none was planned. */
export function homeSeconds({ departs, returns, stops }: Pick<Trip, 'departs' | 'returns' | 'stops'>): number {
  return Math.max(0, returns - (stops.at(-1)?.leaves ?? departs));
}
