/** Work that asks for more seconds than this is long. */
const longSeconds = 60;
/** Jobs of one process side by side. Each uses the cores by itself; more would only slow each other. */
const slotsOfProcess = 3;
/** Short jobs, and likewise long ones, side by side: neither takes the last slot from the other. */
const slotsOfKind = 2;

/** Whether a job counts as long: it waits in the line of the long ones and leaves a slot to short ones. */
export function isLong({ seconds }: { readonly seconds: number }): boolean {
  return seconds > longSeconds;
}

/** Which jobs a process may take on beside those that it works on. */
export interface OpenSlots {
  /** Depots that may not begin a short job here now; undefined when nobody may. */
  readonly short: readonly string[] | undefined;
  /** The same for long jobs. */
  readonly long: readonly string[] | undefined;
}

/**
 * What a process may take on. Of each depot it does one short and one long job at once, so that of three slots one is
 * always free for another depot; and of either kind two, so that long searches never hold up short ones.
 */
export function findOpenSlots(
  running: readonly { readonly depotId: string | undefined; readonly isLong: boolean }[],
): OpenSlots {
  const openTo = (long: boolean) => {
    const same = running.filter((job) => job.isLong === long);
    const isFull = running.length >= slotsOfProcess || same.length >= slotsOfKind;
    return isFull ? undefined : same.map(({ depotId }) => depotId ?? '');
  };
  return { short: openTo(false), long: openTo(true) };
}
