import type { GroundUse } from '../city/city-ground.js';
import type { Highway } from '../city/city-plan.js';

/** How densely and evenly ground of a use is filled with streets. */
export interface FillRule {
  readonly superblockMeters: number;
  readonly blockMeters: number;
  readonly jitter: number;
  readonly oneway: number;
  /** Share of blocks with a compound and its lane. */
  readonly compounds: number;
}

export const fillRules: Record<GroundUse, FillRule> = {
  'old-town': { superblockMeters: 330, blockMeters: 92, jitter: 0.55, oneway: 0.3, compounds: 0.25 },
  inner: { superblockMeters: 470, blockMeters: 175, jitter: 0.45, oneway: 0.16, compounds: 0.6 },
  business: { superblockMeters: 400, blockMeters: 190, jitter: 0.1, oneway: 0.25, compounds: 0.35 },
  middle: { superblockMeters: 580, blockMeters: 225, jitter: 0.4, oneway: 0.08, compounds: 0.75 },
  outer: { superblockMeters: 720, blockMeters: 290, jitter: 0.4, oneway: 0.03, compounds: 0.7 },
  industrial: { superblockMeters: 690, blockMeters: 360, jitter: 0.25, oneway: 0, compounds: 0.6 },
  countryside: { superblockMeters: 1500, blockMeters: 0, jitter: 0.6, oneway: 0, compounds: 0 },
};

/** Ranks of the streets between superblocks, each as likely as it stands here. */
export const districtHighways: Record<GroundUse, readonly Highway[]> = {
  'old-town': ['tertiary', 'tertiary', 'secondary'],
  inner: ['secondary', 'tertiary', 'tertiary'],
  business: ['secondary', 'tertiary'],
  middle: ['secondary', 'tertiary', 'tertiary'],
  outer: ['secondary', 'tertiary'],
  industrial: ['secondary', 'tertiary'],
  countryside: ['unclassified'],
};
