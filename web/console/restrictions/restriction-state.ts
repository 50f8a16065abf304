import { effect, signal } from '@preact/signals';
import { api } from '../../api/api.js';
import type { RestrictionRequest, VehicleRestriction, VehicleRestrictions } from '../../api/types.js';
import { numberText, readNumber } from '../../components/form/read-number.js';
import type { LonLat } from '../../map/datum.js';
import { depotId } from '../console-state.js';

/** Bounds as the API names them, in the order of the form. */
export const bounds = [
  'heavierThanKilograms',
  'higherThanMillimeters',
  'widerThanMillimeters',
  'longerThanMillimeters',
  'axleLoadOverKilograms',
] as const;
export type Bound = (typeof bounds)[number];

/** Tons and meters as people type them. */
const boundForm = { scale: 1000, least: 1, most: 1_000_000 } as const;

/** A restriction that somebody is drawing. */
export interface RestrictionDraft {
  readonly depotId: string;
  /** Undefined for a new one. */
  readonly restrictionId: string | undefined;
  readonly name: string;
  readonly shape: 'area' | 'line';
  /** Of an area each corner once. */
  readonly points: readonly LonLat[];
  readonly bothWays: boolean;
  readonly hours: RestrictionRequest['hours'];
  readonly profile: 'auto' | 'truck' | undefined;
  /** As typed. */
  readonly bounds: Readonly<Record<Bound, string>>;
  readonly permitSkill: string;
  readonly allowsDestinations: boolean;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly isOn: boolean;
}

/** Of the depot that is shown; undefined until they have come. */
export const restrictions = signal<(VehicleRestrictions & { readonly depotId: string }) | undefined>(undefined);
export const restrictionsFailure = signal<unknown>(undefined);
export const restrictionDraft = signal<RestrictionDraft | undefined>(undefined);

/** Reads them again. */
export async function readRestrictions(): Promise<void> {
  const depot = depotId.value;
  if (depot === undefined) return;
  try {
    const read = await api.restrictions(depot);
    if (depotId.value !== depot) return;
    restrictions.value = { ...read, depotId: depot };
    restrictionsFailure.value = undefined;
  } catch (error) {
    if (depotId.value === depot) restrictionsFailure.value = error;
  }
}

/** Somebody else may draw while one looks. */
const againMilliseconds = 60_000;

/** Reads the restrictions of the depot that is shown, and of another one when that is. @returns what ends it. */
export function watchRestrictions(): () => void {
  return effect(() => {
    const depot = depotId.value;
    if (restrictionDraft.peek()?.depotId !== depot) restrictionDraft.value = undefined;
    if (restrictions.peek()?.depotId !== depot) restrictions.value = undefined;
    if (depot === undefined) return;
    void readRestrictions();
    const timer = setInterval(() => void readRestrictions(), againMilliseconds);
    return () => clearInterval(timer);
  });
}

const noBounds = Object.fromEntries(bounds.map((bound) => [bound, ''])) as Record<Bound, string>;

export function newDraft(depot: string): RestrictionDraft {
  return {
    depotId: depot,
    restrictionId: undefined,
    name: '',
    shape: 'area',
    points: [],
    bothWays: true,
    hours: [],
    profile: 'truck',
    bounds: noBounds,
    permitSkill: '',
    allowsDestinations: false,
    validFrom: '',
    validUntil: '',
    isOn: true,
  };
}

export function draftOf(restriction: VehicleRestriction): RestrictionDraft {
  const { geometry, vehicles, validFrom = '', validUntil = '' } = restriction;
  const { depotId: depot, restrictionId, name, bothWays, hours, allowsDestinations, isOn } = restriction;
  const pairs = geometry.type === 'Polygon' ? geometry.coordinates[0].slice(0, -1) : geometry.coordinates;
  const typed = bounds.map((bound) => [bound, boundText(vehicles[bound])]);
  return {
    depotId: depot,
    restrictionId,
    name,
    shape: geometry.type === 'Polygon' ? 'area' : 'line',
    points: pairs.map(([lon, lat]) => ({ lon, lat })),
    bothWays,
    hours,
    profile: vehicles.profile,
    bounds: Object.fromEntries(typed) as Record<Bound, string>,
    permitSkill: vehicles.permitSkill ?? '',
    allowsDestinations,
    validFrom,
    validUntil,
    isOn,
  };
}

/** A bound in tons or meters; nothing for none. */
export function boundText(value: number | undefined): string {
  return value === undefined ? '' : numberText(value, boundForm);
}

/** A bound as it was typed, in the API's unit; undefined where it is none. */
export function readBound(text: string): number | undefined {
  const read = readNumber(text, boundForm);
  return 'value' in read ? read.value : undefined;
}

/** What is sent of a draft whose bounds can be read. */
export function requestOf(draft: RestrictionDraft): RestrictionRequest {
  const { name, shape, points, bothWays, hours, profile, permitSkill, allowsDestinations, isOn } = draft;
  const pairs = points.map(({ lon, lat }): [number, number] => [lon, lat]);
  const said = bounds.flatMap((bound) =>
    draft.bounds[bound].trim() === '' ? [] : [[bound, readBound(draft.bounds[bound])]],
  );
  return {
    name,
    geometry:
      shape === 'area'
        ? { type: 'Polygon', coordinates: [[...pairs, ...pairs.slice(0, 1)]] }
        : { type: 'LineString', coordinates: pairs },
    bothWays: shape === 'line' && bothWays,
    hours,
    vehicles: {
      ...(profile !== undefined && { profile }),
      ...(Object.fromEntries(said) as Partial<Record<Bound, number>>),
      ...(permitSkill.trim() !== '' && { permitSkill: permitSkill.trim() }),
    },
    allowsDestinations,
    ...(draft.validFrom !== '' && { validFrom: draft.validFrom }),
    ...(draft.validUntil !== '' && { validUntil: draft.validUntil }),
    isOn,
  };
}

/** Adds a point to what is drawn, by the map or by keyboard. */
export function addPoint({ lon, lat }: LonLat): void {
  const draft = restrictionDraft.value;
  if (draft === undefined) return;
  restrictionDraft.value = { ...draft, points: [...draft.points, rounded({ lon, lat })] };
}

export function movePoint(at: number, place: LonLat): void {
  const draft = restrictionDraft.value;
  if (draft === undefined) return;
  restrictionDraft.value = { ...draft, points: draft.points.with(at, rounded(place)) };
}

/** A tenth of a meter is enough. */
function rounded({ lon, lat }: LonLat): LonLat {
  const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
  return { lon: round(lon), lat: round(lat) };
}
