import type { Dimension } from '../../../domain/travel/travel-class.js';

/** Millimeters by unit of length. Source: wiki.openstreetmap.org/wiki/Map_features/Units. */
const lengthUnits: Readonly<Record<string, number>> = {
  '': 1000,
  m: 1000,
  metre: 1000,
  metres: 1000,
  meter: 1000,
  meters: 1000,
  cm: 10,
  mm: 1,
  ft: 304.8,
  feet: 304.8,
  in: 25.4,
};
/** Kilograms by unit of mass. */
const massUnits: Readonly<Record<string, number>> = {
  '': 1000,
  t: 1000,
  ton: 1000,
  tons: 1000,
  tonne: 1000,
  tonnes: 1000,
  mt: 1000,
  kg: 1,
  st: 907.185,
  lt: 1016.047,
  lb: 0.453592,
  lbs: 0.453592,
  cwt: 50.802,
};
/** Where a sign says that it is lower than usual and not how low: what lorries may be high nearly everywhere. */
const usualHeightMillimeters = 4000;

/**
 * What a tag such as `maxheight` says, in whole millimeters or kilograms; of several values the least.
 *
 * @returns undefined for "none", "default", "unsigned" and what nobody can read.
 */
export function parseMeasure(dimension: Dimension, text: string): number | undefined {
  const values = text.split(/[;|]/).flatMap((part) => parseOne(dimension, part.trim().toLowerCase()) ?? []);
  const least = Math.min(...values);
  return Number.isFinite(least) ? least : undefined;
}

function parseOne(dimension: Dimension, text: string): number | undefined {
  if (text === 'below_default') return dimension === 'height' ? usualHeightMillimeters : undefined;
  const isMass = dimension === 'weight' || dimension === 'axleLoad';
  const feet = isMass ? undefined : /^(?:(\d+(?:\.\d+)?)\s*')?\s*(?:(\d+(?:\.\d+)?)\s*(?:"|''))?$/.exec(text);
  if (feet !== null && feet !== undefined && text !== '') {
    return positive(Number(feet[1] ?? 0) * lengthUnits.ft + Number(feet[2] ?? 0) * lengthUnits.in);
  }
  // A decimal comma is a mistake in the map, and is meant all the same.
  const amount = /^(\d+(?:[.,]\d+)?)\s*([a-z]*)$/.exec(text);
  const unit = (isMass ? massUnits : lengthUnits)[amount?.[2] ?? '-'];
  return amount === null || unit === undefined ? undefined : positive(Number(amount[1].replace(',', '.')) * unit);
}

/** Zero is no limit that anybody means. */
function positive(value: number): number | undefined {
  const whole = Math.round(value);
  return whole > 0 ? whole : undefined;
}
