import type { PlannedBreak, Run } from '../api/types.js';

/** The driver's breaks that are planned before a run's stop, counted from 0; for the number of stops, those after the last. */
export function breaksBefore({ stops, breaks }: Run, at: number): PlannedBreak[] {
  const stopsUpTo = (trip: number) => stops.filter(({ tripNo }) => tripNo <= trip).length;
  // A phone may still hold a run that it fetched before runs told their breaks.
  return (breaks ?? []).filter(
    ({ tripNo, beforeStop }) => Math.min(stopsUpTo(tripNo - 1) + beforeStop, stopsUpTo(tripNo)) === at,
  );
}
