import { expect, it } from 'vitest';
import { parseMeasure } from '../../../server/adapters/map/road-limits/parse-measure.js';

it.each([
  ['2.2', 2200],
  ['2.1 m', 2100],
  ['2,5', 2500],
  ['210 cm', 2100],
  [`6'7"`, 2007],
  [`12'`, 3658],
  ['9 ft', 2743],
  ['3.5;2.8', 2800],
  ['below_default', 4000],
  ['default', undefined],
  ['none', undefined],
  ['unsigned', undefined],
  ['', undefined],
  ['0', undefined],
  ['low', undefined],
  ['3 t', undefined],
])('reads a height of %s', (text, millimeters) => {
  expect(parseMeasure('height', text)).toBe(millimeters);
});

it.each([
  ['7.5', 7500],
  ['3.5 t', 3500],
  ['2800 kg', 2800],
  ['10 st', 9072],
  ['6000 lbs', 2722],
  ['unsigned', undefined],
  ['below_default', undefined],
  [`6'7"`, undefined],
])('reads a weight of %s', (text, kilograms) => {
  expect(parseMeasure('weight', text)).toBe(kilograms);
});
