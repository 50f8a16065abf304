/** How a road is drawn, and what the legend says of roads drawn so. */
export interface RoadStyle {
  /** Up to this value roads are drawn so: a part of the speed compared with, or seconds. */
  readonly upTo: number;
  readonly colour: string;
  /** Pixels. Wider is worse, so that the layer can be read without its colours. */
  readonly weight: number;
}

/** A closed road: black, broken, widest. */
export const closedStyle: RoadStyle & { readonly dash: string } = {
  upTo: 0,
  colour: '#111111',
  weight: 5,
  dash: '3 6',
};

/** By speed as a part of the speed compared with; told apart with any colour vision (after Crameri's lajolla). */
export const slownessStyles: readonly RoadStyle[] = [
  { upTo: 0.3, colour: '#4d1a2c', weight: 4.5 },
  { upTo: 0.5, colour: '#a6364b', weight: 3.75 },
  { upTo: 0.7, colour: '#e0713b', weight: 3 },
  { upTo: 0.9, colour: '#e3ab3c', weight: 2.25 },
  { upTo: 1.1, colour: '#8aa6b1', weight: 1.5 },
  { upTo: Number.POSITIVE_INFINITY, colour: '#3f7fbf', weight: 2 },
];

/** By seconds from the depot: dark is near (after viridis). */
export const reachStyles: readonly RoadStyle[] = [
  { upTo: 10 * 60, colour: '#440154', weight: 3.25 },
  { upTo: 20 * 60, colour: '#3b528b', weight: 3 },
  { upTo: 30 * 60, colour: '#21878c', weight: 2.75 },
  { upTo: 45 * 60, colour: '#35a35c', weight: 2.25 },
  { upTo: 60 * 60, colour: '#b0bf1a', weight: 2 },
];

/** The first style whose end is not below the value. */
export function styleOf(styles: readonly RoadStyle[], value: number): RoadStyle {
  return styles.find(({ upTo }) => value <= upTo) ?? styles[styles.length - 1];
}
