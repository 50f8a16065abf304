import { type LiveSources, liveSeconds, type PlannedDrive } from '../travel/index.js';

/** A drive that a run under way has still to make. */
export interface DriveAhead extends PlannedDrive {
  readonly runId: string;
  readonly stopId: string;
  /** What it was last computed to take; undefined for as planned. */
  readonly liveSeconds: number | undefined;
}

/** Where drives ahead are read and what they take now is kept. */
export interface RemainingLegs {
  list(): Promise<DriveAhead[]>;
  /** Keeps what a run's drives take now, and works out its arrivals anew. */
  keep(
    run: { readonly depotId: string; readonly runId: string },
    live: readonly { readonly stopId: string; readonly seconds: number | undefined }[],
    at: Date,
  ): Promise<void>;
}

/**
 * Times the drives ahead of all runs under way at the speeds that are known now, so that arrivals follow the traffic and
 * not only the couriers' reports: what a drive takes longer now than at the speeds its plan was made with is added to it.
 *
 * @returns how many runs have other drives than before.
 */
export function makeFollowTraffic(
  deps: LiveSources & { readonly drives: RemainingLegs },
): (signal: AbortSignal) => Promise<number> {
  return async (signal) => {
    const { drives, routing, clock } = deps;
    if (routing.roads === undefined) return 0;
    const ahead = await drives.list();
    if (ahead.length === 0) return 0;
    const live = await liveSeconds(deps, ahead, signal);
    const seconds = new Map(ahead.map((drive) => [drive.stopId, live.get(drive)]));
    const byRun = new Map<string, DriveAhead[]>();
    for (const drive of ahead) byRun.set(drive.runId, [...(byRun.get(drive.runId) ?? []), drive]);
    let changed = 0;
    for (const run of byRun.values()) {
      if (run.every((drive) => seconds.get(drive.stopId) === drive.liveSeconds)) continue;
      const known = run.map(({ stopId }) => ({ stopId, seconds: seconds.get(stopId) }));
      await drives.keep(run[0], known, clock.now());
      changed++;
    }
    return changed;
  };
}
