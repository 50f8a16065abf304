import pg from 'pg';

const oid = { int8: 20, date: 1082, numeric: 1700 } as const;

/**
 * How database values become JavaScript values, the same on both backends: int8 is a number (all of ours fit), a date
 * stays the text YYYY-MM-DD, numeric stays text.
 */
export const valueTypes = {
  getTypeParser(type: number, format?: 'text' | 'binary') {
    if (type === oid.int8) return toSafeNumber;
    if (type === oid.date || type === oid.numeric) return (text: string) => text;
    return pg.types.getTypeParser(type, format as 'text');
  },
} as pg.CustomTypesConfig;

function toSafeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`The database holds ${text}, which is no safe integer.`);
  return value;
}
