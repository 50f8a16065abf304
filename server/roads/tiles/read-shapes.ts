import { shared } from '../shared-arrays.js';
import { noEdge, type PlacedTile } from './placed-tile.js';
import { edgeBytes } from './road-tile.js';
import { RoadTileError } from './road-tile-error.js';

/**
 * Reads the shapes of all edges, and by shape the number in OpenStreetMap of the way that it is of. Both directions of a
 * road share one.
 *
 * A shape is a list of differences from point to point in millionths of a degree, latitude first, each folded
 * so that small negative numbers stay small, in groups of seven bits with the smallest first.
 * Source: valhalla/baldr/edgeinfo.h, valhalla/midgard/encoded.h.
 */
export function readShapes(tiles: readonly PlacedTile[], edgeNumbers: Uint32Array, edgeCount: number) {
  const edgeShape = shared.u32(edgeCount);
  const first: number[] = [0];
  const lons: number[] = [];
  const lats: number[] = [];
  const wayOfShape: number[] = [];

  for (const tile of tiles) {
    const { view, edgeInfoAt, edgeInfoEnd } = tile;
    const shapeAt = new Map<number, number>();
    for (let index = 0; index < tile.edgeCount; index++) {
      const edge = edgeNumbers[tile.firstEdge + index];
      if (edge === noEdge) continue;
      const offset = view.getUint32(tile.edgesAt + index * edgeBytes + 8, true) & 0x1ffffff;
      const known = shapeAt.get(offset);
      if (known !== undefined) {
        edgeShape[edge] = known;
        continue;
      }
      const info = edgeInfoAt + offset;
      if (info + 12 > edgeInfoEnd)
        throw new RoadTileError(`${tile.file} is damaged: a shape lies outside. Build the map again.`);
      wayOfShape.push(view.getUint32(info, true) + (view.getUint32(info + 4, true) >>> 24) * 2 ** 32);
      const sizes = view.getUint32(info + 8, true);
      let at = info + 12 + (sizes & 15) * 4;
      const end = at + ((sizes >>> 4) & 0xffff);
      if (end > edgeInfoEnd)
        throw new RoadTileError(`${tile.file} is damaged: a shape is cut short. Build the map again.`);

      let lat = 0;
      let lon = 0;
      let isLat = true;
      while (at < end) {
        let folded = 0;
        let shift = 0;
        let byte: number;
        do {
          byte = view.getUint8(at++);
          folded |= (byte & 0x7f) << shift;
          shift += 7;
        } while (byte >= 0x80 && at < end);
        const difference = (folded >>> 1) ^ -(folded & 1);
        if (isLat) lat += difference;
        else {
          lon += difference;
          lats.push(lat);
          lons.push(lon);
        }
        isLat = !isLat;
      }
      const shape = first.length - 1;
      first.push(lons.length);
      shapeAt.set(offset, shape);
      edgeShape[edge] = shape;
    }
  }

  const firstPoint = shared.u32(first.length);
  firstPoint.set(first);
  const pointLon = shared.i32(lons.length);
  pointLon.set(lons);
  const pointLat = shared.i32(lats.length);
  pointLat.set(lats);
  return { shapes: { edgeShape, firstPoint, pointLon, pointLat }, wayOfShape };
}
