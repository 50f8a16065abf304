import type { Request } from 'express';
import { ipKeyGenerator, MemoryStore, type Options } from 'express-rate-limit';
import { DispatchError } from '../../domain/dispatch-error.js';

const windowMilliseconds = 15 * 60_000;
const mostFailures = 10;

/**
 * Slows down who guesses the password of one login: after ten failures within a quarter of an hour an address is
 * refused for that login. Of the address, so that nobody can lock somebody else out.
 */
export function makeLoginThrottle() {
  const failures = new MemoryStore();
  failures.init({ windowMs: windowMilliseconds } as Options);
  const keyOf = (request: Request, login: string) => `${ipKeyGenerator(request.ip ?? '')} ${login.toLowerCase()}`;
  return {
    /** @throws DispatchError `too-many-requests` */
    async assertOpen(request: Request, login: string): Promise<void> {
      const seen = await failures.get(keyOf(request, login));
      if (seen !== undefined && seen.totalHits >= mostFailures) {
        throw new DispatchError(
          'too-many-requests',
          'Too many failed attempts for this login. Wait a quarter of an hour.',
        );
      }
    },
    async noteFailure(request: Request, login: string): Promise<void> {
      await failures.increment(keyOf(request, login));
    },
    async forget(request: Request, login: string): Promise<void> {
      await failures.resetKey(keyOf(request, login));
    },
  };
}
