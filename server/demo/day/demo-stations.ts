import type { StationKind } from '../../domain/network/network.js';
import type { LonLat } from '../../domain/network/place.js';
import type { DemoCity } from '../city/make-city.js';
import { distanceBetween, type Point } from '../geometry/plane.js';
import { Seeded } from '../seeded.js';
import type { Compound } from '../streets/street.js';

export interface DemoDepot {
  readonly depotId: string;
  readonly name: string;
  readonly position: LonLat;
  readonly point: Point;
  readonly street: string;
}

export interface DemoStation {
  readonly stationId: string;
  readonly depotId: string;
  readonly name: string;
  readonly kind: StationKind;
  readonly position: LonLat;
  readonly street: string;
  readonly tier: 'A' | 'B' | 'C';
  /** "HH:MM" from and to; the second window may be absent. */
  readonly windows: readonly (readonly [string, string])[];
  readonly windowKind: 'narrow' | 'half-day' | 'all-day';
  readonly fixedServiceMinutes: number;
  readonly minutesPer100Kg: number;
  readonly hasFreezer: boolean;
  readonly maxVehicleHeightMeters: number | undefined;
  readonly status: 'open' | 'suspended';
  /** How much is ordered here, against the others. */
  readonly weight: number;
}

/** How likely a compound gets a station, by what the ground is used for. */
const stationDensity: Record<Compound['use'], number> = {
  'old-town': 0.9,
  inner: 1.3,
  business: 0.9,
  middle: 1,
  outer: 0.45,
  industrial: 0.05,
  countryside: 0,
};

const surnames = '王李张刘陈杨黄赵周吴徐孙朱马胡郭何林罗高郑梁谢宋唐许韩冯邓曹';
const depotNames = ['东港中心仓', '南湾仓', '西岭仓', '高塘仓', '江南仓', '城北仓', '鹭洲仓', '溪东仓'];

/** Warehouses around the city, the first in the industrial east; each stands on industrial ground where that is near. */
export function placeDepots(city: DemoCity, count: number): DemoDepot[] {
  const chosen: Compound[] = [];
  for (let number = 0; number < count; number++) {
    const angle = 0.15 + (2 * Math.PI * number) / count;
    const target = { x: 0.64 * city.radiusMeters * Math.cos(angle), y: 0.64 * city.radiusMeters * Math.sin(angle) };
    const distance = ({ site, use }: Compound) => distanceBetween(site, target) * (use === 'industrial' ? 0.4 : 1);
    chosen.push(city.compounds.reduce((best, place) => (distance(place) < distance(best) ? place : best)));
  }
  return chosen.map((compound, at) => ({
    depotId: `TD-WH${at + 1}`,
    name: depotNames[at] ?? `${at + 1}号仓`,
    position: city.siteOf(compound).position,
    point: compound.site,
    street: city.siteOf(compound).street,
  }));
}

/**
 * Pickup stations in the compounds of the city, denser towards the middle and never two in one yard.
 *
 * @throws Error when the city has fewer compounds than stations are wanted.
 */
