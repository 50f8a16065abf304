import { liesIn } from '../../../domain/network/drawn-place.js';
import type { LonLat } from '../../../domain/network/place.js';
import { noWay, type TravelMatrix } from '../../../domain/travel/travel.js';
import { type TravelClass, withoutRestrictions } from '../../../domain/travel/travel-class.js';
import type { HeldRestriction, TravelSpeeds } from '../travel-speeds.js';
import { heldRestrictions, speedsForClass } from './speeds-for-class.js';

/** How a drive goes while restrictions hold. */
export interface RestrictedDrive {
  /** With the restrictions that it keeps to; undefined for free roads. */
  readonly speeds: TravelSpeeds | undefined;
  /** Whether it begins or ends where the vehicle may not be: `speeds` are then those without that restriction. */
  readonly isForbidden: boolean;
}

/** The drive of a vehicle of a class from one place to another, at the speeds of some hours. */
export function restrictedDrive(
  speeds: TravelSpeeds | undefined,
  travelClass: TravelClass,
  from: LonLat,
  to: LonLat,
): RestrictedDrive {
  const touched = heldRestrictions(speeds, travelClass).filter(({ place }) => liesIn(place, from) || liesIn(place, to));
  return {
    speeds: speedsForClass(speeds, travelClass, new Set(touched.map(({ restrictionId }) => restrictionId))),
    isForbidden: touched.some(({ allowsDestinations }) => !allowsDestinations),
  };
}

/** Asks for the drives between some of the places, at speeds whose restrictions hold for all of them. */
export type AskMatrix = (
  rows: readonly number[],
  columns: readonly number[],
  travelClass: TravelClass,
  speeds: TravelSpeeds | undefined,
) => Promise<TravelMatrix>;

/** Places that the same restrictions contain. */
interface Group {
  readonly within: readonly HeldRestriction[];
  readonly members: number[];
}

/**
 * The drives of a class of vehicles at the speeds of some hours. Nothing of it drives through what is restricted; who begins
 * or ends a drive in there drives within where that is allowed, and has no way where it is not.
 *
 * Without a restriction that concerns the class, and between places that none contains, this is one question; one more for
 * each set of restrictions that drives begin or end in.
 *
 * @returns the first answer, changed where restrictions say otherwise.
 */
export async function restrictedMatrix(
  sources: readonly LonLat[],
  targets: readonly LonLat[],
  travelClass: TravelClass,
  speeds: TravelSpeeds | undefined,
  ask: AskMatrix,
): Promise<{ readonly matrix: TravelMatrix; readonly isRestricted: boolean }> {
  const ofMap = withoutRestrictions(travelClass);
  const matrix = await ask([...sources.keys()], [...targets.keys()], ofMap, speedsForClass(speeds, travelClass));
  const held = heldRestrictions(speeds, travelClass);
  if (held.length === 0) return { matrix, isRestricted: false };
  const put = (row: number, column: number, seconds: number, meters: number) => {
    const cell = row * matrix.columns + column;
    matrix.seconds[cell] = seconds;
    matrix.meters[cell] = meters;
  };
  const lifting = new Map<string, { readonly lifted: ReadonlySet<string>; readonly blocks: [Group, Group][] }>();
  for (const from of groupsOf(sources, held)) {
    for (const to of groupsOf(targets, held)) {
      const touched = held.filter((each) => from.within.includes(each) || to.within.includes(each));
      if (touched.some(({ allowsDestinations }) => !allowsDestinations)) {
        for (const row of from.members) {
          for (const column of to.members) if (sources[row] !== targets[column]) put(row, column, noWay, noWay);
        }
      } else if (touched.length > 0) {
        const lifted = new Set(touched.map(({ restrictionId }) => restrictionId));
        const key = [...lifted].join(',');
        const same = lifting.get(key) ?? { lifted, blocks: [] };
        same.blocks.push([from, to]);
        lifting.set(key, same);
      }
    }
  }
  for (const { lifted, blocks } of lifting.values()) {
    const rows = [...new Set(blocks.flatMap(([from]) => from.members))];
    const columns = [...new Set(blocks.flatMap(([, to]) => to.members))];
    const found = await ask(rows, columns, ofMap, speedsForClass(speeds, travelClass, lifted));
    const [rowAt, columnAt] = [rows, columns].map((places) => new Map(places.map((place, at) => [place, at])));
    for (const [from, to] of blocks) {
      for (const row of from.members) {
        for (const column of to.members) {
          const cell = rowAt.get(row)! * found.columns + columnAt.get(column)!;
          put(row, column, found.seconds[cell], found.meters[cell]);
        }
      }
    }
  }
  return { matrix, isRestricted: true };
}

function groupsOf(places: readonly LonLat[], held: readonly HeldRestriction[]): readonly Group[] {
  const groups = new Map<string, Group>();
  places.forEach((place, at) => {
    const within = held.filter((each) => liesIn(each.place, place));
    const key = within.map(({ restrictionId }) => restrictionId).join(',');
    const group = groups.get(key) ?? { within, members: [] };
    group.members.push(at);
    groups.set(key, group);
  });
  return [...groups.values()];
}
