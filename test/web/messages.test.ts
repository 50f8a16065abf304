import { describe, expect, it } from 'vitest';
import { accountMessages } from '../../web/i18n/messages/account/index.js';
import { courierMessages } from '../../web/i18n/messages/courier.js';
import { deskMessages } from '../../web/i18n/messages/desk/index.js';
import { floorMessages } from '../../web/i18n/messages/floor.js';
import { manageMessages } from '../../web/i18n/messages/manage/index.js';
import { messages } from '../../web/i18n/messages.js';

const entries = Object.entries({
  ...messages,
  ...courierMessages,
  ...floorMessages,
  ...deskMessages,
  ...manageMessages,
  ...accountMessages,
}) as [string, readonly [string, string]][];
const placeholders = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe('the message catalogue', () => {
  it('says everything in both languages', () => {
    expect(entries.length).toBeGreaterThan(200);
    expect(entries.filter(([, [zh, en]]) => zh.trim() === '' || en.trim() === '')).toEqual([]);
  });

  it('fills in the same values in both languages', () => {
    expect(entries.filter(([, [zh, en]]) => placeholders(zh).join() !== placeholders(en).join())).toEqual([]);
  });

  it('has no English sentence in the Chinese column', () => {
    // Measures such as "{done}/{all}" and "{min} 至 {max} °C" hold no words; anything with three Latin words is a slip.
    const latinOnly = entries.filter(([, [zh]]) => !/\p{Script=Han}/u.test(zh) && /[a-z]{3,} [a-z]{3,}/i.test(zh));
    expect(latinOnly).toEqual([]);
  });
});
