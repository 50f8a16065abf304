import { beforeEach, expect, it } from 'vitest';
import { ApiError } from '../../web/api/api-error.js';
import { ruleFaults } from '../../web/console/rules/rule-faults.js';
import { addMessages, language } from '../../web/i18n/language.js';
import { deskMessages } from '../../web/i18n/messages/desk/index.js';

addMessages(deskMessages);

const refusal = (...faults: ApiError['faults']) => new ApiError(400, 'invalid-input', '', { faults });

beforeEach(() => {
  language.value = 'en';
});

it('says which field was refused and why, in the words of the form', () => {
  const faults = ruleFaults(
    refusal(
      { field: 'rules.lateMicrosPerHour', code: 'incomplete-rule', value: '', reason: 'soft_to and …' },
      {
        field: 'rules.allowedVehicleIds',
        code: 'unknown-vehicle',
        value: 'V9',
        reason: 'There is no vehicle V9 at its depot.',
      },
      {
        field: 'rules.breaks.1.begins.opens',
        code: 'outside-shift',
        value: '23:00',
        reason: 'The break cannot be taken within the shift. Change one of them.',
      },
    ),
  );
  expect(faults).toEqual([
    'Price of an hour later: the time and its price belong together: fill in both, or neither.',
    'Only these vehicles: There is no vehicle V9 at its depot.',
    'Break 2: The break cannot be taken within the shift. Change one of them.',
  ]);
  language.value = 'zh';
  expect(ruleFaults(refusal({ field: 'rules.skills', code: 'too-long', reason: '太长。' }))).toEqual(['条件：太长。']);
});

it('names values that are not of the form asked for, with the reason', () => {
  expect(ruleFaults(refusal({ field: 'rules.milliminutesByZone.frozen', reason: 'Too big' }))).toEqual([
    'Further hand-over minutes: this value cannot stand here (Too big)',
  ]);
});

it('says nothing of refusals that are not about fields', () => {
  expect(ruleFaults(new ApiError(0, 'offline', ''))).toEqual([]);
  expect(ruleFaults(new TypeError('x'))).toEqual([]);
});
