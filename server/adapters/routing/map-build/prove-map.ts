import { fork } from 'node:child_process';
import { UnusableMapFileError } from '../../../application/travel/routing/routing-errors.js';
import { compiledModule } from '../../../compiled.js';
import type { MapDescription } from '../map-folder.js';

/** What the proving process is told, as JSON in its first argument. */
export interface ProofSetup {
  readonly bindingFile: string;
  readonly config: object;
  readonly tileFolder: string;
}

export type Proof =
  | { readonly bbox: MapDescription['bbox']; readonly road: MapDescription['road'] }
  | { readonly fault: string; readonly lastWords?: string };

const keptErrorCharacters = 2_000;

/**
 * Opens new tiles once in a process of its own, with Valhalla and with our reader of its tiles.
 *
 * @throws UnusableMapFileError when they cannot be used; the signal's reason when aborted.
 */
export async function proveMap(
  setup: ProofSetup,
  fileName: string,
  signal: AbortSignal | undefined,
): Promise<Extract<Proof, { bbox: unknown }>> {
  const proof = await new Promise<Proof>((resolve) => {
    const child = fork(
      compiledModule('server/adapters/routing/map-build/prove-map-child.js'),
      [JSON.stringify(setup)],
      { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env: { PATH: process.env.PATH } },
    );
    const stop = (): void => void child.kill('SIGKILL');
    signal?.addEventListener('abort', stop, { once: true });
    let said: Proof | undefined;
    let lastWords = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      lastWords = (lastWords + text).slice(-keptErrorCharacters);
    });
    child.on('message', (message: Proof) => {
      said = message;
    });
    child.on('error', (error) => {
      said ??= { fault: error.message };
      resolve(said);
    });
    // After its output was read to the end, unlike "exit".
    child.on('close', (code, ended) => {
      signal?.removeEventListener('abort', stop);
      resolve(said ?? { fault: `opening it ended with ${ended ?? `code ${code}`}`, lastWords });
    });
    if (signal?.aborted === true) stop();
  });
  signal?.throwIfAborted();
  if ('fault' in proof)
    throw new UnusableMapFileError(`The map built from ${fileName} cannot be used: ${proof.fault}.`, {
      details: { lastWords: proof.lastWords },
    });
  return proof;
}
