import { expect, it } from 'vitest';
import { judgePassword } from '../../../server/application/accounts/password-strength.js';

it('judges even a password made to take long in some milliseconds', () => {
  const hostile = '$h@d0w12345678901991-12-31m0nk3ydr@g0np@ssw0rddr@g0npassw0rdtr0u';
  judgePassword(hostile, []);
  // Of the processor, which other work cannot lengthen; the least of several.
  const milliseconds = Array.from({ length: 10 }, () => {
    const before = process.cpuUsage().user;
    judgePassword(hostile, []);
    return (process.cpuUsage().user - before) / 1000;
  });
  expect(Math.min(...milliseconds)).toBeLessThan(35);
});

it('sees through usual signs for letters', () => {
  expect(judgePassword('P@$$w0rd2024', []).verdict).toBe('easy');
  expect(judgePassword('五匹白马-跑过大片草原', []).isTaken).toBe(true);
});
