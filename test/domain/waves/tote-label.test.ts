import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelCodeOf, labelNumberOf, mostLabels } from '../../../server/domain/waves/tote-label.js';

const number = fc.integer({ min: 0, max: mostLabels - 1 });
const signs = '23456789ACEFHJKMNPRTWXY';

describe('the codes on labels', () => {
  it('are eight signs that nobody takes for others, and name their number in any case', () => {
    expect(labelCodeOf(0)).toBe('22222222');
    fc.assert(
      fc.property(number, (no) => {
        const code = labelCodeOf(no);
        expect(code).toMatch(/^[2-9ACEFHJKMNPRTWXY]{8}$/);
        expect(labelNumberOf(code)).toBe(no);
        expect(labelNumberOf(` ${code.toLowerCase()} `)).toBe(no);
      }),
      { seed: 33 },
    );
  });

  it('stand in the order of their numbers', () => {
    fc.assert(
      fc.property(number, number, (one, other) => {
        expect(labelCodeOf(one) < labelCodeOf(other)).toBe(one < other);
      }),
      { seed: 33 },
    );
  });

  it('are no codes once any sign is another one', () => {
    fc.assert(
      fc.property(number, (no) => {
        const code = labelCodeOf(no);
        for (let at = 0; at < code.length; at++) {
          for (const sign of signs) {
            if (sign === code[at]) continue;
            expect(labelNumberOf(code.slice(0, at) + sign + code.slice(at + 1))).toBeUndefined();
          }
        }
      }),
      { seed: 33, numRuns: 50 },
    );
  });

  it('are no codes once any two signs have changed places', () => {
    fc.assert(
      fc.property(number, fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 7 }), (no, one, other) => {
        const given = [...labelCodeOf(no)];
        if (given[one] === given[other]) return;
        [given[one], given[other]] = [given[other], given[one]];
        expect(labelNumberOf(given.join(''))).toBeUndefined();
      }),
      { seed: 33, numRuns: 500 },
    );
  });

  it('are not too short, too long, or of other signs', () => {
    for (const code of ['', '2222222', '222222222', '2222222O', 'D1-20240614-1.S1.chilled.1']) {
      expect(labelNumberOf(code)).toBeUndefined();
    }
  });
});
