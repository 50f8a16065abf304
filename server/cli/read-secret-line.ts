import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/**
 * Reads one line of stdin. A person at a terminal is asked for it, and what they type is not shown.
 *
 * @returns undefined when they pressed Ctrl-C instead.
 */
export async function readSecretLine(question: string): Promise<string | undefined> {
  const { stdin, stderr } = process;
  const isTerminal = stdin.isTTY ?? false;
  const shown = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: shown, terminal: isTerminal });
  let isInterrupted = false;
  lines.once('SIGINT', () => {
    isInterrupted = true;
    lines.close();
  });
  try {
    if (isTerminal) stderr.write(question);
    const first = await lines[Symbol.asyncIterator]().next();
    if (isTerminal) stderr.write('\n');
    if (isInterrupted) return undefined;
    return first.done ? '' : first.value;
  } finally {
    lines.close();
    stdin.pause();
  }
}
