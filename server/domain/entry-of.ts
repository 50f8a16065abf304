/**
 * What a record has under a key that people chose, such as the id of a zone or a word in a cell: `record[key]` alone would
 * find what every object has, such as `constructor`.
 *
 * @returns undefined where there is no entry of that key.
 */
export function entryOf<Value>(record: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
