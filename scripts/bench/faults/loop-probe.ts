import { readFileSync } from 'node:fs';
import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** A time during which the server's event loop answered nothing. */
export interface Freeze {
  readonly at: Date;
  readonly wallMilliseconds: number;
  /** What the server's main thread computed meanwhile; undefined where the system does not tell. */
  readonly cpuMilliseconds: number | undefined;
  /** When it began, in milliseconds of `performance.now()`. */
  readonly began: number;
}

export interface LoopProbe {
  readonly freezes: readonly Freeze[];
  longest(): Freeze | undefined;
  stop(): Promise<void>;
}

/**
 * Asks /healthz every 20 ms on a connection of its own. An answer that takes long while the main thread computes for as
 * long is a freeze; one that takes long while the thread waits for a processor is the fault of a busy machine.
 */
export function probeLoop(port: number, pid: number, limitMilliseconds: number): LoopProbe {
  const freezes: Freeze[] = [];
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  let longest: Freeze | undefined;
  let isStopped = false;
  const probing = (async () => {
    while (!isStopped) {
      const [began, cpu] = [performance.now(), mainThreadMilliseconds(pid)];
      await once(port, agent);
      const after = mainThreadMilliseconds(pid);
      const wallMilliseconds = performance.now() - began;
      const cpuMilliseconds = cpu === undefined || after === undefined ? undefined : after - cpu;
      const freeze = { at: new Date(), wallMilliseconds, cpuMilliseconds, began };
      const of = (each: Freeze) => each.cpuMilliseconds ?? each.wallMilliseconds;
      if (longest === undefined || of(freeze) > of(longest)) longest = freeze;
      if (Math.min(wallMilliseconds, of(freeze)) > limitMilliseconds) freezes.push(freeze);
      await wait(20);
    }
  })();
  return {
    freezes,
    longest: () => longest,
    async stop() {
      isStopped = true;
      await probing;
      agent.destroy();
    },
  };
}

/** Resolves when the answer is there, or no answer comes. */
function once(port: number, agent: http.Agent): Promise<void> {
  return new Promise((resolve) => {
    const request = http.get({ host: '127.0.0.1', port, path: '/healthz', agent, timeout: 30_000 }, (response) => {
      response.resume().once('close', resolve);
    });
    request.once('timeout', () => request.destroy()).once('error', () => resolve());
  });
}

/** What a process's first thread has computed so far; undefined where there is no /proc. */
function mainThreadMilliseconds(pid: number): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return undefined;
  }
}
