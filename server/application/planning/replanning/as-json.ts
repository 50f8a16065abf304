/** A value as it would come back from where it is kept: what has been through JSON is compared with this. */
export function asJson(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
