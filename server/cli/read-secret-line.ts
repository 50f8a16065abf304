import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Reads one line of stdin. A person at a terminal is asked for it, and what they type is not shown. */
export async function readSecretLine(question: string): Promise<string> {
  const { stdin, stderr } = process;
  const isTerminal = stdin.isTTY ?? false;
  const shown = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: shown, terminal: isTerminal });
  try {
    if (isTerminal) stderr.write(question);
    const first = await lines[Symbol.asyncIterator]().next();
    if (isTerminal) stderr.write('\n');
    return first.done ? '' : first.value;
  } finally {
    lines.close();
    stdin.pause();
  }
}
