import { isIP } from 'node:net';
import type { Request } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';

/** Who asks, as attempts are counted: the address, and of IPv6 the net that one customer has. */
export function addressOf(request: Request): string {
  const ip = request.ip ?? '';
  return isIP(ip) === 0 ? 'unknown' : ipKeyGenerator(ip);
}
