import { afterEach, expect, it } from 'vitest';
import type { Unassigned } from '../../web/api/types.js';
import { reasonSentence } from '../../web/console/reason-sentence.js';
import { addMessages, language } from '../../web/i18n/language.js';
import { deskMessages } from '../../web/i18n/messages/desk/index.js';

addMessages(deskMessages);

const before = language.value;
afterEach(() => {
  language.value = before;
});

const reason: Unassigned['reason'] = {
  code: 'too-large',
  // Made for a reader of the other language.
  text: '—',
  shortfall: {
    vehicleId: 'V1',
    compartmentNo: 1,
    overMilliliters: 260_500,
    overGrams: 0,
    overMillimeters: 0,
    spareVehicleId: 'V2',
  },
};
const relaxed: Unassigned['reason'] = {
  code: 'fleet-full',
  text: '—',
  relaxation: { kind: 'larger-compartment', vehicleId: 'V1', compartmentNo: 2, amount: 1_500 },
};

it('tells in the language of the page why goods are on no run, whatever language the server told', () => {
  language.value = 'en';
  expect(reasonSentence({ reason })).toBe(
    'It is larger than any compartment for its zone. Split the delivery or use a larger vehicle. ' +
      'V1 comes nearest: 260.5 l too much. V2, which is in maintenance, could carry it.',
  );
  language.value = 'zh';
  expect(reasonSentence({ reason })).toBe(
    '体积超过任何同温区车厢。请分批配送或用更大的车。最接近的是 V1，超出 260.5 升。检修中的 V2 可以装下。',
  );
});

it('tells in both languages what would let goods in', () => {
  language.value = 'en';
  expect(reasonSentence({ reason: relaxed })).toBe(
    'Some vehicle could bring it alone, but none was found that has room and time for it beside what it carries. Add a vehicle or a trip. ' +
      'It would fit on V1 with 1.5 l more in compartment 2.',
  );
  language.value = 'zh';
  expect(reasonSentence({ reason: relaxed })).toBe(
    '单独送有车可用，但没有找到在已装的货之外还有空位和时间的车。请加车或加一趟。若 2 号车厢大 1.5 升，V1 可以送。',
  );
});

it('shows the server’s sentence for a code that the page does not know', () => {
  expect(reasonSentence({ reason: { code: 'new', text: 'Something new.' } })).toBe('Something new.');
});
