import { lookup as resolve } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { InvalidInputError } from '../../domain/dispatch-error.js';
import { inEnglish, type Told, told } from '../../domain/told.js';

/** Hosts, as they stand in URLs, that may be sent to though they are not on the public net. */
export type AllowedHosts = readonly string[];

/** Whether an address is one of the public net: no loopback, no private or link-local one, none kept for other ends. */
export function isPublicAddress(address: string): boolean {
  // `process` takes an IPv4 address out of its IPv6 form.
  return isIP(address) !== 0 && ipaddr.process(address).range() === 'unicast';
}

/**
 * Refuses what can be seen to lead inside without asking anybody. Names are looked at when they are resolved.
 *
 * @throws InvalidInputError with the reason.
 */
export function assertSendable(text: string, allowed: AllowedHosts): URL {
  if (!URL.canParse(text)) throw new InvalidInputError(told`${text} is no URL.`);
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new InvalidInputError('A webhook is sent to an http or https address.');
  }
  if (url.username !== '' || url.password !== '') {
    throw new InvalidInputError('The address must not hold a user and a password; the signature tells who sends.');
  }
  if (allowed.includes(url.hostname)) return url;
  const host = hostOf(url);
  const isInside = isIP(host) === 0 ? /(^|\.)localhost\.?$/i.test(host) : !isPublicAddress(host);
  if (isInside) throw new InvalidInputError(insideReason(url.hostname));
  return url;
}

/** Resolves names for a request, and fails where one of its addresses leads inside: a name may change at any time. */
export function publicLookup(url: URL, allowed: AllowedHosts): LookupFunction | undefined {
  if (allowed.includes(url.hostname)) return undefined;
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, '');
      const inside = addresses.find(({ address }) => !isPublicAddress(address));
      if (inside !== undefined) return done(new Error(inEnglish(insideReason(hostname))), '');
      if (options.all === true) return done(null, addresses);
      done(null, addresses[0].address, addresses[0].family);
    });
  };
}

function hostOf({ hostname }: URL): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

function insideReason(host: string): Told {
  return told`${host} is not on the public net. WEBHOOK_PRIVATE_HOSTS lists the hosts of the own net that may be sent to.`;
}
