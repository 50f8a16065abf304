import { untilAborted } from './time-limit.js';

/**
 * The text of an answer, read no longer than until the abort.
 *
 * @param tooLarge what is thrown for more than that many bytes; the rest is not read.
 */
export function readAnswer(
  response: Response,
  maxBytes: number,
  signal: AbortSignal,
  tooLarge: () => Error,
): Promise<string> {
  return untilAborted(signal, readBounded(response, maxBytes, tooLarge));
}

async function readBounded(response: Response, maxBytes: number, tooLarge: () => Error): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
