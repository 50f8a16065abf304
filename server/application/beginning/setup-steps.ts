import type { OwnDepots } from '../../domain/own-depots.js';

/** The steps to the first plan, in their order. */
export const stepNames = [
  'map',
  'depot',
  'zones',
  'products',
  'vehicles',
  'stations',
  'people',
  'orders',
  'plan',
] as const;
export type StepName = (typeof stepNames)[number];

/** What the record holds of one depot, or of all. */
export interface SetupFigures {
  readonly depots: number;
  readonly zones: number;
  /** Products that can be ordered. */
  readonly products: number;
  /** Vehicles that are available and have a compartment. */
  readonly vehicles: number;
  /** Stations that take orders. */
  readonly stations: number;
  readonly couriers: number;
  /** Accounts that may come in, but for admins of all depots. */
  readonly accounts: number;
  readonly orders: number;
  readonly plans: number;
  /** Consignments that the latest plan leaves out. */
  readonly unassigned: number;
  /** Depots and stations that lie outside of the map in use. */
  readonly outside: number;
}

/** Degrees around a map's roads. */
export interface MapExtent {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

export type ReadSetupFigures = (own: OwnDepots, extent: MapExtent | undefined) => Promise<SetupFigures>;

export interface SetupStep {
  readonly step: StepName;
  readonly isDone: boolean;
  readonly count: number;
  readonly note: '' | 'estimated' | 'outside' | 'no-couriers' | 'no-accounts' | 'unassigned';
  readonly noted: number;
}

export interface Setup {
  readonly isEmpty: boolean;
  readonly isDone: boolean;
  readonly next: StepName | null;
  readonly steps: readonly SetupStep[];
}

/**
 * What is done on the way to the first plan and what comes next.
 *
 * @param hasRoads whether times are those of roads: a map is in use, or an engine of somebody else's answers.
 */
export function setupSteps(figures: SetupFigures, hasRoads: boolean): Setup {
  const step = (name: StepName, count: number, isDone = count > 0): SetupStep => ({
    step: name,
    isDone,
    count,
    note: '',
    noted: 0,
  });
  const noted = (of: SetupStep, note: SetupStep['note'], number: number): SetupStep =>
    of.note === '' && number > 0 ? { ...of, note, noted: number } : of;
  const people = step('people', figures.couriers + figures.accounts, figures.couriers > 0 && figures.accounts > 0);
  const steps = [
    noted(noted(step('map', hasRoads ? 1 : 0), 'estimated', hasRoads ? 0 : 1), 'outside', figures.outside),
    step('depot', figures.depots),
    step('zones', figures.zones),
    step('products', figures.products),
    step('vehicles', figures.vehicles),
    step('stations', figures.stations),
    noted(noted(people, 'no-couriers', figures.couriers === 0 ? 1 : 0), 'no-accounts', figures.accounts === 0 ? 1 : 0),
    step('orders', figures.orders),
    noted(step('plan', figures.plans), 'unassigned', figures.unassigned),
  ];
  const next = steps.find(({ isDone }) => !isDone)?.step ?? null;
  return { isEmpty: figures.depots === 0, isDone: next === null, next, steps };
}
