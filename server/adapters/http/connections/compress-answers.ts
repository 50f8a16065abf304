import { constants } from 'node:zlib';
import compression from 'compression';
import type { RequestHandler } from 'express';

/** Less fits into a packet as it is, and costs more to compress than to send. */
const leastBytes = 1_000;
/** Nearly as small as the usual level, in a third of the time. */
const brotliQuality = 4;

/**
 * Compresses answers for whoever takes it. Streams of events are left as they are: each has to arrive when it is sent. So are
 * what is compressed already and files that few see more than once.
 */
export function compressAnswers(): RequestHandler {
  return compression({
    threshold: leastBytes,
    brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } },
    filter(request, response) {
      const type = String(response.getHeader('content-type') ?? '');
      return !type.startsWith('text/event-stream') && compression.filter(request, response);
    },
  }) as unknown as RequestHandler;
}
