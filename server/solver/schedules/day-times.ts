/** The times of one vehicle's day by position in it, and by trip. */
export class DayTimes {
  readonly arrives: Int32Array;
  readonly begins: Int32Array;
  readonly leaves: Int32Array;
  readonly loadBegins: Int32Array;
  readonly departs: Int32Array;
  readonly returns: Int32Array;
  /** How many breaks are taken on each leg: into every node, then home from every trip. */
  readonly breaks: Int32Array;
  cost = 0;
  /** Seconds by which goods are on board too long, all together. */
  onBoardTooLong = 0;

  constructor(mostNodes: number, mostTrips: number) {
    this.arrives = new Int32Array(mostNodes);
    this.begins = new Int32Array(mostNodes);
    this.leaves = new Int32Array(mostNodes);
    this.loadBegins = new Int32Array(mostTrips);
    this.departs = new Int32Array(mostTrips);
    this.returns = new Int32Array(mostTrips);
    this.breaks = new Int32Array(mostNodes + mostTrips);
  }
}
