import type { ConsoleMap } from '../../map/console-map.js';

/** The map that is shown, once its code is there. */
let shownMap: ConsoleMap | undefined;

export function linkMap(map: ConsoleMap): void {
  shownMap = map;
}

/** Moves the map to a station and opens its popup. */
export function showStationOnMap(stationId: string): void {
  shownMap?.showStation(stationId);
}

/** Shows all that there is. */
export function fitMap(): void {
  shownMap?.fit();
}
