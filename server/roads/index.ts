export { travelClassIn } from './costs/class-of-vehicle.js';
export { roadClosures } from './costs/road-closures.js';
export {
  type EdgeSpeeds,
  freeKphOf,
  type HourOnRoads,
  isOpenTo,
  makeRoadSpeeds,
  type RoadSpeeds,
  roadClasses,
  type SpeedReport,
} from './costs/road-speeds.js';
export { edgesClosedBy, timedLimitsWithin } from './costs/timed-limits.js';
export { driveLine, edgeLine } from './graph/drive-line.js';
export { edgesWithin, findEdges } from './graph/find-edges.js';
export { edgeFlag, nodeFlag, type RoadGraph } from './graph/road-graph.js';
export { type MapBox, type RoadsInView, roadsInView } from './graph/roads-in-view.js';
export { type SparseDrive, SparseTravel } from './matrix/sparse-travel.js';
export { type EdgePoint, type SnappedPlace, snapLimitMeters, snapPlaces } from './places/snap-places.js';
export { type PreparedRoads, prepareRoads, reweightRoads } from './prepare-roads.js';
export {
  maxPairs,
  maxSparsePlaces,
  openRoadEngine,
  type RoadEngine,
  type RoadEngineOptions,
  type RoadMatrixOptions,
} from './road-engine.js';
export { cheapestDrive, type Drive } from './search/dijkstra.js';
export { isochroneFrom, notReached } from './search/isochrone.js';
export { loadRoadGraph } from './tiles/load-road-graph.js';
export { type RoadLimits, writeRoadLimits } from './tiles/road-limits.js';
export { tileVersion } from './tiles/road-tile.js';
export { RoadTileError } from './tiles/road-tile-error.js';
export type { DrawnDrive } from './worker-calls.js';