export function placeStations(
  city: DemoCity,
  depots: readonly DemoDepot[],
  count: number,
  seed: number,
): DemoStation[] {
  const random = new Seeded(seed, 11);
  // Weighted sampling without replacement (Efraimidis and Spirakis 2006).
  const ranked = city.compounds
    .filter(({ use }) => stationDensity[use] > 0)
    .map((compound) => ({ compound, key: random.fraction() ** (1 / stationDensity[compound.use]) }))
    .sort((a, b) => b.key - a.key)
    .map(({ compound }) => compound);
  if (ranked.length < count) throw new Error(`The demo city has room for ${ranked.length} stations, not ${count}.`);
  const taken = new Set<Compound>();
  const cells = new Set<string>();
  for (const spacing of [420, 240, 120, 0]) {
    for (const compound of ranked) {
      if (taken.size === count) break;
      if (taken.has(compound)) continue;
      const cell = `${spacing}/${Math.floor(compound.site.x / (spacing || 1))}/${Math.floor(compound.site.y / (spacing || 1))}`;
      if (spacing > 0 && cells.has(cell)) continue;
      cells.add(cell);
      taken.add(compound);
    }
  }
  const digits = Math.max(4, String(count).length);
  const names = new Set<string>();
  const suspended = Math.max(count >= 20 ? 2 : 0, Math.round(count / 75));
  return [...taken].map((compound, at): DemoStation => {
    const kind = (['station', 'locker', 'leader'] as const)[random.weighted([55, 25, 20])];
    const site = city.siteOf(compound);
    const tier = (['A', 'B', 'C'] as const)[random.weighted([25, 35, 40])];
    const { windowKind, windows } = receivingWindows(kind, random);
    // Deliberately hard: two underground garages that only the smallest vans enter.
    const lowGarage = at === 17 || at === 58;
    const height = random.fraction();
    return {
      stationId: `TD${String(at + 1).padStart(digits, '0')}`,
      depotId: nearestDepot(depots, compound.site).depotId,
      name: uniqueName(stationName(compound.name, kind, random), names),
      kind,
      position: site.position,
      street: site.street,
      tier,
      windowKind,
      windows,
      fixedServiceMinutes: kind === 'locker' ? 6 + random.below(3) : 4 + random.below(4),
      minutesPer100Kg: kind === 'locker' ? 4 : 2 + random.below(2),
      hasFreezer: random.chance(kind === 'leader' ? 0.85 : kind === 'locker' ? 0.4 : 0.75),
      maxVehicleHeightMeters: lowGarage ? 2.3 : height < 0.15 ? 2.6 : height < 0.31 ? 3.2 : undefined,
      status: at % Math.floor(count / Math.max(1, suspended)) === 12 && at < suspended * 75 + 12 ? 'suspended' : 'open',
      weight:
        Math.min(4, Math.max(0.25, Math.exp(0.62 * random.normal()))) *
        { A: 1.7, B: 1, C: 0.65 }[tier] *
        (kind === 'leader' ? 0.7 : 1),
    };
  });
}

function stationName(estate: string, kind: StationKind, random: Seeded): string {
  if (kind === 'locker') return `${estate}冷链柜`;
  if (kind === 'station') return `${estate}自提点`;
  return `${estate}${surnames[random.below(surnames.length)]}${random.pick(['姐', '哥', '阿姨', '老师'])}团长点`;
}

function uniqueName(name: string, names: Set<string>): string {
  let unique = name;
  for (let number = 2; names.has(unique); number++) unique = `${name}${number}`;
  names.add(unique);
  return unique;
}

/** Lockers take goods all day, leaders when they are at home, stations as their shop is open. */
function receivingWindows(kind: StationKind, random: Seeded): Pick<DemoStation, 'windowKind' | 'windows'> {
  const shares = { station: [30, 38, 32], locker: [10, 10, 80], leader: [60, 35, 5] }[kind];
  const windowKind = (['narrow', 'half-day', 'all-day'] as const)[random.weighted(shares)];
  if (windowKind === 'all-day') return { windowKind, windows: [[kind === 'locker' ? '06:00' : '06:30', '16:30']] };
  if (windowKind === 'half-day') {
    return {
      windowKind,
      windows: random.pick([
        [['06:30', '12:00']],
        [['07:00', '12:00']],
        [['12:00', '17:00']],
        [['12:30', '17:00']],
        [
          ['07:00', '11:30'],
          ['14:00', '16:00'],
        ],
        [
          ['06:30', '11:00'],
          ['14:30', '16:30'],
        ],
      ] as [string, string][][]),
    };
  }
  const opens = 7 * 60 + 30 * random.below(15);
  const length = random.pick([30, 60, 60, 90, 90, 120, 120, 150]);
  return { windowKind, windows: [[clock(opens), clock(opens + length)]] };
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function nearestDepot(depots: readonly DemoDepot[], point: Point): DemoDepot {
  return depots.reduce((best, depot) =>
    distanceBetween(depot.point, point) < distanceBetween(best.point, point) ? depot : best,
  );
}
