import { DispatchError } from '../../../../domain/dispatch-error.js';

/** Why an instance of the embedded engine was thrown away. */
export type EngineLoss = 'ENGINE_DESYNC' | 'ENGINE_TIMEOUT' | 'ENGINE_ENDED';

/**
 * The embedded engine lost its place, hung or ended: the instance was thrown away and another is opened. Nothing that
 * was acknowledged is lost; what was asked may be asked again.
 */
export class EngineLostError extends DispatchError {
  constructor(code: EngineLoss, sentence: string) {
    super(code, sentence);
    // knex puts the statement in front of every message; this one is for people, who asked for no SQL.
    Object.defineProperty(this, 'message', { get: () => sentence, set() {}, configurable: true });
  }
}
