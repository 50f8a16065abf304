import type { NameMaker } from '../city/chinese-names.js';
import type { CityPlan } from '../city/city-plan.js';
import type { Warp } from '../city/warp.js';
import {
  centroidOf,
  densified,
  offsetLine,
  type Point,
  type Polygon,
  type Polyline,
  roundedOutline,
  signedAreaOf,
} from '../geometry/plane.js';
import type { Seeded } from '../seeded.js';
import type { CityStreets } from '../streets/street.js';
import type { MapSheet, MapTags } from './map-sheet.js';

/** Draws an outline as a closed way. */
export function drawArea(outline: Polygon, tags: MapTags, warp: Warp, sheet: MapSheet): void {
  const ids = densified([...outline, outline[0]], 150)
    .slice(0, -1)
    .map((point) => sheet.addNode(warp(point)));
  sheet.addWay([...ids, ids[0]], tags);
}

function drawLine(line: Polyline, tags: MapTags, warp: Warp, sheet: MapSheet): void {
  sheet.addWay(
    densified(line, 150).map((point) => sheet.addNode(warp(point))),
    tags,
  );
}

/** Rivers as areas and, for their names, as lines. */
export function drawWater(plan: CityPlan, warp: Warp, sheet: MapSheet): void {
  plan.rivers.forEach((river, at) => {
    const bank = (side: number) =>
      offsetLine(
        river.points,
        river.widths.map((width) => (width / 2) * side),
      );
    const kind = at === 0 ? 'river' : 'stream';
    const names = { name: river.name, 'name:en': river.nameEn };
    drawArea([...bank(-1), ...bank(1).reverse()], { natural: 'water', water: kind }, warp, sheet);
    drawLine(river.points, { waterway: kind, ...names }, warp, sheet);
  });
}

/** What the ground is used for; parks get a name and perhaps a pond. */
export function drawParcels(grown: CityStreets, warp: Warp, sheet: MapSheet, random: Seeded, names: NameMaker): void {
  for (const { outline, use } of grown.parcels) {
    if (use === 'park') {
      const stem = names.stem();
      drawArea(outline, { leisure: 'park', name: `${stem.text}公园`, 'name:en': `${stem.en} Park` }, warp, sheet);
      if (signedAreaOf(outline) > 150_000 && random.chance(0.6)) {
        const pond = roundedOutline(unevenShore(outline, random.between(0.5, 0.62), random), 3);
        drawArea(pond, { natural: 'water', water: 'pond' }, warp, sheet);
      }
    } else if (use === 'lake') {
      drawArea(outline, { leisure: 'park', name: '云湖公园', 'name:en': 'Yunhu Park' }, warp, sheet);
      const shore = roundedOutline(unevenShore(outline, 0.2, random), 3);
      drawArea(shore, { natural: 'water', water: 'lake', name: '云湖', 'name:en': 'Yun Lake' }, warp, sheet);
    } else if (use === 'embankment') {
      drawArea(outline, { landuse: 'grass' }, warp, sheet);
    } else {
      const landuse =
        use === 'industrial'
          ? 'industrial'
          : use === 'business'
            ? 'commercial'
            : use === 'countryside'
              ? 'farmland'
              : use === 'inner' && random.chance(0.1)
                ? 'retail'
                : 'residential';
      drawArea(outline, { landuse }, warp, sheet);
    }
  }
}

/** A shore `inset` of the way to the middle, nearer to the road here and there. */
function unevenShore(outline: Polygon, inset: number, random: Seeded): Point[] {
  const centre = centroidOf(outline);
  const phase = random.between(0, 6.28);
  return densified([...outline, outline[0]], 120)
    .slice(0, -1)
    .map((point) => {
      const angle = Math.atan2(point.y - centre.y, point.x - centre.x);
      const share = inset + 0.07 * Math.sin(3 * angle + phase) + 0.04 * Math.sin(7 * angle);
      return { x: point.x + (centre.x - point.x) * share, y: point.y + (centre.y - point.y) * share };
    });
}

/** The railway runs on a viaduct over all streets. */
export function drawRailway(plan: CityPlan, warp: Warp, sheet: MapSheet): void {
  drawLine(plan.railway, { railway: 'rail', bridge: 'viaduct', layer: '2', name: '团达铁路' }, warp, sheet);
  const station = plan.railway.reduce((best, point) => (Math.abs(point.x) < Math.abs(best.x) ? point : best));
  sheet.addNode(warp(station), { railway: 'station', name: '团达北站', 'name:en': 'Tuanda North Station' });
}

/** Names of quarters, for the map and for areas of stations. */
export function drawPlaces(plan: CityPlan, warp: Warp, sheet: MapSheet): void {
  const [old, second, third] = plan.rings;
  const places: [x: number, y: number, kind: string, name: string, nameEn: string][] = [
    [0, old * 0.25, 'city', '团达市', 'Tuanda City'],
    [-old * 0.45, -old * 0.45, 'suburb', '老城', 'Old Town'],
    [0.13 * plan.radius, -second * 1.15, 'suburb', '江南新城', 'Jiangnan New Town'],
    [-(second + third) / 2, second * 0.2, 'suburb', '城西', 'Chengxi'],
    [0, (second + third) / 2, 'suburb', '城北', 'Chengbei'],
    [(second + third) / 2, second * 0.45, 'suburb', '溪东', 'Xidong'],
    [(third + plan.radius) / 2 - 500, second * 0.3, 'suburb', '东港工业区', 'Donggang Industrial Park'],
    [-third * 0.62, -third * 0.78, 'suburb', '南湾', 'Nanwan'],
    [third * 0.62, -third * 0.8, 'suburb', '鹭洲', 'Luzhou'],
    [third * 0.75, third * 0.95, 'suburb', '高塘', 'Gaotang'],
    [-third * 0.8, third * 0.9, 'suburb', '西岭', 'Xiling'],
  ];
  for (const [x, y, kind, name, nameEn] of places)
    sheet.addNode(warp({ x, y }), { place: kind, name, 'name:en': nameEn });
}
