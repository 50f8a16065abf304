import { expect, it } from 'vitest';
import { reasonInWords } from '../../../server/application/exchange/exports/reason-in-words.js';
import { reasonCodes, reasonOf } from '../../../server/application/planning/unassigned/reason-of.js';

it('says every reason in Chinese, and in English as the plan does', () => {
  expect(reasonCodes.length).toBeGreaterThan(10);
  for (const code of reasonCodes) {
    const reason = reasonOf(code);
    expect(reasonInWords(reason, 'zh'), code).toMatch(/^\p{Script=Han}.*。$/u);
    expect(reasonInWords(reason, 'en')).toBe(reason.text);
  }
});

it('says in Chinese too what is lacking, and which vehicle would do', () => {
  const lack = { vehicleId: 'V1', compartmentNo: 1, overMilliliters: 0, overGrams: 1500, overMillimeters: 0 };
  const reason = { ...reasonOf('too-heavy'), lack: { ...lack, spareVehicleId: 'V2' } };
  expect(reasonInWords(reason, 'zh')).toMatch(/最接近的车辆 V1 超出 1\.5 公斤。检修中的车辆 V2 可以运。$/);
});
