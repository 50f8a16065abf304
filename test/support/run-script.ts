import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A script that runs as a process of its own; `lines` grows while it prints. */
export interface RunningScript {
  readonly child: ChildProcessWithoutNullStreams;
  readonly lines: string[];
  /** Resolves once the script printed a line that the test accepts. @throws Error when it ended before. */
  until(accepts: (line: string) => boolean): Promise<string>;
  /** Ends it the hard way, as a power switch does, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts a plain JavaScript file of the tests. @param script from the calling module, e.g. `./writer.js`. */
export function runScript(script: string, from: string, args: readonly string[]): RunningScript {
  const child = spawn(process.execPath, [fileURLToPath(new URL(script, from)), ...args]);
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  let rest = '';
  let errors = '';
  let ended = false;
  const tell = () => {
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n');
    rest = parts.pop()!;
    lines.push(...parts);
    tell();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  child.on('close', () => {
    ended = true;
    tell();
  });
  return {
    child,
    lines,
    until(accepts) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const line = lines.find(accepts);
          if (line === undefined && !ended) return;
          listeners.delete(look);
          if (line === undefined) reject(new Error(`The script ended without the line. ${errors}`));
          else resolve(line);
        };
        listeners.add(look);
        look();
      });
    },
    async kill() {
      if (ended) return;
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}
