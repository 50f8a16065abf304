import type { Vehicle } from '../../../domain/network/network.js';
import { type Route, type Trip, transferPlaceOf } from '../../../domain/planning/plan.js';
import type { PlanningData } from '../../../domain/planning/planning-data.js';
import { timeTransfer } from '../../../domain/planning/timetable/loading.js';
import { type CurrentTrip, type StartedDay, underWayOf } from './executed-prefix.js';
import { resequenceRemaining } from './resequence-remaining.js';
import { scheduleRemaining } from './schedule-remaining.js';

/**
 * What is over and under way of a day, with times for what is on board; undefined where nothing has begun.
 *
 * @param order whether what is on board may be brought in another order than it stands in.
 */
export function goOn(
  { vehicleId, past }: StartedDay,
  current: CurrentTrip | undefined,
  vehicle: Vehicle,
  from: number,
  context: PlanningData,
  order: 'by-lateness' | 'as-told' = 'by-lateness',
): Route | undefined {
  const isOver = current === undefined || current.rest.length + current.done.length === 0;
  if (isOver) {
    if (past.length === 0) return undefined;
    const stops = past[past.length - 1].stops.length;
    return { vehicleId, trips: past, executedPrefix: { at: from, trips: past.length, stops } };
  }
  const transfer = current.done.length === 0 ? transferAgain(current, vehicle, context) : current.transfer;
  const under = underWayOf({ ...current, transfer }, from);
  // The courier is on the way to the next stop already.
  const fixed = current.hasLeft ? Math.min(1, current.rest.length) : 0;
  const { stops, returns, meters, seconds, breaks } =
    order === 'as-told'
      ? scheduleRemaining(vehicle, under, current.rest, context)
      : resequenceRemaining(vehicle, under, current.rest, fixed, context);
  const { loadBegins, departs, done } = current;
  const times = { loadBegins, departs, returns, meters, seconds };
  const taken = [...current.pastBreaks, ...breaks.map((pause) => ({ ...pause, beforeStop: done.length }))];
  const trip: Trip = {
    ...times,
    stops: [...done, ...stops],
    ...(taken.length > 0 && { breaks: taken }),
    ...(transfer && { transfer }),
  };
  return {
    vehicleId,
    trips: [...past, trip],
    executedPrefix: { at: from, trips: past.length + 1, stops: done.length },
  };
}

/** The way to goods that are fetched, with the travel times that hold now. */
function transferAgain({ transfer, departs, rest }: CurrentTrip, vehicle: Vehicle, { travel, depot }: PlanningData) {
  if (transfer === undefined) return undefined;
  const kept = { seconds: transfer.legSeconds, meters: transfer.legMeters };
  const drive = travel(vehicle, undefined, transferPlaceOf(transfer.fromVehicleId)) ?? kept;
  return { ...transfer, ...timeTransfer(drive, departs, rest, depot) };
}
