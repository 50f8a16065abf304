import type { Server } from 'node:http';

const refusal = JSON.stringify({
  type: '/problems/too-many-connections',
  title: 'Too many connections',
  status: 429,
  code: 'too-many-connections',
  detail: 'Too many connections from this address are open. Close some, or keep them open and use them again.',
});
const answer = [
  'HTTP/1.1 429 Too Many Requests',
  'Content-Type: application/problem+json',
  `Content-Length: ${Buffer.byteLength(refusal)}`,
  'Retry-After: 5',
  'Connection: close',
  '',
  refusal,
].join('\r\n');

/** Lets one address have so many connections at once. What is more gets 429 and is closed. */
export function limitConnections(server: Server, most: number): void {
  const open = new Map<string, number>();
  server.on('connection', (socket) => {
    const address = socket.remoteAddress ?? '';
    const count = (open.get(address) ?? 0) + 1;
    open.set(address, count);
    socket.once('close', () => {
      const left = open.get(address)! - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
    if (count <= most) return;
    socket.on('error', () => socket.destroy());
    socket.end(answer, () => socket.destroy());
  });
}
