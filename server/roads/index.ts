export { driveLine, edgeLine } from './drive-line.js';
export { edgesWithin, findEdges } from './find-edges.js';
export { loadRoadGraph } from './load-road-graph.js';
export { cheapestDrive, type Drive } from './plain-search.js';
export { type PreparedRoads, prepareRoads, retimeRoads } from './prepare-roads.js';
export { notReached, reachFrom } from './reach.js';
export {
  maxPairs,
  maxSparsePlaces,
  openRoadEngine,
  type RoadEngine,
  type RoadEngineOptions,
  type RoadMatrixOptions,
} from './road-engine.js';
export { edgeFlag, nodeFlag, type RoadGraph } from './road-graph.js';
export {
  type EdgeSpeeds,
  freeKphOf,
  type HourOnRoads,
  isOpenTo,
  makeRoadSpeeds,
  type RoadSpeeds,
  roadClasses,
  type SpeedReport,
} from './road-speeds.js';
export { tileVersion } from './road-tile.js';
export { RoadTileError } from './road-tile-error.js';
export { type MapBox, type RoadsInView, roadsInView } from './roads-in-view.js';
export { type EdgePoint, type SnappedPlace, snapLimitMeters, snapPlaces } from './snap-places.js';
export { type SparseDrive, SparseTravel } from './sparse-travel.js';
export type { DrawnDrive } from './worker-calls.js';
