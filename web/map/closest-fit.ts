/** How near everything is shown at most when the map is fitted to it: some streets. */
export const closestFit = 17;
