import type { ConsoleMap } from '../../map/console-map.js';
import type { LonLat } from '../../map/datum.js';

/** The map that is shown, once its code is there. */
let shownMap: ConsoleMap | undefined;

export function linkMap(map: ConsoleMap): void {
  shownMap = map;
}

/** Moves the map to a station and opens its popup. */
export function showStationOnMap(stationId: string): void {
  shownMap?.showStation(stationId);
}

/** Moves the map to what is drawn there. */
export function showPlacesOnMap(places: readonly LonLat[]): void {
  shownMap?.showPlaces(places);
}

/** The middle of what is shown; undefined until the map is there. */
export function mapCentre(): LonLat | undefined {
  return shownMap?.centre;
}

/** Shows all that there is. */
export function fitMap(): void {
  shownMap?.fit();
}
