import { zones } from '../../components/zone-badge.js';

/** Only the zones that have a value; undefined when none has. */
export function byZone<T>(read: (zoneId: string) => T | undefined): Record<string, T> | undefined {
  const entries = zones.value.flatMap(({ zoneId }) => {
    const value = read(zoneId);
    return value === undefined ? [] : [[zoneId, value] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
