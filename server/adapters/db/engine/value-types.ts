import pg from 'pg';

const int8 = 20;
const int8Array = 1016;
/** numeric, date and the arrays of both: kept as the text that the database sent. */
const keptAsText = new Set([1700, 1082]);
const arraysKeptAsText = new Set([1231, 1182]);
const textArray = 1009;

/**
 * How database values become JavaScript values, the same on both backends: int8 is a number, or an error where it is
 * none that a number can hold; numeric stays text; timestamptz is a Date; a date stays the text YYYY-MM-DD.
 */
export const valueTypes = {
  getTypeParser(type: number, format?: 'text' | 'binary') {
    if (type === int8) return toSafeNumber;
    if (type === int8Array) return (text: string) => parseTexts(text).map((item) => item && toSafeNumber(item));
    if (keptAsText.has(type)) return (text: string) => text;
    if (arraysKeptAsText.has(type)) return parseTexts;
    return pg.types.getTypeParser(type, format as 'text');
  },
} as pg.CustomTypesConfig;

const parseTexts = pg.types.getTypeParser(textArray as number, 'text') as (text: string) => (string | null)[];

function toSafeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`The database holds ${text}, which is no safe integer.`);
  return value;
}
