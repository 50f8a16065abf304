import type { Profile } from './travel.js';
import type { Dimension } from './travel-class.js';

/**
 * What vehicles of a profile measure of which nobody has said more: millimeters and kilograms, as Valhalla has them. It has
 * no axle load of cars: 60 % of the weight lies on the front axle of a car with its engine in front.
 */
export const usualMeasures: Readonly<Record<Profile, Readonly<Record<Dimension, number>>>> = {
  auto: { height: 1600, width: 1900, length: 2700, weight: 1400, axleLoad: 840 },
  truck: { height: 4110, width: 2600, length: 21_640, weight: 21_770, axleLoad: 9070 },
};
