import { measuresOf, profileOf, type TravelClass } from '../../../domain/travel/travel-class.js';

/** What Valhalla is told of the vehicles of a class: meters and tons. */
export function costingOf(travelClass: TravelClass): { readonly costing: string; readonly costing_options?: object } {
  const profile = profileOf(travelClass);
  if (travelClass === profile) return { costing: profile };
  const { height, width, length, weight, axleLoad } = measuresOf(travelClass);
  const thousandths = (value: number | undefined) => (value === undefined ? undefined : value / 1000);
  const options = {
    height: thousandths(height),
    width: thousandths(width),
    length: thousandths(length),
    weight: thousandths(weight),
    axle_load: thousandths(axleLoad),
  };
  return { costing: profile, costing_options: { [profile]: options } };
}
