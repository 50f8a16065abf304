import { type Profile, profiles } from './travel.js';

/** What signs and bars on the road hold a vehicle's measures against, in the order in which a class names them. */
export const dimensions = ['height', 'width', 'length', 'weight', 'axleLoad'] as const;
export type Dimension = (typeof dimensions)[number];

/** Millimeters and kilograms; what is left out is not known. The weight is that of the loaded vehicle. */
export type Measures = Readonly<Partial<Record<Dimension, number>>>;

/** A vehicle as the roads see it. */
export interface RoadVehicle {
  readonly profile: Profile;
  readonly measures: Measures;
}

/**
 * Vehicles that may drive on the same roads of a map: all of a profile, or those of them that are larger than some limits
 * of the map and no larger than the next, such as "auto height>2200". Equal classes have equal travel times.
 */
export type TravelClass = Profile | `${Profile} ${string}`;

/** A class in its one spelling. @param over for each dimension that counts, the largest limit that is exceeded; 0 for none. */
export function makeTravelClass(profile: Profile, over: Measures): TravelClass {
  const parts = dimensions.flatMap((dimension) => {
    const limit = over[dimension];
    return limit === undefined ? [] : [`${dimension}>${limit}`];
  });
  return parts.length === 0 ? profile : `${profile} ${parts.join(' ')}`;
}

/** The profile that a class is of. @throws RangeError for what is no class. */
export function profileOf(travelClass: TravelClass): Profile {
  const [name] = travelClass.split(' ', 1);
  const profile = profiles.find((each) => each === name);
  if (profile !== undefined) return profile;
  throw new RangeError(`There is no profile "${name}"; there are ${profiles.join(' and ')}.`);
}

/** The largest limit that vehicles of a class exceed, for each dimension that counts. */
export function limitsExceeded(travelClass: TravelClass): Measures {
  const [, ...parts] = travelClass.split(' ');
  return Object.fromEntries(
    parts.flatMap((part) => {
      const [dimension, limit] = part.split('>');
      return limit === undefined ? [] : [[dimension, Number(limit)]];
    }),
  );
}

const restrictedBy = 'restricted:';

/** The vehicles of a class that an operator's own restrictions concern. @param restrictionIds in any order. */
export function withRestrictions(travelClass: TravelClass, restrictionIds: readonly string[]): TravelClass {
  if (restrictionIds.length === 0) return travelClass;
  const [profile, ...parts] = travelClass.split(' ') as [Profile, ...string[]];
  return `${profile} ${[...parts, `${restrictedBy}${[...restrictionIds].sort().join(',')}`].join(' ')}`;
}

/** The restrictions that concern vehicles of a class. */
export function restrictionsOf(travelClass: TravelClass): readonly string[] {
  const part = travelClass.split(' ').find((each) => each.startsWith(restrictedBy));
  return part === undefined ? [] : part.slice(restrictedBy.length).split(',');
}

/** The class as the map alone has it. */
export function withoutRestrictions(travelClass: TravelClass): TravelClass {
  return travelClass
    .split(' ')
    .filter((part) => !part.startsWith(restrictedBy))
    .join(' ') as TravelClass;
}

/** The measures of the smallest vehicle of a class that counts in whole millimeters and kilograms. */
export function measuresOf(travelClass: TravelClass): Measures {
  return Object.fromEntries(
    Object.entries(limitsExceeded(travelClass)).map(([dimension, limit]) => [dimension, limit + 1]),
  );
}

/** The class of a vehicle where nobody knows the limits of the map: its own measures, as far as they are known. */
export function exactClass({ profile, measures }: RoadVehicle): TravelClass {
  const over = dimensions.flatMap((dimension) => {
    const value = measures[dimension];
    return value === undefined ? [] : [[dimension, Math.max(0, Math.ceil(value) - 1)] as const];
  });
  return makeTravelClass(profile, Object.fromEntries(over));
}

/** What the record knows of a vehicle, as far as roads ask for it. */
interface MeasuredVehicle {
  readonly profile: Profile;
  readonly heightMillimeters: number | undefined;
  readonly rules?: {
    readonly widthMillimeters?: number;
    readonly lengthMillimeters?: number;
    readonly totalWeightGrams?: number;
    readonly axleLoadGrams?: number;
  };
}

/** A vehicle of the record as the roads see it. */
export function roadVehicleOf({ profile, heightMillimeters, rules }: MeasuredVehicle): RoadVehicle {
  const kilograms = (grams: number | undefined) => (grams === undefined ? undefined : grams / 1000);
  const said: { readonly [D in Dimension]: number | undefined } = {
    height: heightMillimeters || undefined,
    width: rules?.widthMillimeters,
    length: rules?.lengthMillimeters,
    weight: kilograms(rules?.totalWeightGrams),
    axleLoad: kilograms(rules?.axleLoadGrams),
  };
  return { profile, measures: Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) };
}
