/** A temperature zone: a row of data that the operator may edit. The four to begin with are `standardZones`. */
export interface TemperatureZone {
  readonly zoneId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** Order on lists and screens, coldest first. */
  readonly sort: number;
  readonly minCelsius: number;
  readonly maxCelsius: number;
  /** Minutes that goods may be out of the cold; undefined where it does not matter. */
  readonly minutesOutOfRefrigeration: number | undefined;
  readonly tote: ToteKind;
}

/** The reusable box that goods of a zone ride in. */
export interface ToteKind {
  readonly nameZh: string;
  readonly nameEn: string;
  readonly milliliters: number;
  readonly grams: number;
}

/** The zones of a new installation; sizes and times are rows to edit afterwards. */
export const standardZones: readonly TemperatureZone[] = [
  {
    zoneId: 'frozen',
    nameZh: '冷冻',
    nameEn: 'Frozen',
    sort: 1,
    minCelsius: -25,
    maxCelsius: -18,
    minutesOutOfRefrigeration: 15,
    tote: { nameZh: '冰板保温箱', nameEn: 'Ice box with plates', milliliters: 30_000, grams: 12_000 },
  },
  {
    zoneId: 'chilled',
    nameZh: '冷藏',
    nameEn: 'Chilled',
    sort: 2,
    minCelsius: 0,
    maxCelsius: 4,
    minutesOutOfRefrigeration: 30,
    tote: { nameZh: '保温箱', nameEn: 'Ice box', milliliters: 40_000, grams: 15_000 },
  },
  {
    zoneId: 'fresh',
    nameZh: '生鲜',
    nameEn: 'Fresh',
    sort: 3,
    minCelsius: 5,
    maxCelsius: 15,
    minutesOutOfRefrigeration: 120,
    tote: { nameZh: '透气筐', nameEn: 'Vented crate', milliliters: 50_000, grams: 18_000 },
  },
  {
    zoneId: 'ambient',
    nameZh: '常温',
    nameEn: 'Ambient',
    sort: 4,
    minCelsius: 5,
    maxCelsius: 30,
    minutesOutOfRefrigeration: undefined,
    tote: { nameZh: '周转箱', nameEn: 'Plain tote', milliliters: 60_000, grams: 20_000 },
  },
];

/** Totes are filled to 85 % of their volume: goods do not tile. */
const fillPercent = 85;

/** What goods may take up in a tote. */
export interface ToteRoom {
  readonly grams: number;
  readonly milliliters: number;
}

export function toteRoom({ grams, milliliters }: ToteKind): ToteRoom {
  return { grams, milliliters: Math.max(1, Math.floor((milliliters * fillPercent) / 100)) };
}
