import { daySeconds, type TimeWindow } from '../../local-time.js';
import type { PlannedBreak, PlannedStop } from '../plan.js';
import { driveSeconds, partDriven, type TimedDrive } from './drive-seconds.js';

/** A visit whose times are to be found. */
export interface UntimedVisit {
  /** The way there, from the visit before or from where the trip begins. */
  readonly drive: TimedDrive;
  /** How long service takes. */
  readonly seconds: number;
  /** When service may begin, in order. */
  readonly windows: readonly TimeWindow[];
  /** Service waits for this second where a window allows it. */
  readonly waitsUntil?: number;
  /** Service that begins later than this is late, whatever the windows say. */
  readonly softToSecond?: number;
}

/** A break that is to be taken on some leg. */
export interface OpenBreak {
  readonly seconds: number;
  /** It begins no earlier; at once where left out. */
  readonly opens?: number;
  /** It is late when it begins later than this. */
  readonly closes?: number;
  /** It has begun by now: what nothing is reached before says nothing of it. */
  readonly hasBegun?: boolean;
}

/** What follows a leg when no further break is taken on it. */
export interface LegEnd {
  /** Which leg of the trip; behind the last visit comes the way home. */
  readonly leg: number;
  /** Begin and end of the service there; both the return for the way home. */
  readonly begins: number;
  readonly leaves: number;
}

/** A trip, or what is left of one, from the moment at which the vehicle drives off. */
export interface UntimedTrip<Break extends OpenBreak> {
  readonly departs: number;
  /** Nothing is reached before this. */
  readonly notBefore?: number;
  readonly visits: readonly UntimedVisit[];
  readonly home: TimedDrive;
  /** In the order in which they are taken. */
  readonly breaks?: readonly Break[];
  /** Whether a break waits for a later leg; the first one that does holds back those behind it. */
  readonly postpones?: (pause: Break, end: LegEnd) => boolean;
}

/** The times of a trip; whole seconds where those that it is made of are. */
export interface TimedTrip {
  readonly visits: readonly TimedVisit[];
  readonly returns: number;
  /** Driving only, the way home included. */
  readonly driving: number;
  readonly breaks: readonly PlannedBreak[];
  /** Over all visits and breaks: how much later than allowed they begin. */
  readonly lateSeconds: number;
}

export type TimedVisit = Pick<PlannedStop, 'arrives' | 'begins' | 'leaves' | 'legSeconds'>;

/**
 * Drives a trip forward, everything as early as can be. A leg takes what it takes at the hour of its departure; breaks
 * on it are taken one after the other, and what was driven before one is not driven again behind it. Who comes before
 * a window opens waits; who comes after the last has closed is served at once, and late.
 */
export function timeTrip<Break extends OpenBreak>(trip: UntimedTrip<Break>): TimedTrip {
  const { visits, home, notBefore = Number.NEGATIVE_INFINITY, breaks = [], postpones = () => false } = trip;
  const taken: PlannedBreak[] = [];
  let clock = trip.departs;
  let driving = 0;
  let lateSeconds = 0;
  const drive = (way: TimedDrive, leg: number, serviceAt: (arrives: number) => Pick<LegEnd, 'begins' | 'leaves'>) => {
    const legSeconds = driveSeconds(way, clock);
    let left = 1;
    const arrival = () => Math.max(notBefore, clock + driveSeconds(way, clock, left));
    for (const pause of breaks.slice(taken.length)) {
      if (postpones(pause, { leg, ...serviceAt(arrival()) })) break;
      const begins = Math.max(clock, pause.hasBegun ? clock : notBefore, pause.opens ?? clock);
      lateSeconds += Math.max(0, begins - (pause.closes ?? begins));
      left -= Math.min(left, partDriven(way, clock, begins));
      clock = begins + pause.seconds;
      taken.push({ begins, ends: clock, beforeStop: leg });
    }
    driving += legSeconds;
    clock = arrival();
    return legSeconds;
  };
  const timed = visits.map((visit, leg): TimedVisit => {
    const serviceAt = (arrives: number) => {
      const begins = serviceBegin(arrives, visit.windows, visit.waitsUntil);
      return { begins, leaves: begins + visit.seconds };
    };
    const legSeconds = drive(visit.drive, leg, serviceAt);
    const arrives = clock;
    const { begins, leaves } = serviceAt(arrives);
    lateSeconds += latenessAt(begins, visit.windows) + Math.max(0, begins - (visit.softToSecond ?? begins));
    clock = leaves;
    return { arrives, begins, leaves, legSeconds };
  });
  drive(home, visits.length, (returns) => ({ begins: returns, leaves: returns }));
  return { visits: timed, returns: clock, driving, breaks: taken, lateSeconds };
}

/**
 * When service begins for who arrives at a moment: as soon as a window is open, at once when all are over.
 *
 * @param waitsUntil it waits for this second, as far as the window allows.
 */
export function serviceBegin(arrives: number, windows: readonly TimeWindow[], waitsUntil = arrives): number {
  const window = windows.find(({ closes }) => closes >= arrives);
  if (window === undefined) return arrives;
  return Math.max(arrives, window.opens, Math.min(window.closes, waitsUntil));
}

/**
 * The windows that a vehicle waits for. Where others of its depot are out past midnight, a station has windows of the next
 * day as well: who comes late in the morning is late, and does not wait for these.
 */
export function windowsWithin(windows: readonly TimeWindow[], shift: TimeWindow): readonly TimeWindow[] {
  const own = windows.filter(({ opens }) => opens <= Math.max(shift.closes, daySeconds));
  return own.length === 0 ? windows : own;
}

/** How long after the last closing a moment is; 0 when in time. Where a station is closed all day is late. */
export function latenessAt(moment: number, windows: readonly TimeWindow[]): number {
  return Math.max(0, moment - (windows.at(-1)?.closes ?? 0));
}

/** What was told of a visit; seconds after the wave's midnight. */
export interface ToldVisit {
  readonly arrived: number | undefined;
  readonly left: number | undefined;
}

export function isReached(told: ToldVisit | undefined): told is ToldVisit {
  return told !== undefined && (told.arrived !== undefined || told.left !== undefined);
}

/**
 * Until when a visit that was reached keeps the vehicle: until it was left as told, or else, from the arrival on, for
 * the service in its window.
 *
 * @param seconds of service.
 */
export function leavesAsTold(
  { arrived, left }: ToldVisit,
  windows: readonly TimeWindow[],
  seconds: number,
): number | undefined {
  if (left !== undefined || arrived === undefined) return left;
  return serviceBegin(arrived, windows) + seconds;
}
