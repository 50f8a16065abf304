/** How a vehicle moves on the road network: `auto` for vans and cars, `truck` for lorries with height and weight limits. */
export type Profile = 'auto' | 'truck';

export const profiles: readonly Profile[] = ['auto', 'truck'];

/** Stands in a travel matrix where there is no way. */
export const noWay = -1;

/**
 * Travel from each of `rows` places to each of `columns` places.
 *
 * Row is "from", column is "to"; the two directions of a pair may differ.
 * Values are whole seconds and whole meters at index `row * columns + column`; `noWay` (-1) in both
 * where there is no way. A place to itself is zero.
 */
export interface TravelMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly seconds: Int32Array;
  readonly meters: Int32Array;
  /**
   * Where speeds change with the hour: in order, each holds until the next begins, the first before as well. `seconds`
   * above are then the mean. A pair without a way has none in any slice.
   */
  readonly timeSlices?: readonly TravelTimeSlice[];
}

/** What drives take at the speeds of some hours: a table of their own, or the mean times a factor. */
export interface TravelTimeSlice {
  /** Seconds after the wave's midnight. */
  readonly begins: number;
  readonly seconds?: Int32Array;
  readonly factor?: number;
}
