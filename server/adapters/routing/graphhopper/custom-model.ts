import type { TravelSpeeds } from '../../../application/travel/travel-speeds.js';
import {
  type Dimension,
  dimensions,
  exactClass,
  measuresOf,
  type RoadVehicle,
  type TravelClass,
} from '../../../domain/travel/travel-class.js';
import type { AreaFeature, GraphHopperQuestion } from './graphhopper-client.js';

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

/**
 * What keeps vehicles of a class from the roads that are too low, narrow, short or weak for them, and out of the areas among
 * the restrictions of speeds; nothing for a profile without restrictions.
 */
export function customModel(
  travelClass: TravelClass,
  speeds: TravelSpeeds | undefined,
): Pick<GraphHopperQuestion, 'custom_model' | 'ch.disable'> {
  const measures = Object.entries(measuresOf(travelClass)) as [Dimension, number][];
  const areas = areasOf(speeds);
  if (measures.length === 0 && areas.length === 0) return {};
  const conditions = [
    ...measures.map(([dimension, value]) => `${encodedValueOf[dimension]} < ${value / 1000}`),
    ...areas.map(({ id }) => `in_${id}`),
  ];
  const priority = conditions.map((condition) => ({ if: condition, multiply_by: '0' }));
  const drawn = areas.length > 0 && { areas: { type: 'FeatureCollection' as const, features: areas } };
  return { custom_model: { priority, ...drawn }, 'ch.disable': true };
}

/** Areas by names that conditions may hold; restrictions along roads are none. */
function areasOf(speeds: TravelSpeeds | undefined): AreaFeature[] {
  const held = (speeds?.hours ?? []).flatMap(({ restrictions = [] }) => restrictions);
  const places = new Map(held.map(({ restrictionId, place }) => [restrictionId, place]));
  return [...places.values()].flatMap((place, at) =>
    place.kind === 'line'
      ? []
      : [
          {
            type: 'Feature' as const,
            id: `restriction_${at}`,
            properties: {},
            geometry: {
              type: 'Polygon' as const,
              coordinates: [place.ring.map(({ lon, lat }): [number, number] => [lon, lat])],
            },
          },
        ],
  );
}
