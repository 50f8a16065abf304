import { expect, it } from 'vitest';
import { gpxLines } from '../../../server/adapters/files/gpx.js';

it('writes tracks and places as GPX, with names as text', () => {
  const line = [
    [120, 30],
    [120.5, 30.25],
  ];
  const gpx = [...gpxLines([{ name: 'V1 1', line }], [{ name: '<b>&"', position: [120, 30] }])].join('');
  expect(gpx).toContain(
    '<trk><name>V1 1</name><trkseg><trkpt lat="30" lon="120"/><trkpt lat="30.25" lon="120.5"/></trkseg></trk>',
  );
  expect(gpx).toContain('<wpt lat="30" lon="120"><name>&lt;b&gt;&amp;&quot;</name></wpt>');
});

it('leaves out of names what XML forbids, and nothing else', () => {
  // NUL, escape, half of a surrogate pair and U+FFFF are forbidden; a tab and an emoji are not.
  const name = 'a\u0000b\u001bc\ud800d\uffffe\tf😀站';
  expect([...gpxLines([], [{ name, position: [120, 30] }])].join('')).toContain('<name>abcde\tf😀站</name>');
});
