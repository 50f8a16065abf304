export { type BuildMapOptions, buildMap, type MapPhase } from './build-map.js';
export { type GraphHopperEngineOptions, openGraphHopperEngine } from './graphhopper/graphhopper-engine.js';
export {
  type CurrentMap,
  findCurrentMap,
  findMap,
  type MapDescription,
  mapsFolderOf,
  tileFolderOf,
} from './map-folder.js';
export { type OpenedRouting, openRoutingEngine, type RoutingSettings } from './open-routing-engine.js';
export { type OsrmEngineOptions, openOsrmEngine } from './osrm-engine.js';
export { makeStraightLineEngine, type StraightLineCalibration, usualCalibration } from './straight-line-engine.js';
export { makeValhallaEngine, type ValhallaEngine, type ValhallaEngineOptions } from './valhalla/valhalla-engine.js';
export { findValhalla } from './valhalla/valhalla-package.js';
export { withFailover } from './with-failover.js';
