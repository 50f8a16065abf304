import type { PartForm } from '../../api/types.js';

/** What is asked for: how many of the API's count make one of the unit, and the bounds in that count. */
export type NumberForm = Pick<PartForm, 'scale' | 'least' | 'most' | 'isWhole'>;

/** A number as it was typed; or why it is none. */
export type ReadNumber =
  | { readonly value: number }
  | { readonly fault: 'not-a-number' | 'not-whole' | 'too-many-decimals' }
  | { readonly fault: 'out-of-bounds'; readonly least: string; readonly most: string };

/** In the API's count, exactly: 1.5 kg is 1500 where grams are counted. Thousands may be set off by commas. */
export function readNumber(text: string, form: NumberForm): ReadNumber {
  const typed = text.normalize('NFKC').replaceAll('−', '-').trim();
  const isGrouped = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(typed);
  const plain = isGrouped ? typed.replaceAll(',', '') : typed;
  const match = /^(-?)(\d{1,15})(?:\.(\d+))?$/.exec(plain);
  if (match === null) return { fault: 'not-a-number' };
  const [, sign, whole, given = ''] = match;
  const decimals = given.replace(/0+$/, '');
  const { scale = 1, least, most } = form;
  if (form.isWhole && decimals !== '') return { fault: 'not-whole' };
  const value = Number(`${sign}${scaled(whole, decimals, scale)}`) + 0;
  if (scale > 1 && isDecimal(scale) && decimals.length > digitsOf(scale)) return { fault: 'too-many-decimals' };
  if ((least !== undefined && value < least) || (most !== undefined && value > most)) {
    return { fault: 'out-of-bounds', least: numberText(least ?? 0, form), most: numberText(most ?? 0, form) };
  }
  return { value };
}

/** The number of the API's count as people type it. */
export function numberText(value: number, { scale = 1 }: NumberForm): string {
  if (scale === 1) return String(value);
  if (!isDecimal(scale)) return String(Math.round((value / scale) * 1000) / 1000);
  const digits = String(Math.abs(value)).padStart(digitsOf(scale) + 1, '0');
  const at = digits.length - digitsOf(scale);
  const fraction = digits.slice(at).replace(/0+$/, '');
  return `${value < 0 ? '-' : ''}${digits.slice(0, at)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** By its digits where that is exact; minutes of which JSON has seconds are rounded. */
function scaled(whole: string, decimals: string, scale: number): string {
  if (scale === 1) return decimals === '' ? whole : `${whole}.${decimals}`;
  if (isDecimal(scale)) return `${whole}${decimals.padEnd(digitsOf(scale), '0').slice(0, digitsOf(scale))}`;
  return String(Math.round(Number(`${whole}.${decimals || '0'}`) * scale));
}

function isDecimal(scale: number): boolean {
  return /^10*$/.test(String(scale));
}

function digitsOf(scale: number): number {
  return String(scale).length - 1;
}
