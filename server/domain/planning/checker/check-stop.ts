import type { TimeWindow } from '../../local-time.js';
import type { Vehicle } from '../../network/network.js';
import type { PlannedStop, Trip } from '../plan.js';
import type { CheckContext, RouteContext, Say } from './check-context.js';
import { secondsAtRate } from './own-times.js';

export function checkStop(
  stop: PlannedStop,
  vehicle: Vehicle,
  { stations, handling }: RouteContext,
  say: Say,
  { mayBeLate, isJudged }: { readonly mayBeLate: boolean; readonly isJudged: boolean },
): void {
  const station = stations.get(stop.stationId);
  if (station === undefined) {
    say('station-known', `There is no station ${stop.stationId}.`);
    return;
  }
  const where = `At ${stop.stationId}`;
  if (stop.consignments.length === 0) say('stop-empty', `${where} nothing is handed over.`);
  if (stop.begins < stop.arrives) say('begin', `${where} service begins before the arrival.`);
  const inWindow = station.windows.some((window) => window.opens <= stop.begins && stop.begins <= window.closes);
  // Others of the depot may be out in the windows of the next day; nobody waits for them who is not.
  const ownEnd = Math.max(vehicle.shift.closes, 24 * 3600);
  const isOver = (window: TimeWindow) => window.closes < stop.begins || window.opens > ownEnd;
  const isLate = station.windows.length > 0 && station.windows.every(isOver);
  const { stationId } = stop;
  const { vehicleId } = vehicle;
  if (!inWindow && !(mayBeLate && isLate)) {
    const closes = Math.max(...station.windows.filter(({ opens }) => opens <= stop.begins).map((each) => each.closes));
    const limit = Number.isFinite(closes) ? { amount: stop.begins, limit: closes, unit: 'second' as const } : {};
    say('time-window', `${where} service begins at ${stop.begins}, outside of the receiving windows.`, {
      vehicleId,
      stationId,
      ...limit,
    });
  }
  const grams = stop.consignments.reduce((total, goods) => total + goods.grams, 0);
  const takes = stop.consignments.reduce((total, goods) => total + (handling.get(goods.consignmentId) ?? 0), 0);
  const leaves =
    stop.begins +
    secondsAtRate({ ...station.service, fixedMilliminutes: station.service.fixedMilliminutes + takes }, grams);
  if (stop.leaves !== leaves) say('service', `${where} service ends at ${leaves}, not ${stop.leaves}.`);
  const lacking = (station.rules?.skills ?? []).filter((skill) => !vehicle.rules?.skills?.includes(skill));
  if (isJudged && lacking.length > 0)
    say('skills', `${where} vehicle ${vehicleId} lacks ${lacking.join(', ')}.`, { vehicleId, stationId });
  if (isJudged && station.rules?.allowedVehicleIds?.includes(vehicle.vehicleId) === false) {
    say(
      'allowed-vehicles',
      `${where} only ${station.rules.allowedVehicleIds.join(', ')} may deliver, not ${vehicleId}.`,
      { vehicleId, stationId },
    );
  }
  const height = vehicle.heightMillimeters ?? 0;
  if (isJudged && height > (station.maxVehicleHeightMillimeters ?? Infinity)) {
    const limit = station.maxVehicleHeightMillimeters;
    const facts = { vehicleId, stationId, amount: height, limit, unit: 'millimeters' } as const;
    say('vehicle-height', `${where} vehicle ${vehicleId} is too high.`, facts);
  }
}

/** What must keep cold has left the vehicle before its compartment's time is over. */
export function checkCold(
  stop: PlannedStop,
  trip: Trip,
  vehicle: Vehicle,
  { zones, depot }: CheckContext,
  say: Say,
): void {
  const age = stop.leaves - trip.loadBegins;
  for (const { zoneId, compartmentNo } of stop.consignments) {
    const minutes = zones.find((zone) => zone.zoneId === zoneId)?.minutesOutOfRefrigeration;
    if (minutes === undefined) continue;
    const own = vehicle.compartments.find((part) => part.compartmentNo === compartmentNo)?.maxTimeOnBoardSeconds;
    const limit = own ?? (depot.rules?.limitsTimeOutOfRefrigeration ? minutes * 60 : Infinity);
    if (age > limit) {
      const { vehicleId } = vehicle;
      const { stationId } = stop;
      const facts = { vehicleId, stationId, compartmentNo, zoneId, amount: age, limit, unit: 'seconds' } as const;
      say('time-on-board', `At ${stationId} ${zoneId} goods have been on vehicle ${vehicleId} for ${age} s.`, facts);
    }
  }
}
