import { RoutingUnavailableError } from '../../application/travel/routing/routing-errors.js';
import type { Leg } from '../../application/travel/routing/routing-port.js';
import { greatCircleMeters, isOnGlobe, type LonLat } from '../../domain/network/place.js';
import { noWay, type TravelMatrix } from '../../domain/travel/travel.js';

/** No lorry or van drives faster, whatever an engine believes: 200 km/h. */
const maxMetersPerSecond = 200 / 3.6;
/** Both ends of a drive may lie this far beside the road, plus rounding. */
const slackMeters = 2 * 1_000 + 50;
/** Short drives are rounded to whole seconds. */
const slackSeconds = 5;

/** Half of the ways there and back among some places may be so unlike, in a matrix with so many pairs to compare. */
const maxMedianRatio = 4;
const comparedPairs = 10;
const comparedSeconds = 600;

/** Takes an engine's answer apart; every way in which it can be wrong ends in one sentence that names the engine. */
export class AnswerCheck {
  constructor(private readonly engineTitle: string) {}

  nonsense(what: string): RoutingUnavailableError {
    return new RoutingUnavailableError(`${this.engineTitle} gave an answer that cannot be right: ${what}.`);
  }

  /** The engine understood a question and will not answer it, for a reason that is not a missing way. */
  refused(code: string, message: string): RoutingUnavailableError {
    return new RoutingUnavailableError(`${this.engineTitle} refused the question (${code}): ${message.slice(0, 200)}`, {
      details: { code },
    });
  }

  /** @throws RoutingUnavailableError when `read` cannot read a line. */
  line(read: () => LonLat[]): LonLat[] {
    try {
      return read();
    } catch {
      throw this.nonsense('a line that cannot be read');
    }
  }

  /**
   * Writes one pair into a matrix in whole seconds and meters.
   *
   * @param seconds undefined or null, like meters, where the engine knows no way.
   */
  put(matrix: TravelMatrix, row: number, column: number, from: LonLat, to: LonLat, seconds: unknown, meters: unknown) {
    const at = row * matrix.columns + column;
    if ((seconds === null || seconds === undefined) && (meters === null || meters === undefined)) {
      matrix.seconds[at] = noWay;
      matrix.meters[at] = noWay;
      return;
    }
    const drive = this.drive(from, to, seconds, meters);
    const same = from.lon === to.lon && from.lat === to.lat;
    matrix.seconds[at] = same ? 0 : Math.round(drive.seconds);
    matrix.meters[at] = same ? 0 : Math.round(drive.meters);
  }

  /** @throws RoutingUnavailableError when the ways there and back of a matrix among the same places have little in common. */
  symmetry({ rows, columns, seconds }: TravelMatrix, sources: readonly LonLat[], targets: readonly LonLat[]): void {
    if (rows !== columns || sources.some(({ lon, lat }, at) => targets[at].lon !== lon || targets[at].lat !== lat))
      return;
    const ratios: number[] = [];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < row; column++) {
        const [there, back] = [seconds[row * columns + column], seconds[column * columns + row]];
        const shorter = Math.min(there, back);
        // One-way streets make short ways very unlike.
        if (shorter >= 0 && there + back >= comparedSeconds) ratios.push(Math.max(there, back) / Math.max(1, shorter));
      }
    }
    if (ratios.length < comparedPairs) return;
    const median = ratios.sort((a, b) => a - b)[ratios.length >> 1];
    if (median > maxMedianRatio)
      throw this.nonsense(`ways back take ${median.toFixed(1)} times as long as there, or the reverse`);
  }

  leg(from: LonLat, to: LonLat, seconds: unknown, meters: unknown, line: readonly LonLat[]): Leg {
    const drive = this.drive(from, to, seconds, meters);
    if (line.length === 0) throw this.nonsense('a drive without a line');
    if (!line.every(isOnGlobe)) throw this.nonsense('a line that leaves the globe');
    const ends: readonly (readonly [LonLat, LonLat])[] = [
      [from, line[0]],
      [to, line[line.length - 1]],
    ];
    for (const [place, end] of ends) {
      const meters = greatCircleMeters(place, end);
      if (meters > slackMeters) throw this.nonsense(`a line that ends ${Math.round(meters)} m beside its place`);
    }
    return { ...drive, line: line.length === 1 ? [line[0], line[0]] : line };
  }

  private drive(from: LonLat, to: LonLat, seconds: unknown, meters: unknown): { seconds: number; meters: number } {
    if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds < 0) {
      throw this.nonsense(`a drive of ${String(seconds)} seconds`);
    }
    if (typeof meters !== 'number' || !Number.isFinite(meters) || meters < 0) {
      throw this.nonsense(`a drive of ${String(meters)} meters`);
    }
    if (seconds > 0x7fffffff || meters > 0x7fffffff) throw this.nonsense('a drive around the world');
    const crow = greatCircleMeters(from, to);
    if (meters < crow * 0.98 - slackMeters) {
      throw this.nonsense(`a drive of ${Math.round(meters)} m between places ${Math.round(crow)} m apart`);
    }
    if (meters > (seconds + slackSeconds) * maxMetersPerSecond) {
      throw this.nonsense(`${Math.round(meters)} m driven in ${Math.round(seconds)} s`);
    }
    return { seconds, meters };
  }
}

/** A matrix in which there is no way anywhere yet. */
export function emptyMatrix(rows: number, columns: number): TravelMatrix {
  const pairs = rows * columns;
  return {
    rows,
    columns,
    seconds: new Int32Array(pairs).fill(noWay),
    meters: new Int32Array(pairs).fill(noWay),
  };
}
