import { toBlob } from 'html-to-image';

/** Signs that steer the map and say nothing of it. */
const controls = '.map__tools, .leaflet-control-zoom, .map__coming, .map__legend-head span';

/**
 * The map as it is seen, with its legend, scale and credits.
 *
 * @param part of the page that holds the map.
 * @returns a PNG with twice as many pixels each way, fit to be printed.
 * @throws Error when the browser cannot draw it, for instance tiles of another server that forbids it.
 */
export async function drawMap(part: HTMLElement): Promise<Blob> {
  const drawn = await toBlob(part, {
    pixelRatio: 2,
    backgroundColor: '#ffffff',
    // Words are drawn in fonts of the system; there are none to load.
    skipFonts: true,
    filter: (node) => !(node instanceof Element && node.matches(controls)),
  });
  if (drawn === null) throw new Error('The browser made no picture of the map.');
  return drawn;
}
