import { isInside, type Point, type Polyline } from '../geometry/plane.js';
import { Seeded } from '../seeded.js';
import type { PlaceName } from './chinese-names.js';

export type Highway =
  | 'trunk'
  | 'trunk_link'
  | 'primary'
  | 'secondary'
  | 'tertiary'
  | 'residential'
  | 'living_street'
  | 'unclassified'
  | 'service'
  | 'footway';

/** How the carriageways of a street lie. */
export type Carriageways =
  | 'single'
  /** Two one-way carriageways at street level. */
  | 'dual'
  /** Two raised one-way carriageways without junctions, one-way side roads beneath, ramps between them. */
  | 'expressway';

/** A street of the skeleton, by its centre line. */
export interface SkeletonStreet extends PlaceName {
  readonly points: Polyline;
  readonly closed: boolean;
  readonly highway: Highway;
  readonly carriageways: Carriageways;
}

/** Water that only bridges cross: a centre line, a width that may vary along it, and a road on either bank. */
export interface River extends PlaceName {
  readonly points: Polyline;
  /** Meters from bank to bank at each point. */
  readonly widths: readonly number[];
  /** Meters from the bank to the road along it. */
  readonly embankment: number;
}

/** The large lines that a city grows along, on the drawing board. */
export interface CityPlan {
  /** Meters from the centre to where the map ends. */
  readonly radius: number;
  /** Mean radii of the ring roads, from the inside out. */
  readonly rings: readonly number[];
  readonly rivers: readonly River[];
  readonly streets: readonly SkeletonStreet[];
  /** Where the map ends: a closed line, no street. */
  readonly edge: Polyline;
  readonly railway: Polyline;
}

const ringNumbers = ['一', '二', '三', '四', '五', '六'];

/** The area grows slower than the number of stations, since large cities are denser. */
export function radiusFor(stations: number): number {
  return 8500 * (Math.max(stations, 40) / 150) ** 0.35;
}

