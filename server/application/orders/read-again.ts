import { ConflictError } from '../../domain/dispatch-error.js';

/** What came in between the reading of orders and their writing: read again, they fit. */
const overtaken: ReadonlySet<string> = new Set([
  'wave-closed',
  'order-id-taken',
  'answered-meanwhile',
  'network-changed',
]);
const mostTries = 5;

/** Does all of the reading and writing again where something came in between. @throws what the last try threw. */
export async function readAgain<T>(readAndWrite: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await readAndWrite();
    } catch (error) {
      const fitsNextTime = error instanceof ConflictError && overtaken.has(error.code);
      if (!fitsNextTime || tries === mostTries) throw error;
    }
  }
}
