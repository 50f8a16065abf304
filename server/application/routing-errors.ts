import { DispatchError } from '../domain/dispatch-error.js';

/** The routing engine does not answer, or answers nonsense. Waiting or another engine helps. */
export class RoutingUnavailableError extends DispatchError {
  constructor(engine: string, why: string, options: ErrorOptions = {}) {
    super('routing-unavailable', `The routing engine ${engine} ${why}.`, options);
  }
}

/** A file that no map can be built from. The map in use stays in use. */
export class UnusableMapError extends DispatchError {
  constructor(file: string, why: string, options: ErrorOptions = {}) {
    super('unusable-map', `${file} is no usable map: ${why}`, options);
  }
}
