import { expect, it } from 'vitest';
import { isAmbiguous, type PlaceCandidate, sureNear } from '../../../server/application/network/geocoder.js';

const depot = { lon: 120, lat: 30 };
/** A degree of latitude is some 111 km. */
const at = (kilometers: number, confidence: number): PlaceCandidate => ({
  lon: 120,
  lat: 30 + kilometers / 111.2,
  confidence,
  match: 'house',
  label: `${kilometers} km`,
  source: 'test',
});

it('is never sure of a place far from the depot, where another city may have a street of the same name', () => {
  const found = [at(5, 0.9), at(49, 0.9), at(51, 0.9), at(200, 0.2)];
  expect(sureNear(found, depot).map(({ confidence }) => confidence)).toEqual([0.9, 0.9, 0.3, 0.2]);
});

it('tells places of which another is about as sure and elsewhere', () => {
  expect(isAmbiguous([])).toBe(false);
  expect(isAmbiguous([at(1, 0.9)])).toBe(false);
  expect(isAmbiguous([at(1, 0.9), at(3, 0.8)])).toBe(true);
  expect(isAmbiguous([at(1, 0.9), at(3, 0.79)])).toBe(false);
  // Two points of one yard, and a third that lies elsewhere.
  expect(isAmbiguous([at(1, 0.9), at(1.19, 0.9)])).toBe(false);
  expect(isAmbiguous([at(1, 0.9), at(1.1, 0.9), at(1.21, 0.85)])).toBe(true);
});
