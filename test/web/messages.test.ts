import { afterEach, describe, expect, it, vi } from 'vitest';
import { factKinds } from '../../server/domain/exchange/fact-kinds.js';
import { chooseLanguage, t } from '../../web/i18n/language.js';
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
/** Words for one and for many name a value too: once in a sentence is enough. */
const placeholders = (sentence: string) =>
  [...new Set([...sentence.matchAll(/\{(\w+)(?::[^}]*)?\}/g)].map(([, name]) => name))].sort();

describe('the message catalogue', () => {
  it('says everything in both languages', () => {
    expect(entries.length).toBeGreaterThan(200);
    expect(entries.filter(([, [zh, en]]) => zh.trim() === '' || en.trim() === '')).toEqual([]);
  });

  it('fills in the same values in both languages', () => {
    expect(entries.filter(([, [zh, en]]) => placeholders(zh).join() !== placeholders(en).join())).toEqual([]);
  });

  it('fills in values that it says words for, and no more than one and many', () => {
    const words = entries.flatMap(([key, [, en]]) => [...en.matchAll(/\{\w+:[^}]*\}/g)].map(([found]) => [key, found]));
    expect(words.length).toBeGreaterThan(5);
    expect(words.filter(([, found]) => !/^\{\w+:[a-z]+\|[a-z]+\}$/.test(found))).toEqual([]);
  });

  it('names every fact', () => {
    const said = new Set(entries.map(([key]) => key));
    expect(factKinds.filter((kind) => !said.has(`fact.${kind}`))).toEqual([]);
  });

  it('has no English sentence in the Chinese column', () => {
    // Measures such as "{done}/{all}" and "{min} 至 {max} °C" hold no words; anything with three Latin words is a slip.
    const latinOnly = entries.filter(([, [zh]]) => !/\p{Script=Han}/u.test(zh) && /[a-z]{3,} [a-z]{3,}/i.test(zh));
    expect(latinOnly).toEqual([]);
  });
});

describe('a sentence with a number', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('speaks of one, and of several', () => {
    vi.stubGlobal('window', { localStorage: { setItem: () => undefined } });
    chooseLanguage('en');
    expect([0, 1, 2].map((n) => t('run.toteCount', { n }))).toEqual(['0 totes', '1 tote', '2 totes']);
    chooseLanguage('zh');
    expect([1, 2].map((n) => t('run.toteCount', { n }))).toEqual(['1 箱', '2 箱']);
  });
});
