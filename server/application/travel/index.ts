/**
 * Travel, as planning, edits, re-planning, arrivals and exports ask for it: times and ways between places for vehicles and
 * hours. How vehicles fall into classes and hours into slices, what is kept, and who answers where an engine is out is
 * known in here and nowhere else.
 */
export { keptTravelOf } from './kept-travel.js';
export { type LiveSources, liveSeconds, type PlannedDrive } from './live-seconds.js';
export { metersFromDepot } from './meters-from-depot.js';
export { narrowTravel } from './narrow-travel.js';
export { engineOf } from './routing/routing-failover.js';
export type { TravelStore } from './travel-times.js';
export { type TravelSources, travelOfPlan, travelOfWave, type WaveTravel } from './wave-travel.js';
export { type ReadWays, type Ways, waysOfPlan } from './ways-of-plan.js';
export { type StaleReason, whyStale } from './why-stale.js';
