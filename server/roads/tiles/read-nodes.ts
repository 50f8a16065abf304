import { nodeFlag } from '../graph/road-graph.js';
import { shared } from '../shared-arrays.js';
import type { Numbering, PlacedTile } from './placed-tile.js';
import { nodeBytes } from './road-tile.js';

/** Node records: four words of 64 bits. Source: valhalla/baldr/nodeinfo.h. */
export function readNodes(tiles: readonly PlacedTile[], { numbers, count }: Numbering) {
  const nodeLon = shared.i32(count);
  const nodeLat = shared.i32(count);
  const nodeAccess = shared.u16(count);
  const nodeType = shared.u8(count);
  const nodeDensity = shared.u8(count);
  const nodeFlags = shared.u8(count);
  const nodeRoads = shared.u8(count);
  const nodeHeadings = shared.u16(count * 8);

  for (const { view, nodeCount, nodesAt, firstNode, lon, lat } of tiles) {
    for (let index = 0; index < nodeCount; index++) {
      const at = nodesAt + index * nodeBytes;
      const node = numbers[firstNode + index];
      const positionLow = view.getUint32(at, true);
      const positionHigh = view.getUint32(at + 4, true);
      const kind = view.getUint32(at + 12, true);
      const place = view.getUint32(at + 20, true);

      nodeLat[node] = Math.round(lat * 1e7) + (positionLow & 0x3fffff) * 10 + ((positionLow >>> 22) & 15);
      nodeLon[node] =
        Math.round(lon * 1e7) +
        ((positionLow >>> 26) | ((positionHigh & 0xffff) << 6)) * 10 +
        ((positionHigh >>> 16) & 15);
      nodeAccess[node] = positionHigh >>> 20;
      nodeType[node] = (kind >>> 21) & 15;
      nodeDensity[node] = (kind >>> 25) & 15;
      nodeRoads[node] = ((place >>> 8) & 7) + 1;
      nodeFlags[node] =
        ((kind >>> 29) & 1 ? nodeFlag.trafficSignal : 0) |
        ((place >>> 11) & 1 ? nodeFlag.driveOnRight : 0) |
        ((place >>> 12) & 1 ? nodeFlag.taggedAccess : 0) |
        ((place >>> 13) & 1 ? nodeFlag.privateAccess : 0);
      // A heading from 0 to 359 is stored in 255 parts.
      for (let road = 0; road < 8; road++) {
        nodeHeadings[node * 8 + road] = Math.round((view.getUint8(at + 24 + road) * 359) / 255);
      }
    }
  }
  return { nodeLon, nodeLat, nodeAccess, nodeType, nodeDensity, nodeFlags, nodeRoads, nodeHeadings };
}
