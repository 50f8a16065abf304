import { daySeconds, type TimeWindow } from '../local-time.js';
import type { Depot, Station, Vehicle } from '../network/network.js';
import type { WaveClock } from './wave-clock.js';

/**
 * The day that a wave is planned for. What people say of the network is said by the wall clock of any day; here it
 * becomes seconds of this one, once, before anything is computed with it.
 *
 * Hours repeat every day. Where a shift runs past midnight, those of the next day count as well as far as they begin
 * before the last shift ends; where somebody is out early, those of the day before that are still open then.
 */
export interface PlannedDay {
  readonly clock: WaveClock;
  /** From the earliest begin of a shift to the latest end, by the wall clock; the vehicles in maintenance count too. */
  readonly out: TimeWindow;
}

/** @param vehicles all of the depot. */
export function plannedDayOf(clock: WaveClock, vehicles: readonly Pick<Vehicle, 'shift'>[]): PlannedDay {
  const opens = Math.min(...vehicles.map(({ shift }) => shift.opens));
  const closes = Math.max(...vehicles.map(({ shift }) => shift.closes));
  return { clock, out: vehicles.length === 0 ? { opens: 0, closes: daySeconds } : { opens, closes } };
}

/** When a station can be served on the day: in order, none touching the one before it. */
export function windowsOnDay(windows: readonly TimeWindow[], { clock, out }: PlannedDay): TimeWindow[] {
  return joined(repeated(windows, out).flatMap((window) => clock.windowsAt(window)));
}

/** The station with its times in seconds of the day; soft ones are of the first day that its windows are open on. */
export function stationOnDay(station: Station, day: PlannedDay): Station {
  const { windows, rules } = station;
  const said = { ...station, windows: windowsOnDay(windows, day) };
  if (rules?.softFromSecond === undefined && rules?.softToSecond === undefined) return said;
  const { clock, out } = day;
  const later = repeated(windows, out)[0]?.later ?? 0;
  const { softFromSecond: from, softToSecond: to } = rules;
  return {
    ...said,
    rules: {
      ...rules,
      ...(from !== undefined && { softFromSecond: clock.opening(Math.max(0, from + later)) }),
      ...(to !== undefined && { softToSecond: clock.closing(Math.max(0, to + later)) }),
    },
  };
}

/**
 * The depot with its times in seconds of the day. It is open once: where its hours of two days do not touch, in the first
 * in which somebody is out.
 */
export function depotOnDay(depot: Depot, { clock, out }: PlannedDay): Depot {
  const hours = joined(repeated([depot.open], out));
  const open = hours.find(({ opens, closes }) => opens <= out.closes && closes >= out.opens) ?? hours[0];
  const ready = depot.rules?.releaseSeconds;
  const said = { ...depot, open: { opens: clock.opening(open.opens), closes: clock.closing(open.closes) } };
  if (ready === undefined) return said;
  const releaseSeconds = Object.fromEntries(
    Object.entries(ready).map(([zoneId, second]) => [zoneId, clock.opening(Math.max(0, second + open.later))]),
  );
  return { ...said, rules: { ...depot.rules, releaseSeconds } };
}

/** The vehicle with its times in seconds of the day. Its breaks are said of the day of its shift already. */
export function vehicleOnDay(vehicle: Vehicle, { clock }: Pick<PlannedDay, 'clock'>): Vehicle {
  const { shift, rules } = vehicle;
  const between = ({ opens, closes }: TimeWindow) => ({ opens: clock.opening(opens), closes: clock.closing(closes) });
  const said = { ...vehicle, shift: between(shift) };
  if (rules?.breaks === undefined) return said;
  const breaks = rules.breaks.map((pause) => ({ ...pause, begins: between(pause.begins) }));
  return { ...said, rules: { ...rules, breaks } };
}

/** A window of this day, the next or the one before, by the wall clock. */
interface RepeatedWindow extends TimeWindow {
  /** By how many seconds its day is later than the delivery date. */
  readonly later: number;
}

/** Windows of the days on which somebody is out, in order. */
function repeated(windows: readonly TimeWindow[], out: TimeWindow): RepeatedWindow[] {
  const of = (later: number) =>
    windows.map(({ opens, closes }) => ({ opens: Math.max(0, opens + later), closes: closes + later, later }));
  const today = of(0);
  const next = out.closes > daySeconds ? of(daySeconds).filter(({ opens }) => opens <= out.closes) : [];
  const before = of(-daySeconds).filter(({ closes }) => closes > 0 && closes >= out.opens);
  if (next.length + before.length === 0) return today;
  // Nobody is out in the others: they would only say that a station has yet to close.
  const met = today.filter(({ opens, closes }) => opens <= out.closes && closes >= out.opens);
  return [...before, ...met, ...next].sort((one, other) => one.opens - other.opens);
}

/** Windows that overlap or touch, as one. */
function joined<Window extends TimeWindow>(windows: readonly Window[]): Window[] {
  const apart: Window[] = [];
  for (const window of windows) {
    const last = apart.at(-1);
    if (last === undefined || window.opens > last.closes) apart.push(window);
    else apart[apart.length - 1] = { ...last, closes: Math.max(last.closes, window.closes) };
  }
  return apart;
}
