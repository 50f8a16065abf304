import type { FleetState } from '../plan/fleet-state.js';
import type { UndoLog } from '../plan/undo-log.js';
import type { Random } from '../random.js';
import type { Recreate } from './recreate.js';

const leastGain = 1e-6;
/** How often a first plan tries to open a vehicle in vain, for each class of vehicles, before it gives up. */
const mostInVain = 4;
/** Of more classes so many, in a row from a random one. */
const mostClasses = 12;

/**
 * Where leaving goods out has a price, several may be worth a vehicle, or a long way, that none of them is worth by itself.
 * So one of them is put in whatever it costs, and the others join it where that is worth it; what comes of it is judged
 * as a whole.
 */
export class GroupOpening {
  constructor(
    private readonly state: FleetState,
    private readonly recreate: Recreate,
    private readonly random: Random,
    private readonly log: UndoLog,
  ) {}

  /**
   * Puts a station that nobody serves into an unused vehicle of a random class or, as often, where it costs least. The
   * recreation that follows tries all others there, and only there.
   */
  open(): void {
    const { state, random } = this;
    const station = state.absent[random.below(state.absentCount)];
    const kind = random.fraction() < 0.5 ? random.below(state.model.classCount) : undefined;
    if (this.recreate.force(station, kind)) this.recreate.expectNowhereElse();
  }

  /** Opens vehicles, one after the other, as long as one is found that pays together with what it takes. */
  construct(): void {
    const { state, random, log } = this;
    const { classCount } = state.model;
    const classes = Math.min(classCount, mostClasses);
    const from = random.below(classCount);
    for (let inVain = 0, step = 0; state.absentCount > 0 && inVain < mostInVain * (classes + 1); step++) {
      const before = state.totalCost();
      log.begin();
      const station = state.absent[random.below(state.absentCount)];
      const kind = step % (classes + 1);
      if (this.recreate.force(station, kind === classes ? undefined : (from + kind) % classCount)) {
        this.recreate.expectNowhereElse();
        this.recreate.run(Number.POSITIVE_INFINITY);
      }
      if (state.totalCost() < before - leastGain) inVain = 0;
      else {
        log.takeBack();
        inVain++;
      }
    }
  }
}
