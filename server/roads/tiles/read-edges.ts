import { edgeFlag } from '../graph/road-graph.js';
import { shared } from '../shared-arrays.js';
import { type FindIndex, type Numbering, noEdge, type PlacedTile } from './placed-tile.js';
import { edgeBytes, nodeBytes } from './road-tile.js';
import { RoadTileError } from './road-tile-error.js';

/** Edge records: six words of 64 bits. Source: valhalla/baldr/directededge.h. */
export function readEdges(
  tiles: readonly PlacedTile[],
  nodeNumbers: Uint32Array,
  { numbers, count }: Numbering,
  findNode: FindIndex,
) {
  const edgeFrom = shared.u32(count);
  const edgeTo = shared.u32(count);
  const edgeOpposite = shared.u32(count).fill(noEdge);
  const edgeMeters = shared.u32(count);
  const edgeKph = shared.u8(count);
  const edgeTruckKph = shared.u8(count);
  const edgeAccess = shared.u16(count);
  const edgeFlags = shared.u16(count);
  const edgeUse = shared.u8(count);
  const edgeClass = shared.u8(count);
  const edgeSurface = shared.u8(count);
  const edgeDensity = shared.u8(count);
  const edgeLocalIndex = shared.u8(count);
  const edgeOppositeLocalIndex = shared.u8(count);
  const edgeForbiddenTurns = shared.u8(count);
  const edgeTurnTypes = shared.u32(count);
  const edgeStopImpacts = shared.u32(count);
  const edgeSameName = shared.u8(count);
  const edgeRoadsToLeft = shared.u8(count);
  const edgeRoadsToRight = shared.u8(count);
  const edgeIds = shared.f64(count);
  const firstEdgeOfTileNode = firstEdges(tiles, nodeNumbers.length);

  for (const tile of tiles) {
    const { view } = tile;
    for (let tileNode = 0; tileNode < tile.nodeCount; tileNode++) {
      const word = tile.nodesAt + tileNode * nodeBytes + 8;
      const first = view.getUint32(word, true) & 0x1fffff;
      const end = first + ((view.getUint32(word, true) >>> 21) & 0x7f);
      if (end > tile.edgeCount)
        throw new RoadTileError(`${tile.file} is damaged: a node has edges beyond the list. Build the map again.`);
      for (let index = first; index < end; index++) {
        const edge = numbers[tile.firstEdge + index];
        if (edge === noEdge) continue;
        const at = tile.edgesAt + index * edgeBytes;
        const endLow = view.getUint32(at, true);
        const endHigh = view.getUint32(at + 4, true);
        // Edges whose end is not on the map were left out.
        const endTileNode = findNode(endLow, endHigh) as number;
        edgeFrom[edge] = nodeNumbers[tile.firstNode + tileNode];
        edgeTo[edge] = nodeNumbers[endTileNode];
        edgeForbiddenTurns[edge] = (endHigh >>> 14) & 0xff;
        edgeOpposite[edge] = numbers[firstEdgeOfTileNode[endTileNode] + ((endHigh >>> 22) & 0x7f)] ?? noEdge;
        edgeIds[edge] = index * 2 ** 25 + tile.tileNumber * 8 + tile.level;

        const restrictions = view.getUint32(at + 12, true);
        const speeds = view.getUint32(at + 16, true);
        const kind = view.getUint32(at + 20, true);
        const signs = view.getUint32(at + 28, true);
        const turns = view.getUint32(at + 32, true);
        const stops = view.getUint32(at + 40, true);
        const local = view.getUint32(at + 44, true);
        edgeKph[edge] = speeds & 0xff;
        edgeTruckKph[edge] = speeds >>> 24;
        edgeSameName[edge] = kind & 0xff;
        edgeUse[edge] = (kind >>> 8) & 0x3f;
        edgeDensity[edge] = (kind >>> 18) & 15;
        edgeClass[edge] = (kind >>> 22) & 7;
        edgeSurface[edge] = (kind >>> 25) & 7;
        edgeAccess[edge] = view.getUint32(at + 24, true) & 0xfff;
        edgeTurnTypes[edge] = turns & 0xffffff;
        edgeRoadsToLeft[edge] = turns >>> 24;
        edgeMeters[edge] = view.getUint32(at + 36, true) & 0xffffff;
        edgeStopImpacts[edge] = stops & 0xffffff;
        edgeRoadsToRight[edge] = stops >>> 24;
        edgeLocalIndex[edge] = local & 0x7f;
        edgeOppositeLocalIndex[edge] = (local >>> 7) & 0x7f;
        edgeFlags[edge] =
          ((kind >>> 28) & 1 ? edgeFlag.toll : 0) |
          ((kind >>> 29) & 1 ? edgeFlag.roundabout : 0) |
          ((kind >>> 30) & 1 ? edgeFlag.truckRoute : 0) |
          ((signs >>> 16) & 1 ? edgeFlag.internal : 0) |
          ((signs >>> 21) & 1 ? edgeFlag.deadEnd : 0) |
          ((signs >>> 22) & 1 ? edgeFlag.bikeShareConnection : 0) |
          ((signs >>> 28) & 1 ? edgeFlag.destinationOnlyTruck : 0) |
          ((restrictions >>> 30) & 1 ? edgeFlag.destinationOnly : 0) |
          ((local >>> 30) & 1 ? edgeFlag.named : 0) |
          (local >>> 31 ? edgeFlag.link : 0) |
          ((endHigh >>> 29) & 1 ? edgeFlag.alongShape : 0);
      }
    }
  }
  return {
    edgeFrom,
    edgeTo,
    edgeOpposite,
    edgeMeters,
    edgeKph,
    edgeTruckKph,
    edgeAccess,
    edgeFlags,
    edgeUse,
    edgeClass,
    edgeSurface,
    edgeDensity,
    edgeLocalIndex,
    edgeOppositeLocalIndex,
    edgeForbiddenTurns,
    edgeTurnTypes,
    edgeStopImpacts,
    edgeSameName,
    edgeRoadsToLeft,
    edgeRoadsToRight,
    edgeIds,
  };
}

/** By node among all tiles: the position among all tiles of its first edge. */
function firstEdges(tiles: readonly PlacedTile[], tileNodes: number): Uint32Array {
  const first = new Uint32Array(tileNodes);
  for (const { view, nodeCount, nodesAt, firstNode, firstEdge } of tiles) {
    for (let node = 0; node < nodeCount; node++) {
      first[firstNode + node] = firstEdge + (view.getUint32(nodesAt + node * nodeBytes + 8, true) & 0x1fffff);
    }
  }
  return first;
}
