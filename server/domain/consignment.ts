/** One station's goods of one temperature zone in one wave: what the solver places. */
export interface Consignment {
  readonly depotId: string;
  readonly consignmentId: string;
  readonly waveId: string;
  readonly stationId: string;
  readonly zoneId: string;
  readonly grams: number;
  readonly milliliters: number;
  readonly orderCount: number;
  readonly toteCount: number;
  /** The highest priority among its orders, 1 to 9. */
  readonly priority: number;
}

/** The id of a consignment says what it is: wave, station, zone. */
export function consignmentIdOf(waveId: string, stationId: string, zoneId: string): string {
  return `${waveId}.${stationId}.${zoneId}`;
}

/** The scannable code of a tote: its consignment and its number, counted from 1. */
export function toteCodeOf(consignmentId: string, number: number): string {
  return `${consignmentId}.${number}`;
}
