import { RoutingUnavailableError } from '../../../application/travel/routing/routing-errors.js';

export interface BreakerOptions {
  /** For sentences, e.g. "OSRM". */
  readonly engineTitle: string;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  readonly failuresUntilOpen?: number;
  readonly restMilliseconds?: number;
}

/**
 * Stops asking an engine that is out, so that nobody waits for each of a thousand time limits.
 *
 * After some failures in a row every question is refused at once; when the rest is over one question goes through,
 * and its outcome decides.
 */
export class Breaker {
  private failures = 0;
  private openUntil: number | undefined;
  private trying = false;

  constructor(private readonly options: BreakerOptions) {}

  /**
   * @param counts whether an error is the engine's failure; an abort or a plain "no way" is not.
   * @throws RoutingUnavailableError while the engine rests.
   */
  async run<T>(work: () => Promise<T>, counts: (error: unknown) => boolean): Promise<T> {
    const { engineTitle, now, failuresUntilOpen = 5, restMilliseconds = 15_000 } = this.options;
    const isTrial = this.openUntil !== undefined;
    if (this.openUntil !== undefined) {
      if (this.trying || now() < this.openUntil) {
        throw new RoutingUnavailableError(
          `${engineTitle} failed ${this.failures} times in a row and is asked again in a moment.`,
        );
      }
      this.trying = true;
    }
    try {
      const result = await work();
      this.failures = 0;
      this.openUntil = undefined;
      return result;
    } catch (error) {
      if (counts(error)) {
        this.failures++;
        if (this.failures >= failuresUntilOpen) this.openUntil = now() + restMilliseconds;
      }
      throw error;
    } finally {
      if (isTrial) this.trying = false;
    }
  }
}
