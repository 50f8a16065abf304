/** None is taken for another by eye or in cheap print: no B D G I L O Q S U V Z, no 0 and no 1. In the order of ASCII. */
const signs = '23456789ACEFHJKMNPRTWXY';

/** A prime: whatever one sign is changed to, and whichever two of them change places, the sum is another one. */
const base = signs.length;
const numberSigns = 7;

/** As many labels as there can be. */
export const mostLabels = base ** numberSigns;

/**
 * The short code on a tote's label: eight signs, the last of which checks the others. Later numbers have later codes in the
 * order of ASCII.
 *
 * @param no from 0; less than `mostLabels`.
 */
export function labelCodeOf(no: number): string {
  const digits: number[] = [];
  for (let left = no; digits.length < numberSigns; left = Math.floor(left / base)) digits.unshift(left % base);
  return [...digits, checkDigitOf(digits)].map((digit) => signs[digit]).join('');
}

/** The number of a label by its code, in any case; undefined where it is none, as when it was misread or mistyped. */
export function labelNumberOf(code: string): number | undefined {
  const digits = [...code.trim().toUpperCase()].map((sign) => signs.indexOf(sign));
  if (digits.length !== numberSigns + 1 || digits.includes(-1)) return undefined;
  const number = digits.slice(0, numberSigns);
  if (checkDigitOf(number) !== digits[numberSigns]) return undefined;
  return number.reduce((sum, digit) => sum * base + digit, 0);
}

/** Makes the sum of all digits, each weighed by its place (2 to 8, the check's own 1), a multiple of the base. */
function checkDigitOf(digits: readonly number[]): number {
  const sum = digits.reduce((so, digit, at) => so + digit * (at + 2), 0);
  return (base - (sum % base)) % base;
}
