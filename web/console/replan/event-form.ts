import type { ReplanEvent, Station, VehiclePosition } from '../../api/types.js';

export const eventKinds = ['vehicle-out', 'late-departure', 'station-closed', 'urgent-orders', 'reports'] as const;

/** The answers as they stand in the form. */
export interface EventForm {
  readonly kind: (typeof eventKinds)[number];
  readonly vehicleId: string;
  /** `seen`, `estimated`, or `at` and a station's id. */
  readonly place: string;
  /** `fetch`, `stay`, or `by` and a vehicle's id. */
  readonly goods: string;
  readonly minutes: string;
  readonly stationId: string;
  readonly hasHours: boolean;
  readonly opens: string;
  readonly closes: string;
  readonly orderIds: string;
}

/** The event that the answers speak of; undefined while one is missing. */
export function eventOf(
  form: EventForm,
  stations: ReadonlyMap<string, Station>,
  positions: readonly VehiclePosition[],
): ReplanEvent | undefined {
  const { kind, vehicleId, stationId } = form;
  if (kind === 'reports') return { kind };
  if (kind === 'urgent-orders') {
    const orderIds = form.orderIds.split(/[\s,，、;；]+/).filter((id) => id !== '');
    return orderIds.length === 0 ? undefined : { kind, orderIds };
  }
  if (kind === 'station-closed') {
    if (stationId === '') return undefined;
    if (!form.hasHours) return { kind, stationId };
    const [opens, closes] = [secondOf(form.opens), secondOf(form.closes)];
    if (opens === undefined || closes === undefined || closes === opens) return undefined;
    // Hours that end before they begin end the next day.
    return { kind, stationId, windows: [{ opens, closes: closes < opens ? closes + 86_400 : closes }] };
  }
  if (vehicleId === '') return undefined;
  if (kind === 'late-departure') {
    const minutes = Number(form.minutes);
    return Number.isInteger(minutes) && minutes >= 1 && minutes <= 1440 ? { kind, vehicleId, minutes } : undefined;
  }
  const position = positionOf(form, stations, positions);
  const substitute = form.goods.startsWith('by ') ? form.goods.slice(3) : undefined;
  return {
    kind,
    vehicleId,
    goods: form.goods === 'stay' ? 'stay' : 'transfer',
    ...(position && { position }),
    ...(substitute && { substituteVehicleId: substitute }),
  };
}

function positionOf(
  { place, vehicleId }: EventForm,
  stations: ReadonlyMap<string, Station>,
  positions: readonly VehiclePosition[],
): { readonly lon: number; readonly lat: number } | undefined {
  const found = place === 'estimated' ? positions.find((each) => each.vehicleId === vehicleId) : undefined;
  const station = place.startsWith('at ') ? stations.get(place.slice(3)) : undefined;
  const there = found ?? station;
  return there && { lon: there.lon, lat: there.lat };
}

function secondOf(time: string): number | undefined {
  const match = /^(\d{2}):(\d{2})$/.exec(time);
  return match === null ? undefined : Number(match[1]) * 3600 + Number(match[2]) * 60;
}
