import { expect, it } from 'vitest';
import { toGpx } from '../../../server/adapters/files/gpx.js';

it('writes tracks and places as GPX, with names as text', () => {
  const gpx = toGpx(
    [
      {
        name: 'V1 1',
        line: [
          [120, 30],
          [120.5, 30.25],
        ],
      },
    ],
    [{ name: '<b>&"', position: [120, 30] }],
  );
  expect(gpx).toContain(
    '<trk><name>V1 1</name><trkseg><trkpt lat="30" lon="120"/><trkpt lat="30.25" lon="120.5"/></trkseg></trk>',
  );
  expect(gpx).toContain('<wpt lat="30" lon="120"><name>&lt;b&gt;&amp;&quot;</name></wpt>');
});
