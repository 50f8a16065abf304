import type { Clock } from '../clock.js';
import type { AuditEntry } from './account-store.js';

const minuteMilliseconds = 60_000;
/** Rows of refusals a minute, of all accounts together. */
const mostRows = 60;
const mostKeys = 10_000;

export interface RefusalJournal {
  /**
   * Notes a refusal: the first of `key` in a minute with a row, the others as a number in the next row.
   *
   * @param key who was refused what: an account or an address, and the action.
   */
  note(key: string, entry: Omit<AuditEntry, 'at'>): Promise<void>;
}

/** Puts refusals into the audit, and no more of them than the disk can bear, however often somebody is refused. */
export function makeRefusalJournal(write: (entry: AuditEntry) => Promise<void>, clock: Clock): RefusalJournal {
  const seen = new Map<string, { minute: number; unwritten: number }>();
  let minute = 0;
  let rows = 0;
  let unwrittenOfOthers = 0;
  return {
    async note(key, entry) {
      const at = clock.now();
      const now = Math.floor(at.getTime() / minuteMilliseconds);
      if (now !== minute) {
        minute = now;
        rows = 0;
      }
      const known = seen.get(key);
      if (known?.minute === now) {
        known.unwritten++;
        return;
      }
      if (rows >= mostRows) {
        unwrittenOfOthers++;
        return;
      }
      rows++;
      seen.delete(key);
      seen.set(key, { minute: now, unwritten: 0 });
      for (const [oldest, { unwritten }] of seen) {
        if (seen.size <= mostKeys) break;
        seen.delete(oldest);
        unwrittenOfOthers += unwritten;
      }
      const counts = { alsoRefused: known?.unwritten ?? 0, refusedOfOthers: unwrittenOfOthers };
      unwrittenOfOthers = 0;
      try {
        await write({ ...entry, at, detail: { ...entry.detail, ...counts } });
      } catch (error) {
        // The next row tells of these too.
        unwrittenOfOthers += counts.alsoRefused + counts.refusedOfOthers + 1;
        throw error;
      }
    },
  };
}
