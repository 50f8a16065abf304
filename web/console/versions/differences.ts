import type { Plan } from '../../api/types.js';

/** Where a plan brings a station's goods. */
export interface StationPlace {
  readonly vehicleId: string;
  readonly tripNo: number;
  /** Begin of service, in seconds of the plan. */
  readonly begins: number;
}

/** A station that is not served as it was; without a place it is on no run. */
export interface StationDifference {
  readonly stationId: string;
  readonly was: readonly StationPlace[];
  readonly is: readonly StationPlace[];
}

export interface Differences {
  readonly moved: readonly StationDifference[];
  /** On the same vehicles, at other times. */
  readonly retimed: readonly StationDifference[];
  readonly addedVehicles: readonly string[];
  readonly goneVehicles: readonly string[];
}

/** Changes of time below this are not worth a line. */
const toldSeconds = 300;

type Routed = Pick<Plan, 'routes' | 'unassigned'>;

/** What another plan of the same wave does otherwise: stations by vehicle and time, and which vehicles drive. */
export function differencesOf(before: Routed, after: Routed): Differences {
  const [was, is] = [placesOf(before), placesOf(after)];
  const moved: StationDifference[] = [];
  const retimed: StationDifference[] = [];
  for (const stationId of new Set([...was.keys(), ...is.keys()])) {
    const line = { stationId, was: was.get(stationId) ?? [], is: is.get(stationId) ?? [] };
    if (vehiclesOf(line.was) !== vehiclesOf(line.is)) moved.push(line);
    else if (line.was.some(({ begins }, at) => Math.abs(begins - line.is[at].begins) >= toldSeconds))
      retimed.push(line);
  }
  const [had, has] = [before, after].map(({ routes }) => new Set(routes.map(({ vehicleId }) => vehicleId)));
  return {
    moved,
    retimed,
    addedVehicles: [...has].filter((vehicleId) => !had.has(vehicleId)),
    goneVehicles: [...had].filter((vehicleId) => !has.has(vehicleId)),
  };
}

const vehiclesOf = (places: readonly StationPlace[]) => places.map(({ vehicleId }) => vehicleId).join(' ');

function placesOf({ routes, unassigned }: Routed): Map<string, StationPlace[]> {
  const places = new Map<string, StationPlace[]>(unassigned.map(({ stationId }) => [stationId, []]));
  for (const { vehicleId, trips } of routes) {
    trips.forEach(({ stops }, at) => {
      for (const { stationId, begins } of stops) {
        places.set(stationId, [...(places.get(stationId) ?? []), { vehicleId, tripNo: at + 1, begins }]);
      }
    });
  }
  for (const own of places.values()) own.sort((one, other) => one.vehicleId.localeCompare(other.vehicleId));
  return places;
}
