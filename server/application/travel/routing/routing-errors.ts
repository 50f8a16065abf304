import { DispatchError } from '../../../domain/dispatch-error.js';
import { type Told, told } from '../../../domain/told.js';

/** A routing engine did not answer in time, answered nonsense, or is not there. The message says which and why. */
export class RoutingUnavailableError extends DispatchError {
  constructor(
    message: string | Told,
    options: ErrorOptions & { details?: unknown } = {},
    code = 'routing-unavailable',
  ) {
    super(code, message, options);
  }
}

/** The engine in use answers single ways, not matrices of this size. */
export class MatrixNotOfferedError extends RoutingUnavailableError {
  constructor(message: string | Told, options: ErrorOptions & { details?: unknown } = {}) {
    super(message, options, 'routing-matrix-not-offered');
  }
}

/** More pairs were asked for than a matrix may have. */
export class MatrixTooLargeError extends DispatchError {
  constructor(rows: number, columns: number, maxPairs: number) {
    super(
      'matrix-too-large',
      told`A matrix of ${rows} × ${columns} places has more than ${maxPairs} pairs, the limit.`,
      {
        details: { rows, columns, maxPairs },
      },
    );
  }
}

/** A file that was to become a map is none, or cannot become one. The map in use stays. */
export class UnusableMapFileError extends DispatchError {
  constructor(message: string | Told, options: ErrorOptions & { details?: unknown } = {}) {
    super('map-file-unusable', message, options);
  }
}

/** Maps cannot be built on this machine: the map builder has no program for it. */
export class MapBuilderMissingError extends DispatchError {
  constructor(message: string | Told, options: ErrorOptions & { details?: unknown } = {}) {
    super('map-builder-missing', message, options);
  }
}
