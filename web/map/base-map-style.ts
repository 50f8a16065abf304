/** Colours and widths of the base map: light and calm, so that runs and stops stand out on it. */

export const groundColour = '#f6f5f1';

export const areaColours: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  land: {
    residential: '#f0eeea',
    commercial: '#f4ede9',
    industrial: '#eceaee',
    institution: '#f3f0e6',
    farmland: '#f5f5ec',
  },
  green: { park: '#dcead2', wood: '#d5e6ca', grass: '#e4eedb', sport: '#d9e9dc' },
  water: { lake: '#c5dcea', river: '#c5dcea' },
  building: { building: '#e5e1da' },
};

export const waterColour = '#c5dcea';
export const buildingOutline = '#d9d4cb';
export const railColour = '#b4b3b8';

export interface StreetStyle {
  readonly fill: string;
  readonly casing: string;
  /** Pixels of the fill at zooms 10, 12, 14, 16 and 18; 0 is not drawn. */
  readonly widths: readonly [number, number, number, number, number];
  /** Zoom from which the casing shows. */
  readonly casingZoom: number;
  /** Zoom from which names are written. */
  readonly nameZoom: number;
}

/** From the narrowest to the widest: the order in which they are drawn. */
export const streetStyles: readonly (readonly [string, StreetStyle])[] = [
  ['path', { fill: '#e9e2d8', casing: '#e9e2d8', widths: [0, 0, 0, 1.2, 3], casingZoom: 99, nameZoom: 18 }],
  ['service', { fill: '#ffffff', casing: '#dfdbd4', widths: [0, 0, 0.8, 3, 9], casingZoom: 15, nameZoom: 17 }],
  ['minor', { fill: '#ffffff', casing: '#dcd8d0', widths: [0, 0.5, 1.6, 6, 16], casingZoom: 14, nameZoom: 16 }],
  ['tertiary', { fill: '#ffffff', casing: '#d6d1c8', widths: [0.4, 1, 3, 9, 22], casingZoom: 13, nameZoom: 15 }],
  ['secondary', { fill: '#fffaec', casing: '#d8cfb9', widths: [0.8, 1.6, 4.2, 11, 26], casingZoom: 12, nameZoom: 14 }],
  ['primary', { fill: '#fdf0cd', casing: '#dbc999', widths: [1.1, 2.2, 5, 12.5, 28], casingZoom: 12, nameZoom: 13 }],
  ['trunk', { fill: '#fbe3b0', casing: '#d9bc80', widths: [1.5, 2.7, 5.4, 13, 28], casingZoom: 11, nameZoom: 13 }],
  ['motorway', { fill: '#f9d8a4', casing: '#d6b06f', widths: [1.6, 2.9, 5.8, 13.5, 28], casingZoom: 11, nameZoom: 13 }],
];

const widthZooms = [10, 12, 14, 16, 18] as const;

/** The width at any zoom: it grows by a constant factor a zoom between the given ones. */
export function widthAt(widths: StreetStyle['widths'], zoom: number): number {
  const within = Math.min(18, Math.max(10, zoom));
  const at = Math.min(3, Math.floor((within - 10) / 2));
  const share = (within - widthZooms[at]) / 2;
  const low = widths[at];
  const high = widths[at + 1];
  if (low === 0) return share < 0.5 ? 0 : high * share;
  return low * (high / low) ** share;
}

export const fontFamily =
  "'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', 'Source Han Sans SC', system-ui, sans-serif";

export interface LabelStyle {
  readonly colour: string;
  readonly halo: string;
  readonly pixels: number;
  readonly weight: number;
  readonly minZoom: number;
  readonly maxZoom: number;
}

/** Names of places, most important first. */
export const placeStyles: Readonly<Record<string, LabelStyle>> = {
  city: { colour: '#4b4843', halo: '#f6f5f1', pixels: 17, weight: 600, minZoom: 8, maxZoom: 12 },
  town: { colour: '#4b4843', halo: '#f6f5f1', pixels: 15, weight: 600, minZoom: 10, maxZoom: 14 },
  suburb: { colour: '#7b756c', halo: '#f6f5f1', pixels: 14, weight: 600, minZoom: 12, maxZoom: 15 },
  village: { colour: '#7b756c', halo: '#f6f5f1', pixels: 12, weight: 500, minZoom: 14, maxZoom: 17 },
  quarter: { colour: '#7b756c', halo: '#f6f5f1', pixels: 12, weight: 500, minZoom: 14, maxZoom: 17 },
  neighbourhood: { colour: '#7b756c', halo: '#f6f5f1', pixels: 12, weight: 500, minZoom: 14, maxZoom: 17 },
  station: { colour: '#5f5d66', halo: '#ffffff', pixels: 12, weight: 600, minZoom: 13, maxZoom: 20 },
  water: { colour: '#5c8bab', halo: '#d3e5f0', pixels: 12, weight: 500, minZoom: 12, maxZoom: 20 },
  park: { colour: '#64895a', halo: '#eaf2e3', pixels: 11.5, weight: 500, minZoom: 13, maxZoom: 20 },
};

export const streetLabel = { colour: '#6f6a62', halo: 'rgba(255,255,255,0.92)', pixels: 11.5, weight: 500 } as const;
export const waterwayLabel = { colour: '#5c8bab', halo: '#d3e5f0', pixels: 13, weight: 500 } as const;
