import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A port in front of another one, on which the way there can be cut or made to hang. */
export async function makeTcpProxy(host: string, port: number) {
  const pairs = new Set<readonly [Socket, Socket]>();
  let mode: 'open' | 'hangs' | 'cut' = 'open';
  let accepted = 0;
  const take = (near: Socket) => {
    accepted++;
    const far = connect(port, host);
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const socket of pair) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        pairs.delete(pair);
        for (const each of pair) each.destroy();
      });
    }
    const pass = (from: Socket, to: Socket) => from.on('data', (data) => to.write(data));
    pass(near, far);
    pass(far, near);
    if (mode === 'hangs') for (const socket of pair) socket.pause();
  };
  const listen = async (at: number): Promise<Server> => {
    const server = createServer(take).listen(at, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  let server = await listen(0);
  const own = (server.address() as AddressInfo).port;
  const cut = async () => {
    mode = 'cut';
    const closed = new Promise((resolve) => server.close(resolve));
    for (const pair of pairs) for (const socket of pair) socket.destroy();
    await closed;
  };
  return {
    port: own,
    /** Connections taken so far. */
    accepted: () => accepted,
    /** Connections that are open now. */
    open: () => pairs.size,
    /** Connections are accepted, and nothing goes through. */
    hang() {
      mode = 'hangs';
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    /** Connections end, and new ones are refused. */
    cut,
    /** The way is open again; what was held goes on. */
    async restore() {
      if (mode === 'cut') server = await listen(own);
      mode = 'open';
      for (const pair of pairs) for (const socket of pair) socket.resume();
    },
    close: cut,
  };
}
