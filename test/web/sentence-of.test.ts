import { expect, it } from 'vitest';
import { ApiError, sentenceOf } from '../../web/api/api-error.js';
import { language } from '../../web/i18n/language.js';

it('says which part is away where the server says so, and nothing of its insides', () => {
  language.value = 'zh';
  const said = '公司账号暂时连不上。请再试一次，或用密码登录。';
  expect(sentenceOf(new ApiError(503, 'provider-unreachable', said))).toBe(said);
  const internal = sentenceOf(new TypeError('x is undefined'));
  expect(internal).toContain('服务器');
  expect(sentenceOf(new ApiError(500, 'internal', 'x is undefined'))).toBe(internal);
  expect(sentenceOf(new ApiError(500, 'write-lost', 'A row was not there.'))).toBe(internal);
  // What a proxy in between answers is no sentence of ours.
  expect(sentenceOf(new ApiError(502, 'internal', 'Bad Gateway'))).toBe(internal);
  expect(sentenceOf(new ApiError(503, 'database-busy', 'x'))).not.toBe(internal);
});
