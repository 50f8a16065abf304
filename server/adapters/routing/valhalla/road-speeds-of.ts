import type { TravelSpeeds } from '../../../application/travel/travel-speeds.js';
import { profileOf, type TravelClass } from '../../../domain/travel/travel-class.js';
import { edgesClosedBy, findEdges, makeRoadSpeeds, type RoadGraph, type RoadSpeeds } from '../../../roads/index.js';

const keptSpeeds = 8;

/** Speeds in the numbers of the road graph; remembers the latest, since a plan asks for the same again and again. */
export class RoadSpeedsOf {
  private readonly kept = new Map<string, { graph: RoadGraph; speeds: RoadSpeeds }>();

  /** @returns undefined for free roads. */
  make(graph: RoadGraph, travelClass: TravelClass, given: TravelSpeeds | undefined): RoadSpeeds | undefined {
    if (given === undefined || given.key === '') return undefined;
    // Only limits tell classes of a profile apart.
    const vehicles = given.hours.some(({ limits }) => limits !== undefined) ? travelClass : profileOf(travelClass);
    const name = `${vehicles} ${given.key}`;
    const known = this.kept.get(name);
    if (known?.graph === graph) return known.speeds;
    const hours = given.hours.map(({ share, classFactors, learned, reports, limits = [], restrictions = [] }) => {
      const [edges, kph] = findEdges(graph, learned.edgeIds, learned.kph);
      return {
        share,
        classFactors,
        learned: { edges, kph },
        reports: [
          ...reports.map(({ edgeIds, speed }) => ({ edges: findEdges(graph, edgeIds, edgeIds)[0], speed })),
          // Those of other vehicles were left out by who asks.
          ...restrictions.map(({ edgeIds }) => ({
            edges: findEdges(graph, edgeIds, edgeIds)[0],
            speed: { kind: 'closed' as const },
          })),
          { edges: edgesClosedBy(graph, limits, vehicles), speed: { kind: 'closed' as const } },
        ],
      };
    });
    const speeds = makeRoadSpeeds(graph, vehicles, given.key, hours);
    this.kept.set(name, { graph, speeds });
    if (this.kept.size > keptSpeeds) this.kept.delete(this.kept.keys().next().value as string);
    return speeds;
  }
}
