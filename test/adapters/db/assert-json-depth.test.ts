import { expect, it } from 'vitest';
import { assertJsonDepth } from '../../../server/adapters/db/assert-json-depth.js';

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { value };
  return value;
}

it('lets 32 levels pass and refuses 33', () => {
  assertJsonDepth(nested(32));
  expect(() => assertJsonDepth(nested(33))).toThrow('nested more than 32 levels deep');
});

it('refuses a hundred thousand levels without exhausting the stack', () => {
  expect(() => assertJsonDepth(nested(100_000))).toThrow('nested more than 32 levels deep');
});
