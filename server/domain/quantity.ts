/**
 * Reads a decimal number as a whole count of a thousandth part: kilograms as grams, liters as milliliters,
 * minutes as milliminutes.
 *
 * Parsed as text, never as a float: 0.1 kg is exactly 100 g. Digits finer than a thousandth are refused unless they
 * are zeros, and so are signs, exponents and anything that is no plain decimal number.
 *
 * @returns undefined when the text is not such a number.
 */
export function parseThousandths(text: string): number | undefined {
  const match = /^(\d{1,12})(?:\.(\d{1,20}))?$/.exec(text);
  if (match === null) return undefined;
  const fraction = (match[2] ?? '').padEnd(3, '0');
  if (!/^0*$/.test(fraction.slice(3))) return undefined;
  return Number(match[1]) * 1000 + Number(fraction.slice(0, 3));
}

/** Reads a decimal number of money as whole micros (millionths), for prices finer than a fen. Undefined when it is none. */
export function parseMicros(text: string): number | undefined {
  const match = /^(\d{1,9})(?:\.(\d{1,20}))?$/.exec(text);
  if (match === null) return undefined;
  const fraction = (match[2] ?? '').padEnd(6, '0');
  if (!/^0*$/.test(fraction.slice(6))) return undefined;
  return Number(match[1]) * 1_000_000 + Number(fraction.slice(0, 6));
}

/** Grams as kilograms in decimal text without trailing zeros, e.g. 1500 → "1.5". Also milliliters as liters. */
export function formatThousandths(value: number): string {
  const whole = Math.trunc(value / 1000);
  const rest = String(Math.abs(value % 1000))
    .padStart(3, '0')
    .replace(/0+$/, '');
  return rest === '' ? String(whole) : `${whole}.${rest}`;
}

/** Millionths of the currency as decimal text without trailing zeros, e.g. 2600000 → "2.6". */
export function formatMicros(value: number): string {
  const whole = Math.floor(value / 1_000_000);
  const rest = String(value % 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return rest === '' ? String(whole) : `${whole}.${rest}`;
}
