import { shared } from '../shared-arrays.js';
import { noEdge, type PlacedTile } from './placed-tile.js';
import { limitBytes } from './road-tile.js';

/** Limits on edges: two words of 64 bits. Source: valhalla/baldr/accessrestriction.h. */
export function readLimits(tiles: readonly PlacedTile[], edgeNumbers: Uint32Array) {
  const limits: { edge: number; type: number; access: number; value: number }[] = [];
  for (const { view, limitsAt, limitCount, firstEdge } of tiles) {
    for (let index = 0; index < limitCount; index++) {
      const at = limitsAt + index * limitBytes;
      const low = view.getUint32(at, true);
      const high = view.getUint32(at + 4, true);
      const edge = edgeNumbers[firstEdge + (low & 0x3fffff)];
      if (edge === undefined || edge === noEdge) continue;
      const value = view.getUint32(at + 8, true) + view.getUint32(at + 12, true) * 2 ** 32;
      limits.push({ edge, type: (low >>> 22) & 0x3f, access: ((low >>> 28) & 15) | ((high & 0xff) << 4), value });
    }
  }
  limits.sort((a, b) => a.edge - b.edge);
  const limitEdge = shared.u32(limits.length);
  const limitType = shared.u8(limits.length);
  const limitAccess = shared.u16(limits.length);
  const limitValue = shared.f64(limits.length);
  limits.forEach((limit, index) => {
    limitEdge[index] = limit.edge;
    limitType[index] = limit.type;
    limitAccess[index] = limit.access;
    limitValue[index] = limit.value;
  });
  return { limitEdge, limitType, limitAccess, limitValue };
}
