import { withoutForbidden } from './xlsx/xml-text.js';

/** A line with a name, or a place with one, as longitude and latitude in degrees. */
export interface GpxTrack {
  readonly name: string;
  readonly line: readonly (readonly number[])[];
}

export interface GpxPlace {
  readonly name: string;
  readonly position: readonly number[];
}

/**
 * Writes waypoints and tracks as GPX 1.1 (Topografix), which navigation devices and apps read, line by line.
 *
 * @param datum said in the file where it was asked for; GPX itself knows WGS-84 only.
 */
export function* gpxLines(tracks: readonly GpxTrack[], places: readonly GpxPlace[], datum?: string): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield '<gpx version="1.1" creator="Tuanda" xmlns="http://www.topografix.com/GPX/1/1">\n';
  if (datum !== undefined) yield `<metadata><desc>datum: ${escaped(datum)}</desc></metadata>\n`;
  for (const { name, position } of places) yield `<wpt ${at(position)}><name>${escaped(name)}</name></wpt>\n`;
  for (const { name, line } of tracks) {
    const points = line.map((point) => `<trkpt ${at(point)}/>`).join('');
    yield `<trk><name>${escaped(name)}</name><trkseg>${points}</trkseg></trk>\n`;
  }
  yield '</gpx>\n';
}

function at([lon, lat]: readonly number[]): string {
  return `lat="${lat}" lon="${lon}"`;
}

function escaped(text: string): string {
  return withoutForbidden(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
