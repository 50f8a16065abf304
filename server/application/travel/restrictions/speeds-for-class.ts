import { restrictionsOf, type TravelClass } from '../../../domain/travel/travel-class.js';
import { joinHours } from '../time-slices/speed-time-slices.js';
import type { HeldRestriction, TravelSpeeds } from '../travel-speeds.js';

const none: ReadonlySet<string> = new Set();
/** Naming speeds by their content takes long for many learned roads. */
const known = new WeakMap<TravelSpeeds, Map<string, TravelSpeeds>>();

/** The restrictions among speeds that concern a class of vehicles, each once. */
export function heldRestrictions(
  speeds: TravelSpeeds | undefined,
  travelClass: TravelClass,
): readonly HeldRestriction[] {
  const own = new Set(restrictionsOf(travelClass));
  const held = new Map<string, HeldRestriction>();
  if (own.size === 0) return [];
  for (const { restrictions = [] } of speeds?.hours ?? []) {
    for (const each of restrictions) if (own.has(each.restrictionId)) held.set(each.restrictionId, each);
  }
  return [...held.values()];
}

/**
 * Speeds as vehicles of a class have them: of the restrictions those alone that concern it. Classes that drive alike so have
 * equal keys, and hours in which nothing concerns a class those of days without restrictions.
 *
 * @param lifted ids of restrictions that are left out as well.
 */
export function speedsForClass<Speeds extends TravelSpeeds | undefined>(
  speeds: Speeds,
  travelClass: TravelClass,
  lifted: ReadonlySet<string> = none,
): Speeds {
  if (speeds === undefined || speeds.hours.every(({ restrictions }) => restrictions === undefined)) return speeds;
  const own = new Set(restrictionsOf(travelClass).filter((id) => !lifted.has(id)));
  const name = [...own].join(',');
  const ofSpeeds = known.get(speeds) ?? new Map<string, TravelSpeeds>();
  known.set(speeds, ofSpeeds);
  const narrowed =
    ofSpeeds.get(name) ??
    joinHours(
      speeds.hours.map(({ restrictions = [], ...hour }) => {
        const held = restrictions.filter(({ restrictionId }) => own.has(restrictionId));
        return held.length === 0 ? hour : { ...hour, restrictions: held };
      }),
    );
  ofSpeeds.set(name, narrowed);
  return narrowed as Speeds;
}
