import { shared } from '../shared-arrays.js';
import type { FindIndex, PlacedTile } from './placed-tile.js';

const recordBytes = 24;
const edgeIdBytes = 8;

/**
 * Reads the turn restrictions that span several edges or hold for some vehicles only.
 *
 * Those with hours are left out, as Valhalla does for a question without a time of day, and so are those that hold
 * with some probability only. Source: valhalla/baldr/complexrestriction.h.
 */
export function readSequences(tiles: readonly PlacedTile[], findEdge: FindIndex) {
  const probableTypes = [10, 11];
  const first: number[] = [0];
  const edges: number[] = [];
  const accesses: number[] = [];

  for (const { view, sequencesAt, sequencesEnd } of tiles) {
    let at = sequencesAt;
    while (at + recordBytes <= sequencesEnd) {
      const fromHigh = view.getUint32(at + 4, true);
      const data = view.getUint32(at + 16, true);
      const viaCount = (data >>> 16) & 31;
      const next = at + recordBytes + viaCount * edgeIdBytes;
      if (next > sequencesEnd) break;
      const hasHours = ((fromHigh >>> 14) & 1) === 1;
      const isProbable = probableTypes.includes(data & 15);

      // In the list of the forward direction the edges between are stored from the last to the first.
      const ids = [at + 8];
      for (let via = 0; via < viaCount; via++) ids.push(at + recordBytes + via * edgeIdBytes);
      ids.push(at);
      const sequence = ids.reverse().map((id) => findEdge(view.getUint32(id, true), view.getUint32(id + 4, true)));
      if (!hasHours && !isProbable && sequence.every((edge) => edge !== undefined)) {
        edges.push(...(sequence as number[]));
        first.push(edges.length);
        accesses.push((data >>> 4) & 0xfff);
      }
      at = next;
    }
  }

  const firstSequenceEdge = shared.u32(first.length);
  firstSequenceEdge.set(first);
  const sequenceEdges = shared.u32(edges.length);
  sequenceEdges.set(edges);
  const sequenceAccess = shared.u16(accesses.length);
  sequenceAccess.set(accesses);
  return { firstSequenceEdge, sequenceEdges, sequenceAccess };
}
