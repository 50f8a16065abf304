import { describe, expect, it } from 'vitest';
import { FreeLogins, linkEndsAt, loginFrom } from '../../../server/domain/accounts/invitation.js';

describe('logins of who is invited', () => {
  it('remind of an id, and hold nothing that no login may', () => {
    expect(loginFrom('S-0012', 'station')).toBe('s-0012');
    expect(loginFrom('Ｓ１２', 'station')).toBe('s12');
    expect(loginFrom(' 阳光/小区 (南) ', 'station')).toBe('阳光-小区-南');
    expect(loginFrom('7', 'station')).toBe('station-7');
    expect(loginFrom('//', 'courier')).toBe('courier');
    expect(loginFrom('x'.repeat(90), 'station')).toBe('x'.repeat(64));
  });

  it('are each given once, however they are written, with a number behind them where somebody has them', () => {
    const logins = new FreeLogins(['Wang', 'wang-2']);
    expect(logins.take('ＷＡＮＧ')).toBe(false);
    expect(logins.takeLike('wang')).toBe('wang-3');
    expect(logins.takeLike('wang')).toBe('wang-4');
    expect(logins.takeLike('li')).toBe('li');
    expect(logins.takeLike('li')).toBe('li-2');
    const long = 'y'.repeat(64);
    expect(logins.takeLike(long)).toBe(long);
    // 64 characters with the number.
    expect(logins.takeLike(long)).toBe(`${'y'.repeat(62)}-2`);
  });

  it('come by links that are good for whole days', () => {
    expect(linkEndsAt(new Date('2026-06-01T08:00:00Z'), 30)).toEqual(new Date('2026-07-01T08:00:00Z'));
  });
});
