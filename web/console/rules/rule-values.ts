/** What is typed into the fields of a rule, as the API takes it. A field that is left empty sets no rule. */

export function textOf(form: FormData, name: string): string {
  return String(form.get(name) ?? '').trim();
}

/** A decimal number in thousandths or millionths, without the errors of floats. */
export function scaledOf(form: FormData, name: string, digits: 3 | 6): number | undefined {
  const text = textOf(form, name);
  if (text === '') return undefined;
  const [whole, fraction = ''] = text.split('.');
  const value = Number(`${whole}${fraction.padEnd(digits, '0').slice(0, digits)}`);
  return value === 0 ? undefined : value;
}

export function scaled(value: number | undefined, digits: 3 | 6): string {
  return value === undefined ? '' : String(value / 10 ** digits);
}

export function minutesOf(form: FormData, name: string): number | undefined {
  const text = textOf(form, name);
  return text === '' ? undefined : Math.round(Number(text) * 60);
}

export function minutes(seconds: number | undefined): string {
  return seconds === undefined ? '' : String(Math.round((seconds / 60) * 1000) / 1000);
}

/**
 * Seconds after midnight; "01:30" of the next day where the hours of the thing reach there.
 *
 * @param was what the field was filled with: left as it is it says the same, though 24:00 and 00:00 look alike.
 */
export function secondOf(
  form: FormData,
  name: string,
  hours: { opens: number; closes: number },
  was?: number,
): number | undefined {
  const text = textOf(form, name);
  if (text === '') return undefined;
  if (was !== undefined && text === timeOfDay(was)) return was;
  const [hour, minute] = text.split(':').map(Number);
  const second = hour * 3600 + minute * 60;
  return second < hours.opens && second + 86_400 <= hours.closes ? second + 86_400 : second;
}

/** As an input of the type "time" has it. */
export function timeOfDay(second: number | undefined): string {
  if (second === undefined) return '';
  const pad = (value: number) => String(value).padStart(2, '0');
  const inDay = second % 86_400;
  return `${pad(Math.floor(inDay / 3600))}:${pad(Math.floor((inDay % 3600) / 60))}`;
}

/** Words with commas (also Chinese ones) or bars between. */
export function wordsOf(form: FormData, name: string): string[] | undefined {
  const words = textOf(form, name)
    .split(/[,，、|]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
  return words.length === 0 ? undefined : words;
}
