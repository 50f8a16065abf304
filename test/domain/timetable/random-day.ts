import type { Depot, Station, Vehicle } from '../../../server/domain/network/network.js';
import type { CheckContext } from '../../../server/domain/planning/checker/check-context.js';
import type { Route } from '../../../server/domain/planning/plan.js';
import type { Drive } from '../../../server/domain/travel/drive.js';
import type { Consignment } from '../../../server/domain/waves/consignment.js';
import { goods, placed, smallPlan } from '../checker/small-plan.js';

/** Repeatable numbers (mulberry32). */
export type Draw = (from: number, to: number) => number;

export function drawer(seed: number): Draw {
  let state = seed * 0x9e3779b1;
  return (from, to) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return from + (((mixed ^ (mixed >>> 14)) >>> 0) % (to - from + 1));
  };
}

const names = ['A', 'B', 'C', 'D', 'E', 'F'];

/** A depot, stations and a vehicle with any rules that change times, and goods for some trips. */
export interface RandomDay {
  readonly context: CheckContext;
  readonly vehicle: Vehicle;
  readonly trips: readonly (readonly Pick<Route['trips'][number]['stops'][number], 'stationId' | 'consignments'>[])[];
  readonly docksInUse: readonly { readonly begins: number; readonly ends: number }[];
}

export function randomDay(draw: Draw): RandomDay {
  const isIt = (percent: number) => draw(1, 100) <= percent;
  const { context: small } = smallPlan();
  const depot: Depot = {
    ...small.depot,
    docks: draw(1, 2),
    open: { opens: draw(0, 300), closes: draw(20_000, 40_000) },
    loading: { fixedMilliminutes: draw(0, 8_000), milliminutesPer100Kg: draw(0, 2_000) },
    ...(isIt(30) && { rules: { releaseSeconds: { chilled: draw(0, 3_000) } } }),
  };
  const stations = names.map((stationId): Station => {
    const opens = draw(0, 6_000);
    const closes = opens + draw(300, 5_000);
    const later = closes + draw(1, 3_000);
    return {
      ...small.stations.get('A')!,
      stationId,
      windows: [{ opens, closes }, ...(isIt(40) ? [{ opens: later, closes: later + draw(60, 4_000) }] : [])],
      service: { fixedMilliminutes: draw(0, 5_000), milliminutesPer100Kg: draw(0, 1_500) },
      ...(isIt(50) && {
        rules: {
          ...(isIt(50) && { milliminutesPerTote: draw(1, 900) }),
          ...(isIt(50) && { milliminutesByZone: { chilled: draw(1, 2_000) } }),
          ...(isIt(50) && { softToSecond: draw(500, 8_000), lateMicrosPerHour: draw(0, 40_000_000) }),
          ...(isIt(50) && { softFromSecond: draw(500, 8_000), earlyMicrosPerHour: draw(0, 400_000_000) }),
        },
      }),
    };
  });
  const breaks = Array.from({ length: isIt(50) ? draw(1, 2) : 0 }, (_, at) => {
    const opens = at * 4_000 + draw(0, 4_000);
    return { seconds: draw(60, 1_500), begins: { opens, closes: opens + draw(0, 4_000) } };
  });
  const vehicle: Vehicle = {
    ...small.vehicles.get('V1')!,
    shift: { opens: draw(0, 600), closes: draw(9_000, 30_000) },
    maxTrips: 3,
    ...(breaks.length > 0 && { rules: { breaks } }),
  };
  const consignments: Consignment[] = names.flatMap((name) =>
    ['ambient', 'chilled'].flatMap((zoneId, at) =>
      at > 0 && isIt(60)
        ? []
        : goods(`${name}${at}`, { zoneId, grams: draw(1, 400_000), milliliters: 1_000, toteCount: draw(1, 9) }),
    ),
  );
  const byHour = isIt(50);
  const hours = byHour ? [0, 1, 2, 3].map((hour) => hour * 1_500 + draw(0, 900)) : [];
  const drives = new Map<string, Drive | undefined>();
  for (const from of ['', ...names, 'transfer@V2']) {
    for (const to of ['', ...names, 'transfer@V2']) {
      const seconds = draw(30, 1_500);
      const timeSlices = hours.map((begins) => ({ begins, seconds: (seconds * draw(600, 2_400)) / 1_000 }));
      const meters = draw(100, 20_000);
      const drive = { seconds, meters, ...(byHour && { timeSlices }) };
      drives.set(`${from} ${to}`, isIt(2) ? undefined : drive);
    }
  }
  const order = shuffled(names, draw);
  const stops = order.map((stationId) => ({
    stationId,
    consignments: consignments.filter((each) => each.stationId === stationId).map((each) => placed(each)),
  }));
  const cut = draw(1, 5);
  const trips = isIt(70) ? [stops.slice(0, cut), stops.slice(cut)] : [stops];
  return {
    context: {
      ...small,
      depot,
      stations: new Map(stations.map((each) => [each.stationId, each])),
      vehicles: new Map([[vehicle.vehicleId, vehicle]]),
      consignments,
      travel: (_, from = '', to = '') => drives.get(`${from} ${to}`),
    },
    vehicle,
    trips,
    docksInUse: Array.from({ length: draw(0, 4) }, () => {
      const begins = draw(0, 6_000);
      return { begins, ends: begins + draw(60, 1_200) };
    }),
  };
}

function shuffled(all: readonly string[], draw: Draw): string[] {
  const left = [...all];
  return all.map(() => left.splice(draw(0, left.length - 1), 1)[0]);
}
