/** A line with a name, or a place with one, as longitude and latitude in degrees. */
export interface GpxTrack {
  readonly name: string;
  readonly line: readonly (readonly number[])[];
}

export interface GpxPlace {
  readonly name: string;
  readonly position: readonly number[];
}

/** Writes tracks and waypoints as GPX 1.1 (Topografix), which navigation devices and apps read. */
export function toGpx(tracks: readonly GpxTrack[], places: readonly GpxPlace[]): string {
  const waypoints = places.map(({ name, position }) => `<wpt ${at(position)}><name>${escaped(name)}</name></wpt>`);
  const lines = tracks.map(
    ({ name, line }) =>
      `<trk><name>${escaped(name)}</name><trkseg>${line.map((point) => `<trkpt ${at(point)}/>`).join('')}</trkseg></trk>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Tuanda" xmlns="http://www.topografix.com/GPX/1/1">
${[...waypoints, ...lines].join('\n')}
</gpx>
`;
}

function at([lon, lat]: readonly number[]): string {
  return `lat="${lat}" lon="${lon}"`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
