import { DispatchError } from '../../domain/dispatch-error.js';
import { told } from '../../domain/told.js';

/**
 * Asserts that a write touched as many rows as it should: a silent drop becomes an error.
 *
 * @throws DispatchError with code `write-lost`.
 */
export function expectRows(result: { rowCount: number | null }, expected: number, what: string): void {
  if (result.rowCount !== expected) {
    throw new DispatchError(
      'write-lost',
      told`Writing ${what} touched ${result.rowCount} rows instead of ${expected}.`,
    );
  }
}
