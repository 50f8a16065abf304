import type { Response } from 'express';

/** Ends the work for somebody who hung up. */
export function untilGone(response: Response): AbortSignal {
  const gone = new AbortController();
  response.on('close', () => gone.abort(new Error('Who asked has hung up.')));
  return gone.signal;
}
