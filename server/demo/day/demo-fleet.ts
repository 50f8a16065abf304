import { Seeded } from '../seeded.js';

export interface DemoVehicle {
  readonly vehicleId: string;
  readonly depotId: string;
  readonly type: VehicleType;
  readonly maxStops: number;
  readonly shift: readonly [string, string];
  readonly maxTrips: number;
  readonly status: 'available' | 'maintenance';
}

export interface VehicleType {
  readonly name: string;
  readonly payloadKg: number;
  readonly compartments: readonly { readonly zones: string; readonly liters: number }[];
  readonly heightMeters: number;
  readonly profile: 'auto' | 'truck';
  readonly rangeKm: number | undefined;
  readonly fixedCost: number;
  readonly costPerKm: number;
  readonly costPerHour: number;
  /** Of 25 vehicles. */
  readonly share: number;
}

const cold = 'chilled|fresh';
const dry = 'ambient|fresh';

/** Figures are assumed, of the order that such vehicles have. */
export const vehicleTypes: readonly VehicleType[] = [
  {
    name: '三温面包车 3-zone van',
    payloadKg: 1150,
    compartments: [
      { zones: 'frozen', liters: 190 },
      { zones: cold, liters: 1650 },
      { zones: dry, liters: 2950 },
    ],
    heightMeters: 2.5,
    profile: 'auto',
    rangeKm: undefined,
    fixedCost: 220,
    costPerKm: 1.6,
    costPerHour: 34,
    share: 8,
  },
  {
    name: '三温货车 3-zone truck 4.2 m',
    payloadKg: 1750,
    compartments: [
      { zones: 'frozen', liters: 420 },
      { zones: cold, liters: 3300 },
      { zones: dry, liters: 5600 },
    ],
    heightMeters: 3.1,
    profile: 'truck',
    rangeKm: undefined,
    fixedCost: 310,
    costPerKm: 2.5,
    costPerHour: 38,
    share: 6,
  },
  {
    name: '电动三温车 e-van',
    payloadKg: 880,
    compartments: [
      { zones: 'frozen', liters: 130 },
      { zones: cold, liters: 1100 },
      { zones: dry, liters: 2250 },
    ],
    heightMeters: 2.2,
    profile: 'auto',
    rangeKm: 180,
    fixedCost: 180,
    costPerKm: 0.7,
    costPerHour: 33,
    share: 6,
  },
  {
    name: '冷藏车 reefer 3.9 m',
    payloadKg: 1450,
    compartments: [
      { zones: 'frozen', liters: 950 },
      { zones: cold, liters: 5100 },
    ],
    heightMeters: 2.9,
    profile: 'truck',
    rangeKm: undefined,
    fixedCost: 320,
    costPerKm: 2.8,
    costPerHour: 38,
    share: 2,
  },
  {
    name: '常温车 dry van',
    payloadKg: 1400,
    compartments: [{ zones: dry, liters: 7200 }],
    heightMeters: 2.6,
    profile: 'auto',
    rangeKm: undefined,
    fixedCost: 190,
    costPerKm: 1.7,
    costPerHour: 33,
    share: 2,
  },
  {
    name: '微型电动车 micro EV',
    payloadKg: 420,
    compartments: [
      { zones: cold, liters: 420 },
      { zones: dry, liters: 1050 },
    ],
    heightMeters: 1.9,
    profile: 'auto',
    rangeKm: 90,
    fixedCost: 110,
    costPerKm: 0.4,
    costPerHour: 31,
    share: 1,
  },
];

const shifts = [
  ['05:00', '14:00'],
  ['05:30', '15:00'],
  ['06:00', '16:00'],
  ['07:30', '17:30'],
  ['08:30', '18:00'],
] as const;

/** Vehicles in the mix above, spread evenly over the depots; one in 25 is in the workshop. */
export function makeFleet(count: number, depotIds: readonly string[], seed: number): DemoVehicle[] {
  const random = new Seeded(seed, 12);
  const mix = vehicleTypes.flatMap((type) => Array.from({ length: type.share }, () => type));
  // The first of a fleet are mixed too, so that a small one is not all of one kind.
  const order = random.shuffled(mix);
  return Array.from({ length: count }, (_, at) => ({
    vehicleId: `团A${10_037 + at * 37}`,
    depotId: depotIds[at % depotIds.length],
    type: order[at % order.length],
    maxStops: random.pick([10, 12, 12, 14, 16]),
    shift: random.pick(shifts),
    maxTrips: random.chance(0.2) ? 2 : 1,
    status: at % 25 === 19 ? 'maintenance' : 'available',
  }));
}

const surnames = '王李张刘陈杨黄赵周吴徐孙朱马胡郭何林罗高';
const givenNames = [
  '建国',
  '志强',
  '伟',
  '晓东',
  '海涛',
  '志刚',
  '明',
  '文斌',
  '永康',
  '小军',
  '家豪',
  '春生',
  '玉梅',
  '丽华',
  '国庆',
  '天宇',
];

export interface DemoCourier {
  readonly courierId: string;
  readonly name: string;
  /** Of a range that no operator gives out. */
  readonly phone: string;
  readonly vehicleId: string;
}

/** One courier for each vehicle. */
export function makeCouriers(fleet: readonly DemoVehicle[], seed: number): DemoCourier[] {
  const random = new Seeded(seed, 13);
  return fleet.map(({ vehicleId }, at) => ({
    courierId: `TDC${String(at + 1).padStart(3, '0')}`,
    name: surnames[random.below(surnames.length)] + random.pick(givenNames),
    phone: `1990000${String(at + 1).padStart(4, '0')}`,
    vehicleId,
  }));
}
