import { expect, it } from 'vitest';
import { plannedRules } from '../../server/application/planning/replanning/rule-changes.js';
import { attribute } from '../../server/domain/network/attributes/attribute.js';
import { text } from '../../server/domain/network/attributes/kinds/text-kinds.js';

const label = { zh: '说明', en: 'Note' };
const optional = {
  doorCode: attribute({ kind: text({ most: 9 }), column: 'door_code', label }),
  parkingNote: attribute({ kind: text({ most: 9 }), column: 'parking_note', isBesidePlans: true, label }),
};

it('rules that no plan goes by are no change of a plan’s rules', () => {
  expect(plannedRules({ doorCode: '1', parkingNote: 'gate' }, optional)).toEqual({ doorCode: '1' });
  expect(plannedRules({ parkingNote: 'gate' }, optional)).toBeUndefined();
  expect(plannedRules({}, optional)).toBeUndefined();
  expect(plannedRules(undefined, optional)).toBeUndefined();
});
