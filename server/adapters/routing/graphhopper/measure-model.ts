import {
  type Dimension,
  dimensions,
  exactClass,
  measuresOf,
  type RoadVehicle,
  type TravelClass,
} from '../../../domain/travel/travel-class.js';
import type { GraphHopperQuestion } from './graphhopper-client.js';

/** GraphHopper's names of limits, in meters and tons. Source: graphhopper.com/api/1/docs, custom model, encoded values. */
const encodedValueOf: Readonly<Record<Dimension, string>> = {
  height: 'max_height',
  width: 'max_width',
  length: 'max_length',
  weight: 'max_weight',
  axleLoad: 'max_axle_load',
};

/** The dimensions whose limits a server knows. */
export function knownDimensions(encodedValues: readonly string[]): readonly Dimension[] {
  return dimensions.filter((dimension) => encodedValues.includes(encodedValueOf[dimension]));
}

/** The class of a vehicle by its own measures, as far as the server knows limits of them. */
export function classKnownTo(known: readonly Dimension[], { profile, measures }: RoadVehicle): TravelClass {
  const told = Object.entries(measures).filter(([dimension]) => known.includes(dimension as Dimension));
  return exactClass({ profile, measures: Object.fromEntries(told) });
}

/** What keeps vehicles of a class from the roads that are too low, narrow, short or weak for them; nothing for a profile. */
export function measureModel(travelClass: TravelClass): Pick<GraphHopperQuestion, 'custom_model' | 'ch.disable'> {
  const measures = Object.entries(measuresOf(travelClass)) as [Dimension, number][];
  if (measures.length === 0) return {};
  const priority = measures.map(([dimension, value]) => ({
    if: `${encodedValueOf[dimension]} < ${value / 1000}`,
    multiply_by: '0',
  }));
  return { custom_model: { priority }, 'ch.disable': true };
}
