import fc from 'fast-check';
import { expect, it } from 'vitest';
import { breakLines, flowPieces } from '../../../server/adapters/files/pdf/break-lines.js';

/** Chinese characters are twice as wide as others here, as in most fonts. */
const widthOf = (text: string) => [...text].reduce((sum, character) => sum + (character > '\u2e80' ? 2 : 1), 0);

it('breaks between words and between Chinese characters', () => {
  expect(breakLines('Frozen goods stay', 12, widthOf)).toEqual(['Frozen goods', 'stay']);
  expect(breakLines('冷冻货物不出保温箱', 8, widthOf)).toEqual(['冷冻货物', '不出保温', '箱']);
  // A full stop never begins a line.
  expect(breakLines('冷冻货物。箱', 8, widthOf)).toEqual(['冷冻货', '物。箱']);
});

it('breaks within a word only where no line could hold it', () => {
  expect(breakLines('id ABCDEFGHIJ x', 4, widthOf)).toEqual(['id', 'ABCD', 'EFGH', 'IJ x']);
});

it('ends in … after the lines that there is room for', () => {
  expect(breakLines('one two three four', 5, widthOf, 2)).toEqual(['one', 'two…']);
  expect(breakLines('站'.repeat(100), 10, widthOf, 1)).toEqual(['站站站站…']);
});

it('loses no character and makes no line too wide', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '-', '站', '，', '（', '1') });
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 20 }), (given, width) => {
      const lines = breakLines(given, width, widthOf);
      expect(lines.join('').replaceAll(' ', '')).toBe(given.replaceAll(' ', ''));
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
    }),
  );
});

it('puts short texts side by side and breaks none', () => {
  expect(flowPieces(['S1 ×2', 'S2 ×1', 'S3 ×4', 'a very long name ×1'], 12, '  ', widthOf)).toEqual([
    'S1 ×2  S2 ×1',
    'S3 ×4',
    'a very long…',
  ]);
});
