import type { RequestListener, ServerResponse } from 'node:http';

/** Answered at any load: whoever watches over the server asks these, and a stream of events is open all day. */
const alwaysAnswered = /^\/(healthz|readyz|metrics|api\/v1\/events)(\?|$)/;

/**
 * Hands on so many requests at a time as can be answered soon, and refuses the others before anything is done for them:
 * what is beyond the most that a server can do would only make everybody wait, until nobody is answered in time.
 *
 * @param refuse says so, at little cost.
 */
export function shedLoad(
  handler: RequestListener,
  most: number,
  refuse: (response: ServerResponse) => void,
): RequestListener {
  let underWay = 0;
  return (request, response) => {
    if (alwaysAnswered.test(request.url ?? '')) return handler(request, response);
    if (underWay >= most) return refuse(response);
    underWay++;
    response.once('close', () => {
      underWay--;
    });
    handler(request, response);
  };
}
