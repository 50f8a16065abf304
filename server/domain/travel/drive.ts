/** What a drive from one place to another takes. */
export interface Drive {
  /** Of any hour; where speeds change with the hour, what is usual. */
  readonly seconds: number;
  readonly meters: number;
  /** Where speeds change with the hour, in order: each holds until the next begins, the first before as well. */
  readonly timeSlices?: readonly DriveTimeSlice[];
}

/** What the whole drive would take at the speeds of some hours; not rounded. */
export interface DriveTimeSlice {
  readonly begins: number;
  readonly seconds: number;
}
