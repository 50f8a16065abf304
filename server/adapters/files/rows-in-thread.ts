import { once } from 'node:events';
import { parentPort, Worker } from 'node:worker_threads';
import { compiledModule } from '../../compiled.js';
import { DispatchError } from '../../domain/dispatch-error.js';
import type { ToldFacts } from '../../domain/facts.js';
import { UnreadableFileError } from './unreadable-file-error.js';

const deadlineMilliseconds = 60_000;
/** Of the thread that reads; a file within the other limits needs less. */
const mostMegabytes = 250;

/** What a thread sends back: rows, none at the end; or why there are none. */
export type RowsAnswer<Row> =
  | { readonly rows: readonly Row[] }
  | { readonly sentence: string; readonly facts: ToldFacts };

/**
 * Rows of a file that a thread with a memory limit reads, in slices; the next one is made when the one before is done
 * with.
 *
 * @param module of the thread; it answers by `answerRows`.
 * @throws UnreadableFileError with the code that the thread tells, or `too-large` when it ended for lack of memory or takes
 *   too long.
 */
export async function* rowsInThread<Row>(module: string, task: object, name: string): AsyncGenerator<readonly Row[]> {
  const worker = new Worker(compiledModule(module), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes, maxYoungGenerationSizeMb: 16 },
  });
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => resolve());
    worker.on('error', () => resolve());
  });
  try {
    for (;;) {
      const answer = await nextAnswer<Row>(worker, ended, name);
      if ('sentence' in answer) throw new UnreadableFileError(name, answer.sentence, answer.facts);
      if (answer.rows.length === 0) return;
      yield answer.rows;
      worker.postMessage('more');
    }
  } finally {
    await worker.terminate();
  }
}

function nextAnswer<Row>(worker: Worker, ended: Promise<void>, name: string): Promise<RowsAnswer<Row>> {
  return new Promise((resolve, reject) => {
    const tooMuch = () => reject(new UnreadableFileError(name, 'too-large/file'));
    const timer = setTimeout(tooMuch, deadlineMilliseconds);
    worker.once('message', (answer: RowsAnswer<Row>) => {
      clearTimeout(timer);
      resolve(answer);
    });
    void ended.then(() => {
      clearTimeout(timer);
      tooMuch();
    });
  });
}

/** Once an import reads rows, a file that turns out to be unreadable ends it. @throws DispatchError */
export async function* asRefusal<T>(rows: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* rows;
  } catch (error) {
    throw error instanceof UnreadableFileError ? new DispatchError(error.code, error.message) : error;
  }
}

/** The thread's side: sends slices, one each time one is asked for. */
export async function answerRows<Row>(
  slices: AsyncIterable<readonly Row[]>,
  faultOf: (error: unknown) => { readonly sentence: string; readonly facts: ToldFacts },
): Promise<void> {
  const port = parentPort!;
  try {
    for await (const rows of slices) {
      port.postMessage({ rows });
      await once(port, 'message');
    }
    port.postMessage({ rows: [] });
  } catch (error) {
    port.postMessage(faultOf(error));
  } finally {
    port.close();
  }
}
