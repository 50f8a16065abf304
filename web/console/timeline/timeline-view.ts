import { signal } from '@preact/signals';

/** By what rows are made. */
export const groupings = ['vehicles', 'drivers', 'docks'] as const;
export type Grouping = (typeof groupings)[number];

export const usualHeight = 260;

/** What the page's address says of the timeline; the rest of it comes with its code. */
export const isTimelineShown = signal(false);
export const grouping = signal<Grouping>('vehicles');
/** Of the part under the map, in pixels. */
export const timelineHeight = signal(usualHeight);
