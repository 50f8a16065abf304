/** Where the present comes from; tests bring their own. */
export interface Clock {
  now(): Date;
}

/** Makes a new id that begins with `prefix`, e.g. "plan-7k2m9x…". */
export type NewId = (prefix: string) => string;
