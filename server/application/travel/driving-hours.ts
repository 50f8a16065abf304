import type { BusinessDate } from '../../domain/local-time.js';
import type { SpeedProfile, Vehicle } from '../../domain/network/network.js';
import type { TravelMatrix } from '../../domain/travel/travel.js';
import type { WaveClock } from '../../domain/waves/wave-clock.js';
import type { RoutingEngine } from './routing/routing-port.js';
import type { TravelSpeeds } from './travel-speeds.js';

export interface DrivingHours {
  readonly depotId: string;
  readonly date: BusinessDate;
  readonly timeZone: string;
  /** Of the depot: a factor for each hour of the day, whatever the road. */
  readonly speedProfile: SpeedProfile | undefined;
  /** Seconds of the date's clock between which somebody drives. */
  readonly begins: number;
  readonly ends: number;
}

export type SpeedsForWave = (
  engine: RoutingEngine,
  hours: DrivingHours,
  signal: AbortSignal,
) => Promise<TravelSpeeds | undefined>;

/**
 * The one factor that a plan's travel times are divided by: the speed profile's mean over the hours in which the
 * vehicles may be out, from the earliest begin of a shift to the latest end.
 */
export function meanSpeedFactor(
  profile: SpeedProfile | undefined,
  vehicles: readonly Vehicle[],
  clock: WaveClock,
): number {
  if (profile === undefined || vehicles.length === 0) return 1;
  const { begins, ends } = drivingHours(vehicles);
  const weighted = clock
    .hoursBetween(begins, ends)
    .reduce((sum, hour) => sum + (hour.ends - hour.begins) * profile[hour.hourOfDay], 0);
  return ends > begins ? Math.round((weighted / (ends - begins)) * 10_000) / 10_000 : 1;
}

/**
 * From the first vehicle's shift to the end of the last: seconds between which somebody may drive.
 *
 * @param vehicles with their times in seconds of the wave's clock.
 */
export function drivingHours(vehicles: readonly Vehicle[]): { begins: number; ends: number } {
  if (vehicles.length === 0) return { begins: 0, ends: 0 };
  return {
    begins: Math.min(...vehicles.map((vehicle) => vehicle.shift.opens)),
    ends: Math.max(...vehicles.map((vehicle) => vehicle.shift.closes)),
  };
}

/** Free-flow seconds as they are on the road: divided by the factor, rounded to whole seconds. */
export function slowed(matrix: TravelMatrix, factor: number): TravelMatrix {
  return {
    ...matrix,
    seconds: matrix.seconds.map((seconds) => (seconds < 0 ? seconds : Math.round(seconds / factor))),
  };
}
