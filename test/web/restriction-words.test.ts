import { afterEach, expect, it, vi } from 'vitest';
import type { VehicleRestriction } from '../../web/api/types.js';
import { restrictionText } from '../../web/console/restrictions/restriction-words.js';
import { addMessages, chooseLanguage } from '../../web/i18n/language.js';
import { deskMessages } from '../../web/i18n/messages/desk/index.js';

afterEach(() => vi.unstubAllGlobals());

it('says of a restriction since when and until when it holds, without an end that it does not have', () => {
  vi.stubGlobal('window', { localStorage: { setItem: () => undefined } });
  addMessages(deskMessages);
  chooseLanguage('en');
  const always = { vehicles: { profile: 'truck' }, hours: [], allowsDestinations: false, isOn: true };
  const said = (dates: object) => restrictionText({ ...always, ...dates } as unknown as VehicleRestriction);
  const [from, until] = [{ validFrom: '2026-11-01' }, { validUntil: '2026-11-30' }];
  expect([{}, from, until, { ...from, ...until }].map(said)).toEqual([
    'Lorry · At all hours',
    'Lorry · At all hours · from Sun 1 Nov on',
    'Lorry · At all hours · until Mon 30 Nov',
    'Lorry · At all hours · Sun 1 Nov to Mon 30 Nov',
  ]);
  chooseLanguage('zh');
  expect(said(from)).toBe('货车 · 全天，每天 · 11月1日周日起');
});
