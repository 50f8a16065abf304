import { describe, expect, it } from 'vitest';
import { secondOf, timeOfDay } from '../../web/console/rules/rule-values.js';

const hour = 3600;
const typed = (text: string) => {
  const form = new FormData();
  form.set('time', text);
  return form;
};

describe('a time that is typed into the rules', () => {
  it('is one of the next day where the hours reach there', () => {
    const night = { opens: 18 * hour, closes: 27 * hour };
    expect(['19:00', '01:30', '05:00', ''].map((text) => secondOf(typed(text), 'time', night))).toEqual([
      19 * hour,
      25.5 * hour,
      5 * hour,
      undefined,
    ]);
  });

  it('stays what it was where nobody changed it, 24:00 too', () => {
    const day = { opens: 0, closes: 24 * hour };
    for (const was of [0, 8 * hour, 24 * hour]) {
      expect(secondOf(typed(timeOfDay(was)), 'time', day, was)).toBe(was);
    }
    expect(secondOf(typed('08:30'), 'time', day, 24 * hour)).toBe(8.5 * hour);
  });
});
