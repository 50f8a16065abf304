/**
 * Parts of a problem with none of the rules that public instances do not know; a reader adds those that its file has.
 */

/** Later than every moment of a day, and the search's own end of time. */
export const endOfTime = 0x3ffffffe;
/** Far above what serving one customer costs: it is left out only where nothing else is possible. */
export function neverLeftOut(dearestRoundTrip: number): number {
  return Math.max(1e9, 1000 * dearestRoundTrip);
}

export const bareDepot = {
  place: 0,
  opens: 0,
  closes: endOfTime,
  docks: Number.POSITIVE_INFINITY,
  loading: { fixedMicros: 0, microsPerGram: 0 },
};

export const bareVehicle = {
  depot: 0,
  matrix: 0,
  shiftBegins: 0,
  shiftEnds: endOfTime,
  compartments: [{ zoneMask: 1, milliliters: 0 }],
  maxStops: Number.POSITIVE_INFINITY,
  maxMeters: Number.POSITIVE_INFINITY,
  maxTrips: 1,
  heightMillimeters: 0,
  fixedCost: 0,
  costPerMeter: 1,
  costPerSecond: 0,
};

export function bareStation(place: number, grams: number, unservedPenalty: number) {
  return {
    place,
    windows: [{ opens: 0, closes: endOfTime }],
    service: { fixedMicros: 0, microsPerGram: 0 },
    maxVehicleHeightMillimeters: Number.POSITIVE_INFINITY,
    consignments: [{ zone: 0, grams, milliliters: 0, unservedPenalty }],
  };
}
