import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Whether a setting names an address or a net of addresses, e.g. `10.0.0.2` or `10.0.0.0/8`. */
export function isAddressOrNet(text: string): boolean {
  return text.includes('/') ? ipaddr.isValidCIDR(text) : isIP(text) !== 0;
}

/**
 * Which hops are believed when they say whom they ask for: those that a setting names, and nobody else.
 *
 * @param trusted addresses and nets in CIDR form.
 */
export function makeTrust(trusted: readonly string[]): (address: string) => boolean {
  const nets = trusted.map((text) => {
    if (text.includes('/')) return ipaddr.parseCIDR(text);
    const address = ipaddr.parse(text);
    return [address, address.kind() === 'ipv4' ? 32 : 128] as [typeof address, number];
  });
  return (text) => {
    if (!ipaddr.isValid(text)) return false;
    // An IPv4 hop on an IPv6 socket is ::ffff:10.0.0.2.
    const address = ipaddr.process(text);
    return nets.some(([net, bits]) => net.kind() === address.kind() && address.match([net, bits] as never));
  };
}