/** Lays out river, ring roads, avenues and railway. Depends on nothing but seed and size. */
export function planCity(seed: number, stations: number): CityPlan {
  const random = new Seeded(seed, 1);
  const radius = radiusFor(stations);
  const size = radius / 8500;
  const rings =
    size < 2
      ? [1300 * size ** 0.4, 0.375 * radius, 0.67 * radius]
      : [1500 * size ** 0.4, 0.24 * radius, 0.44 * radius, 0.7 * radius];
  const centreClearance = rings[0] * 1.1 + 560;

  const bend = [random.between(0, 6.28), random.between(0, 6.28)];
  const waves = [random.between(4200, 5200) * size ** 0.6, random.between(1700, 2100) * size ** 0.5];
  const riverY = (x: number) => {
    const free = Math.min(1, Math.max(0, Math.abs(x) / rings[1] - 0.15));
    const meander =
      1150 * size ** 0.6 * Math.sin((x / waves[0]) * 1.1 + bend[0]) + 240 * Math.sin(x / waves[1] + bend[1]);
    return -centreClearance - 140 + meander * free * (1 - 0.25 * free) - 0.04 * Math.abs(x);
  };
  const riverLine: Point[] = [];
  const riverWidths: number[] = [];
  for (let x = -radius * 1.12; x <= radius * 1.12; x += 130) {
    riverLine.push({ x, y: riverY(x) });
    riverWidths.push((330 + 70 * Math.sin(x / 1900 + bend[1]) + 40 * Math.sin(x / 700)) * size ** 0.25);
  }
  const river: River = {
    name: '澄江',
    nameEn: 'Cheng River',
    points: riverLine,
    widths: riverWidths,
    embankment: 75,
  };

  // The brook comes down from the hills in the north and joins the river east of the old town.
  const mouthX = rings[0] * 1.15 + 0.3 * (rings[1] - rings[0] * 1.15);
  const brookX = (y: number) => {
    const rise = Math.max(0, y - riverY(mouthX)) / radius;
    return (
      mouthX + 0.16 * radius * rise + 260 * size ** 0.5 * rise ** 0.5 * Math.sin(y / (900 * size ** 0.5) + bend[0])
    );
  };
  const brookLine: Point[] = [];
  for (let y = riverY(mouthX); y <= radius * 1.12; y += 110) brookLine.push({ x: brookX(y), y });
  const brook: River = {
    name: '松溪',
    nameEn: 'Song Brook',
    points: brookLine,
    widths: brookLine.map((_, at) => 44 - 10 * (at / brookLine.length)),
    embankment: 26,
  };

  const edge = closedCurve(radius, 0.05, 2.4, random, 220);
  const streets: SkeletonStreet[] = [];
  rings.forEach((ring, at) => {
    const number = ringNumbers[at];
    const carriageways: Carriageways = at === 0 ? 'single' : at === 1 ? 'expressway' : 'dual';
    streets.push({
      points: closedCurve(ring, 0.03, 3.4, random, 120),
      closed: true,
      highway: at === 0 ? 'primary' : 'trunk',
      carriageways,
      name: at === 0 ? '内环路' : at === 1 ? '二环快速路' : `${number}环路`,
      nameEn:
        at === 0
          ? 'Inner Ring Road'
          : at === 1
            ? '2nd Ring Expressway'
            : `${at + 1}${at === 2 ? 'rd' : 'th'} Ring Road`,
    });
  });

  const far = radius * 1.15;
  const axisBend = random.between(0, 6.28);
  const northSouth = (x: number): Point[] => {
    const line: Point[] = [];
    for (let y = -far; y <= far; y += 160) {
      const free = Math.min(1, Math.max(0, (Math.abs(y) - rings[0]) / radius));
      line.push({ x: x * (1 + 0.22 * free) + 420 * size * free * Math.sin(y / (0.31 * radius) + axisBend + x), y });
    }
    return line;
  };
  streets.push({
    points: northSouth(0),
    closed: false,
    highway: 'primary',
    carriageways: 'dual',
    name: '团达大道',
    nameEn: 'Tuanda Avenue',
  });
  const westEast: Point[] = [];
  for (let x = -far; x <= far; x += 160) {
    const free = Math.min(1, Math.max(0, (Math.abs(x) - rings[0]) / radius));
    westEast.push({
      x,
      y: 90 + 0.3 * radius * free * (x < 0 ? 0.7 : 0.4) + 330 * size * free * Math.sin(x / (0.27 * radius)),
    });
  }
  streets.push({
    points: westEast,
    closed: false,
    highway: 'primary',
    carriageways: 'single',
    name: '人和大道',
    nameEn: 'Renhe Avenue',
  });

  // Avenues across the river half-way between two rings: with the rings and the axis they carry all the bridges.
  const avenueNames: PlaceName[] = [
    { name: '云杉大道', nameEn: 'Yunshan Avenue' },
    { name: '晨光大道', nameEn: 'Chenguang Avenue' },
    { name: '望江大道', nameEn: 'Wangjiang Avenue' },
    { name: '锦华大道', nameEn: 'Jinhua Avenue' },
    { name: '长宁大道', nameEn: 'Changning Avenue' },
    { name: '文峰大道', nameEn: 'Wenfeng Avenue' },
    { name: '鹭洲大道', nameEn: 'Luzhou Avenue' },
    { name: '青屏大道', nameEn: 'Qingping Avenue' },
  ];
  for (let at = 0; at + 1 < rings.length; at++) {
    const x = (rings[at] + rings[at + 1]) / 2;
    // The brook keeps the place of the first eastern avenue.
    for (const side of at === 0 ? [-1] : [-1, 1]) {
      streets.push({
        points: northSouth(side * x),
        closed: false,
        highway: 'primary',
        carriageways: 'single',
        ...avenueNames[streets.length % avenueNames.length],
      });
    }
  }

  // Diagonals out of the inner rings, slightly bent.
  const diagonals: [degrees: number, ring: number, name: PlaceName][] = [
    [36, 0, { name: '东山大道', nameEn: 'Dongshan Avenue' }],
    [143, 0, { name: '西岭大道', nameEn: 'Xiling Avenue' }],
    [-54, 1, { name: '东江大道', nameEn: 'Dongjiang Avenue' }],
    [-121, 1, { name: '南湾大道', nameEn: 'Nanwan Avenue' }],
  ];
  for (const [degrees, ring, name] of diagonals) {
    const outline = streets[ring].points;
    const swing = random.between(-0.06, 0.06);
    let angle = ((degrees + random.between(-3, 3)) * Math.PI) / 180;
    const at = (reach: number): Point => {
      const turned = angle + swing * Math.sin((reach / radius) * 3);
      return { x: reach * Math.cos(turned), y: reach * Math.sin(turned) };
    };
    // It begins on the ring itself, found by halving.
    const ringReach = () => {
      let inside = 0;
      let outside = far;
      for (let round = 0; round < 60; round++) {
        const middle = (inside + outside) / 2;
        if (isInside(at(middle), outline)) inside = middle;
        else outside = middle;
      }
      return outside;
    };
    let begin = ringReach();
    // Those of the south begin well clear of the river: the next bearing further south, until the bank is behind.
    const bankMeters = 420 * size ** 0.25 + 160;
    while (degrees < 0 && at(begin).y > riverY(at(begin).x) - bankMeters && Math.abs(angle + Math.PI / 2) > 0.1) {
      angle += angle > -Math.PI / 2 ? -0.03 : 0.03;
      begin = ringReach();
    }
    const line: Point[] = [];
    for (let reach = begin; reach <= far; reach += 150) line.push(at(reach));
    streets.push({ points: line, closed: false, highway: 'primary', carriageways: 'single', ...name });
  }

  const railway: Point[] = [];
  for (let share = -1.15; share <= 1.15; share += 0.012) {
    railway.push({
      x: radius * (share * 0.93 + 0.06 * Math.sin(share * 3)),
      y: radius * (0.47 - 0.16 * share + 0.07 * Math.sin(share * 4.2 + 0.4)),
    });
  }
  return { radius, rings, rivers: [river, brook], streets, edge, railway };
}

/** A rounded square with slow waves, as ring roads are that follow an old wall. `power` 2 is a circle, more is squarer. */
function closedCurve(radius: number, wave: number, power: number, random: Seeded, step: number): Point[] {
  const phases = [random.between(0, 6.28), random.between(0, 6.28), random.between(0, 6.28)];
  const count = Math.round((2 * Math.PI * radius) / step);
  return Array.from({ length: count }, (_, at) => {
    const angle = (2 * Math.PI * at) / count;
    const square = (Math.abs(Math.cos(angle)) ** power + Math.abs(Math.sin(angle)) ** power) ** (-1 / power);
    const uneven =
      1 +
      wave * Math.sin(angle * 2 + phases[0]) +
      wave * 0.7 * Math.sin(angle * 3 + phases[1]) +
      wave * 0.4 * Math.sin(angle * 5 + phases[2]);
    const reach = radius * square * uneven;
    return { x: reach * Math.cos(angle), y: reach * Math.sin(angle) };
  });
}
