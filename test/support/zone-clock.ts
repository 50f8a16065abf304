/**
 * What clocks of a time zone show, by the platform's own calendar and nothing of the product's: wall-clock times in
 * milliseconds as if they were of UTC.
 */
export function clockOf(timeZone: string): (instant: number) => number {
  // Swedish times are those of ISO 8601.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return (instant) => Date.parse(`${format.format(instant).replace(' ', 'T')}Z`);
}

const day = 86_400_000;

/** The instants of a year at which the clocks of a zone are changed, by looking at every day and halving what differs. */
export function clockChangesOf(timeZone: string, year: number): number[] {
  const shows = clockOf(timeZone);
  const ahead = (instant: number) => shows(instant) - instant;
  const changes: number[] = [];
  for (let from = Date.UTC(year, 0, 1); from < Date.UTC(year + 1, 0, 1); from += day) {
    if (ahead(from) === ahead(from + day)) continue;
    let [before, behind] = [from, from + day];
    while (behind - before > 1000) {
      const middle = Math.floor((before + behind) / 2000) * 1000;
      if (ahead(middle) === ahead(from)) before = middle;
      else behind = middle;
    }
    changes.push(behind);
  }
  return changes;
}

/** The day that clocks show, as "YYYY-MM-DD". */
export function dayShown(wallClock: number): string {
  return new Date(wallClock).toISOString().slice(0, 10);
}
