export { buildMap, type MapBuildOptions, type MapBuildPhase } from './map-build/build-map.js';
export { type BuiltMap, findCurrentMap, getBuiltMap, tileFolderOf } from './map-build/built-map.js';
export { makeValhallaEngine, type ValhallaEngine, type ValhallaEngineOptions } from './valhalla/valhalla-engine.js';
export { findValhalla } from './valhalla/valhalla-package.js';
