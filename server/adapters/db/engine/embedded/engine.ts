import type { Logger } from 'pino';
import { type EngineDeadlines, EngineInstance } from './engine-instance.js';
import type { EngineLostError } from './engine-lost-error.js';

/** Keeps one instance of the embedded engine running on a data folder, and opens another when it is lost. */
export class EmbeddedEngine {
  private opening: Promise<EngineInstance> | undefined;
  private lastEnded: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(
    private readonly folder: string,
    private readonly deadlines: EngineDeadlines,
    private readonly log: Logger,
  ) {}

  /**
   * The instance in use, opened if none is.
   *
   * @throws Error when the folder cannot be opened or the database was closed.
   */
  instance(): Promise<EngineInstance> {
    if (this.closed) return Promise.reject(new Error('The embedded database is closed.'));
    if (this.opening === undefined) {
      const opening = this.start();
      this.opening = opening;
      opening.catch(() => {
        if (this.opening === opening) this.opening = undefined;
      });
    }
    return this.opening;
  }

  /** Ends the engine. What was acknowledged is on disk. */
  async close(): Promise<void> {
    this.closed = true;
    const instance = await this.opening?.catch(() => undefined);
    await instance?.close();
    await this.lastEnded;
  }

  private async start(): Promise<EngineInstance> {
    // Two engines on one folder would destroy it: the old thread must have ended.
    await this.lastEnded;
    const instance = await EngineInstance.start(this.folder, this.deadlines, (error) => this.replace(error));
    this.lastEnded = instance.ended;
    return instance;
  }

  private replace(error: EngineLostError): void {
    this.opening = undefined;
    if (this.closed) return;
    this.log.error({ code: error.code, why: error.message }, 'The embedded database was lost and is opened again.');
    // Open at once, so that the next caller waits less. A failure shows at the next use, which tries again.
    this.instance().catch((failure: unknown) =>
      this.log.error({ err: failure }, 'The embedded database did not open.'),
    );
  }
}
