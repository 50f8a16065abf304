import { expect, it } from 'vitest';
import { ruleChangeText } from '../../server/application/planning/replanning/rule-change-text.js';
import {
  reasonCodes,
  reasonText,
  withChangeTexts,
  withReasonTexts,
} from '../../server/application/planning/unassigned/reason-text.js';
import type { Relaxation, UnassignedReason } from '../../server/domain/planning/plan.js';
import { a1, leftOut } from '../domain/checker/small-plan.js';

const left = (reason: UnassignedReason) => ({ ...leftOut(a1), reason });
const chinese = /^\p{Script=Han}.*。$/u;
const english = /^[A-Z].*\.$/;

it('says every reason in both languages', () => {
  expect(reasonCodes.length).toBeGreaterThan(10);
  for (const code of reasonCodes) {
    expect(reasonText(left({ code }), 'zh'), code).toMatch(chinese);
    expect(reasonText(left({ code }), 'en'), code).toMatch(english);
  }
});

it('says in Chinese too what is lacking, and which vehicle would do', () => {
  const shortfall = { vehicleId: 'V1', compartmentNo: 1, overMilliliters: 0, overGrams: 1500, overMillimeters: 0 };
  const reason = { code: 'too-heavy', shortfall: { ...shortfall, spareVehicleId: 'V2' } };
  expect(reasonText(left(reason), 'zh')).toMatch(/最接近的车辆 V1 超出 1\.5 公斤。检修中的车辆 V2 可以运。$/);
});

const changes: readonly [Relaxation, string, string][] = [
  [{ kind: 'later-closing', vehicleId: 'V1', amount: 900 }, 'if the station received 15 min longer.', '多收货 15 分钟'],
  [{ kind: 'longer-shift', vehicleId: 'V1', amount: 60 }, 'if its shift ended 1 min later.', '晚 1 分钟结束'],
  [{ kind: 'longer-keeping', vehicleId: 'V1', amount: 120 }, 'if it kept cold there 2 min longer.', '保持 2 分钟'],
  [
    { kind: 'larger-compartment', vehicleId: 'V1', compartmentNo: 2, amount: 1_500 },
    'with 1.5 l more in compartment 2.',
    '2 号车厢大 1.5 升',
  ],
  [{ kind: 'more-payload', vehicleId: 'V1', amount: 3_000 }, 'with 3 kg more payload.', '载重多 3 公斤'],
  [{ kind: 'more-range', vehicleId: 'V1', amount: 4_000 }, 'with 4 km more range.', '续航多 4 公里'],
  [{ kind: 'more-driving', vehicleId: 'V1', amount: 300 }, 'with 5 min more driving.', '多行驶 5 分钟'],
  [{ kind: 'further-stop', vehicleId: 'V1', amount: 1 }, 'with one more stop.', '多停一站'],
  [{ kind: 'further-trip', vehicleId: 'V1', amount: 1 }, 'with one more trip.', '多跑一趟'],
  [{ kind: 'further-vehicle', vehicleId: 'V1', amount: 1 }, 'on one more vehicle like V1.', '再有一辆 V1'],
];

it.each(changes)('says what would let it in: $kind', (relaxation, en, zh) => {
  const goods = left({ code: 'fleet-full', relaxation });
  expect(reasonText(goods, 'en')).toMatch(/^Some vehicle .* Add a vehicle or a trip\. It would fit on .*\.$/);
  expect(reasonText(goods, 'en').endsWith(en)).toBe(true);
  expect(reasonText(goods, 'zh')).toContain(zh);
  expect(reasonText(goods, 'zh')).toMatch(chinese);
});

it('says what was tried in vain, and what bringing it costs against the price of leaving it out', () => {
  const tried = left({ code: 'fleet-full', triedVehicles: 3 });
  expect(reasonText(tried, 'en')).toMatch(
    /The days of the 3 nearest vehicles that could were planned anew with it, in vain\.$/,
  );
  expect(reasonText(tried, 'zh')).toContain('3 辆车');
  const prices = { omissionMinor: 3_550, servingMinor: 123_456, vehicleId: 'V1' };
  const dear = left({ code: 'not-worth-a-vehicle', prices });
  expect(reasonText(dear, 'en')).toContain('On V1 it would add ¥1,234.56');
  expect(reasonText(dear, 'en')).toContain('counts ¥35.50.');
  expect(reasonText(dear, 'zh')).toMatch(/V1 .*¥1,234\.56.*¥35\.50。$/);
});

it('tells of what an event leaves out why no run has it', () => {
  const { zoneId, grams, milliliters } = leftOut(a1);
  const unassigned = { zoneId, grams, milliliters, reason: { code: 'window-over' } };
  const change = { kind: 'left-out', stationId: 'A', consignmentIds: ['A1'] } as const;
  const [told] = withChangeTexts([{ ...change, why: { code: 'left-out', unassigned } }], 'en');
  expect(told).toEqual({ ...change, why: { code: 'left-out', text: reasonText(left({ code: 'window-over' }), 'en') } });
});

it('gives readers of either language their sentences beside the code and the facts', () => {
  const relaxation: Relaxation = { kind: 'further-trip', vehicleId: 'V1', amount: 1 };
  const plan = { unassigned: [left({ code: 'docks', relaxation })] };
  const [en, zh] = (['en', 'zh'] as const).map((language) => withReasonTexts(plan, language).unassigned[0].reason);
  expect(en).toEqual({ code: 'docks', text: expect.stringMatching(english), relaxation });
  expect(zh).toEqual({ code: 'docks', text: expect.stringMatching(chinese), relaxation });
});

it('tells in both languages what of the network changed', () => {
  const change = { subject: 'depot', id: 'D1', field: 'docks', isTold: true, was: '2' } as const;
  const long = { subject: 'vehicle', id: 'V1', field: 'compartments', isTold: false } as const;
  const ends = ': what has begun keeps what it began with.';
  expect(ruleChangeText(change, 'en')).toBe(`The number of docks of depot D1 is now without limit (was 2)${ends}`);
  expect(ruleChangeText(change, 'zh')).toBe('仓库 D1 的月台数现为 不限（原为 2）：已经开始的部分不变。');
  expect(ruleChangeText(long, 'en')).toBe(`The compartments of vehicle V1 changed since the plan was made${ends}`);
  expect(ruleChangeText(long, 'zh')).toBe('车辆 V1 的车厢在排线之后有改动：已经开始的部分不变。');
});
