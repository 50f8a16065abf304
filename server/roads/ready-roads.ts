import type { Profile } from '../domain/travel/travel.js';
import { profileOf, type TravelClass } from '../domain/travel/travel-class.js';
import type { RoadSpeeds } from './costs/road-speeds.js';
import type { RoadGraph } from './graph/road-graph.js';
import type { MatrixThread } from './matrix-thread.js';
import type { PreparedRoads } from './prepare-roads.js';

/** Roads at other than free speeds, or for other classes than profiles, that are kept ready: some 20 MB each for a large city. */
const keptStates = 8;

interface Ready {
  readonly preparing: Promise<void>;
  /** How many are at work with it: not dropped before they have finished. */
  users: number;
}

/** Which roads, at which speeds, all threads of an engine have ready; makes and drops them. */
export class ReadyRoads {
  private readonly free = new Map<Profile, Promise<void>>();
  /** Least recently used first. */
  private readonly retimed = new Map<string, Ready>();

  constructor(
    private readonly graph: RoadGraph,
    private readonly tileFolder: string,
    private readonly threads: readonly MatrixThread[],
  ) {}

  /** Makes free roads ready for a profile. */
  prepare(profile: Profile): Promise<void> {
    const known = this.free.get(profile);
    if (known !== undefined) return known;
    const work = this.spread(profile, () => this.maker.ask('prepare', this.graph, profile, this.tileFolder));
    this.free.set(profile, work);
    work.catch(() => this.free.delete(profile));
    return work;
  }

  /** Runs some work with the name under which threads know the roads. */
  async use<T>(
    travelClass: TravelClass,
    speeds: RoadSpeeds | undefined,
    work: (name: string) => Promise<T>,
  ): Promise<T> {
    const profile = profileOf(travelClass);
    await this.prepare(profile);
    if (speeds === undefined && travelClass === profile) return work(profile);
    const name = `${travelClass} at ${speeds?.key ?? ''}`;
    const ready = this.retimed.get(name) ?? {
      preparing: this.spread(name, () => this.maker.ask('retime', profile, travelClass, speeds)),
      users: 0,
    };
    this.retimed.delete(name);
    this.retimed.set(name, ready);
    ready.users++;
    try {
      await ready.preparing;
      return await work(name);
    } catch (error) {
      await ready.preparing.catch(() => this.retimed.delete(name));
      throw error;
    } finally {
      ready.users--;
      await this.dropOldest();
    }
  }

  private async spread(name: string, make: () => Promise<PreparedRoads>): Promise<void> {
    const roads = await make();
    await Promise.all(this.threads.map((thread) => thread.ask('keep', name, roads)));
  }

  /** The last thread, so that the first goes on answering where places are. */
  private get maker(): MatrixThread {
    return this.threads[this.threads.length - 1];
  }

  private async dropOldest(): Promise<void> {
    if (this.retimed.size <= keptStates) return;
    for (const [name, { users }] of this.retimed) {
      if (users > 0) continue;
      this.retimed.delete(name);
      await Promise.all(this.threads.map((thread) => thread.ask('drop', name)));
      return;
    }
  }
}
