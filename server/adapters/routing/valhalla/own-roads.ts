import type { Logger } from 'pino';
import { compiledModule } from '../../../compiled.js';
import { openRoadEngine, type RoadEngine } from '../../../roads/index.js';

/**
 * Our own search over a map's tiles, opened when it is first needed.
 *
 * Where it cannot read the tiles, it is out for good; where it fails in another way, it is opened anew the next time.
 */
export class OwnRoads {
  private opening: Promise<RoadEngine> | undefined;
  private closed = false;

  /** @param tileFolder undefined to go without. */
  constructor(
    private tileFolder: string | undefined,
    private readonly log: Logger,
  ) {}

  /**
   * @returns undefined where there is no such search or it failed, so that Valhalla is to be asked.
   * @throws the signal's reason when aborted.
   */
  async tryTo<T>(work: (engine: RoadEngine) => Promise<T>, signal?: AbortSignal): Promise<T | undefined> {
    if (this.tileFolder === undefined || this.closed) return undefined;
    this.opening ??= openRoadEngine(this.tileFolder, { workerUrl: compiledModule('server/roads/worker.js') });
    const opening = this.opening;
    try {
      return await work(await opening);
    } catch (error) {
      if (signal?.aborted === true) throw error;
      if (this.closed) return undefined;
      const unreadable = (error as Error).name === 'RoadTileError';
      if (unreadable) this.tileFolder = undefined;
      this.log.warn({ err: error }, 'Our own matrix failed; Valhalla is asked instead.');
      if (this.opening === opening) this.opening = undefined;
      await opening.then((engine) => engine.close()).catch(() => undefined);
      return undefined;
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.opening?.then((engine) => engine.close()).catch(() => undefined);
  }
}
