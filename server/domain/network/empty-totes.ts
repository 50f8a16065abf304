/** So many totes of a zone. */
export interface ZoneTotes {
  readonly zoneId: string;
  readonly totes: number;
}

/** What one empty tote takes up on a vehicle. */
export interface EmptyTote {
  readonly milliliters: number;
  readonly grams: number;
}

/** Empty totes of a zone that a stop takes along to the depot, and where in the vehicle they ride. */
export interface TakenTotes extends ZoneTotes {
  readonly compartmentNo: number;
  /** Of all of them. */
  readonly grams: number;
  readonly milliliters: number;
}
