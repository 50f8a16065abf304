import { attribute } from './attribute.js';
import { degrees } from './kinds/number-kinds.js';
import { id } from './kinds/text-kinds.js';

/** The depot that a thing belongs to and stays with. */
export const ofDepot = attribute({
  kind: id(),
  column: 'depot_id',
  follows: true,
  isFixed: true,
  refersTo: 'depots',
  group: 'basics',
  label: { zh: '仓库', en: 'Depot' },
  help: { zh: '只有一个仓库时可不填。', en: 'May be left out where there is one depot only.' },
});

/** Where a thing stands, WGS-84. */
export const atPosition = {
  lon: attribute({
    kind: degrees(180),
    column: 'lon',
    at: 'position.lon',
    group: 'place',
    label: { zh: '经度', en: 'Longitude' },
  }),
  lat: attribute({
    kind: degrees(90),
    column: 'lat',
    at: 'position.lat',
    group: 'place',
    label: { zh: '纬度', en: 'Latitude' },
  }),
};
