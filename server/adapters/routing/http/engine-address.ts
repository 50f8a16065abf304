import { createHash } from 'node:crypto';
import { InvalidInputError } from '../../../domain/dispatch-error.js';

/**
 * The base URL of an engine as configured, without a slash at its end.
 *
 * @throws InvalidInputError with a sentence that names the setting when it is not an http address, or holds a password.
 */
export function engineAddress(url: string | undefined, engineTitle: string): string {
  if (url === undefined || url.trim() === '')
    throw new InvalidInputError(`${engineTitle} needs its address in ROUTING_URL.`);
  let parsed: URL;
  try {
    parsed = new URL(url.trim());
  } catch {
    throw new InvalidInputError('ROUTING_URL is not an address.');
  }
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') {
    throw new InvalidInputError(`ROUTING_URL has to begin with http:// or https://, not ${parsed.protocol}`);
  }
  if (parsed.username !== '' || parsed.password !== '' || parsed.search !== '' || parsed.hash !== '') {
    throw new InvalidInputError('ROUTING_URL has to be a plain address; the key belongs in ROUTING_KEY.');
  }
  return parsed.href.replace(/\/+$/, '');
}

/** Identity of a distant engine's road data: its address and whatever it tells about its data. */
export function distantMapId(engine: string, address: string, dataVersion: string | undefined): string {
  const identity = `${address} ${dataVersion ?? ''}`;
  return `${engine}-${createHash('sha256').update(identity).digest('hex').slice(0, 12)}`;
}
