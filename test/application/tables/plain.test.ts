import { expect, it } from 'vitest';
import { plain } from '../../../server/application/tables/row-reader.js';

it('makes an id plain once and for all', () => {
  // Without the invisible mark the two become one letter.
  expect(plain('e\u200b\u0301')).toBe('é');
  expect(plain(' \u200bＡ１ ')).toBe('A1');
  for (let code = 1; code < 0x30000; code++) {
    if (code >= 0xd800 && code < 0xe000) continue;
    const character = String.fromCodePoint(code);
    for (const text of [character, `a${character}b`, `e${character}\u0301`, ` ${character}\u0301`, `가${character}ᆨ`]) {
      const once = plain(text);
      if (plain(once) !== once) expect(plain(once), JSON.stringify(text)).toBe(once);
    }
  }
});
