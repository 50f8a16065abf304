import type { RequestListener, ServerResponse } from 'node:http';

/** Answered at any load: whoever watches over the server asks these. */
const alwaysAnswered = /^\/(healthz|readyz|metrics)(\?|$)/;
/** Streams of events are open all day and ask for little. */
const streams = /^\/api\/v1\/(jobs\/[^/]+\/)?events(\?|$)/;

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
    const { url = '', method, headers } = request;
    const isStream = streams.test(url) && (headers.accept ?? '').includes('text/event-stream');
    if (isStream || alwaysAnswered.test(url)) return handler(request, response);
    if (underWay >= most) return refuse(response);
    let isCounted = false;
    const count = () => {
      isCounted = true;
      underWay++;
    };
    // What has not come whole yet is nobody's work: a slow sender takes no place.
    if (method === 'GET' || method === 'HEAD') count();
    else request.once('end', count);
    response.once('close', () => {
      request.off('end', count);
      if (isCounted) underWay--;
    });
    handler(request, response);
  };
}
