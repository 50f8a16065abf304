import fc from 'fast-check';
import { expect, it } from 'vitest';
import { composedId } from '../../server/domain/composed-id.js';
import { consignmentIdOf, partIdOf, toteCodeOf } from '../../server/domain/waves/consignment.js';
import { waveIdOf } from '../../server/domain/waves/wave.js';
import { partsOfId, shortCode } from '../../web/format.js';

/** Ids as people choose them, with many of the characters that mean something in a composed one. */
const id = fc.oneof(
  fc.string({ unit: fc.constantFrom('.', '~', '!', '-', '1', 'a', '站', '😀'), minLength: 1, maxLength: 8 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
);

it('writes ids without dots as they are', () => {
  expect(consignmentIdOf('D1-20260602-1', 'S-1', 'ambient')).toBe('D1-20260602-1.S-1.ambient');
});

it('tells ids with dots apart', () => {
  expect(consignmentIdOf('D.1-20260602-1', 'S', 'z')).toBe('D!.1-20260602-1.S.z');
  expect(consignmentIdOf('W', 'A.x', 'y')).not.toBe(consignmentIdOf('W', 'A', 'x.y'));
  expect(composedId('W.A', 'x')).not.toBe(composedId('W', 'A.x'));
});

it('never makes the same id of different ones', () => {
  fc.assert(
    fc.property(fc.array(id, { minLength: 1, maxLength: 4 }), (parts) => {
      expect(partsOfId(composedId(...parts))).toEqual(parts);
    }),
    { numRuns: 5000 },
  );
});

it('never gives a part of a consignment, or a tote, the id of another', () => {
  const whole = fc.record({ depotId: id, sequence: fc.integer({ min: 1, max: 3 }), stationId: id, zoneId: id });
  const number = fc.integer({ min: 1, max: 20 });
  fc.assert(
    fc.property(whole, whole, number, number, (one, other, oneNo, otherNo) => {
      const consignment = ({ depotId, sequence, stationId, zoneId }: typeof one) =>
        consignmentIdOf(waveIdOf(depotId, '2026-06-02', sequence), stationId, zoneId);
      const [first, second] = [consignment(one), consignment(other)];
      const isSame = JSON.stringify(one) === JSON.stringify(other);
      expect(first === second).toBe(isSame);
      expect(partIdOf(first, oneNo) === partIdOf(second, otherNo)).toBe(isSame && oneNo === otherNo);
      expect(toteCodeOf(first, oneNo) === toteCodeOf(second, otherNo)).toBe(isSame && oneNo === otherNo);
      expect(partIdOf(first, oneNo)).not.toBe(second);
    }),
    { numRuns: 5000 },
  );
});

it('shows an id without its wave, however the depot is called', () => {
  expect(shortCode('D1-20260602-1.S1.chilled.3')).toBe('S1.chilled.3');
  expect(shortCode(consignmentIdOf('D.1-20260602-1', 'S.1', 'chilled'))).toBe('S!.1.chilled');
});
