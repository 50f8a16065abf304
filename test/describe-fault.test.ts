import { expect, it } from 'vitest';
import { describeFault } from '../server/describe-fault.js';

it('logs what a fault is and where it came from, and nothing of the people in it', () => {
  const cause = Object.assign(new Error('invalid input syntax for type integer: "Zhang, 138 0013 8000"'), {
    code: '22P02',
    detail: 'Failing row contains (C1, Zhang San, 13800138000, ring twice).',
    where: "unnamed portal parameter $3 = '13800138000'",
  });
  const fault = new Error('The courier +86 138-0013-8000 could not be written', { cause });
  const logged = JSON.stringify([describeFault(fault), describeFault(cause)]);
  expect(logged).toContain('could not be written');
  expect(logged).toContain('22P02');
  expect(logged).toContain('invalid input syntax for type integer');
  expect(logged).toContain('describe-fault.test.ts:');
  for (const secret of ['13800138000', '0013', 'Zhang', 'ring twice']) expect(logged).not.toContain(secret);
});

it('leaves what is no error as it is', () => {
  expect(describeFault('a sentence')).toBe('a sentence');
  expect(describeFault(undefined)).toBeUndefined();
});
