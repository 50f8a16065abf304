import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readSequences } from './read-sequences.js';
import { readShapes } from './read-shapes.js';
import { access, edgeFlag, nodeFlag, type RoadGraph } from './road-graph.js';
import { edgeBytes, limitBytes, nodeBytes, type RoadTile, readRoadTile, transitionBytes } from './road-tile.js';
import { RoadTileError } from './road-tile-error.js';
import { shared } from './shared-arrays.js';

/** A tile with the number that its first node and first edge have among all. */
export interface PlacedTile extends RoadTile {
  readonly firstNode: number;
  readonly firstEdge: number;
}

/** Where a node or edge id of the tile format is found among all; undefined where its tile is missing. */
export type FindIndex = (idLow: number, idHigh: number) => number | undefined;

const noEdge = 0xffffffff;

/**
 * Reads the road graph from the tiles that Valhalla's builder wrote.
 *
 * The same crossing appears in up to three levels of tiles; here it is one node. Shortcuts, which repeat
 * chains of other edges, and edges that neither cars nor lorries may use in either direction are left out.
 *
 * @throws RoadTileError when the folder holds no tiles, or tiles that are damaged or of another version.
 */
export function loadRoadGraph(tileFolder: string): RoadGraph {
  const tiles = placeTiles(readTiles(tileFolder));
  const byNumber = new Map(tiles.map((tile) => [tile.tileNumber * 8 + tile.level, tile]));
  const tileNodes = tiles.reduce((sum, tile) => sum + tile.nodeCount, 0);
  const tileEdges = tiles.reduce((sum, tile) => sum + tile.edgeCount, 0);

  const findNode: FindIndex = (low, high) => {
    const tile = byNumber.get(((low >>> 3) & 0x3fffff) * 8 + (low & 7));
    const index = (low >>> 25) | ((high & 0x3fff) << 7);
    return tile === undefined || index >= tile.nodeCount ? undefined : tile.firstNode + index;
  };

  const nodeOf = unifyLevels(tiles, tileNodes, findNode);
  const edgeOf = chooseEdges(tiles, tileEdges, findNode);
  const findEdge: FindIndex = (low, high) => {
    const tile = byNumber.get(((low >>> 3) & 0x3fffff) * 8 + (low & 7));
    const index = (low >>> 25) | ((high & 0x3fff) << 7);
    const edge = tile === undefined || index >= tile.edgeCount ? noEdge : edgeOf.numbers[tile.firstEdge + index];
    return edge === noEdge ? undefined : edge;
  };

  const nodes = readNodes(tiles, nodeOf);
  const edges = readEdges(tiles, nodeOf.numbers, edgeOf, findNode);
  return {
    nodeCount: nodeOf.count,
    edgeCount: edgeOf.count,
    ...nodes,
    ...edges,
    ...leavingEdges(nodeOf.count, edgeOf.count, edges.edgeFrom),
    ...readShapes(tiles, edgeOf.numbers, edgeOf.count),
    ...readLimits(tiles, edgeOf.numbers),
    ...readSequences(tiles, findEdge),
  };
}

interface Numbering {
  /** By position among all tiles; `noEdge` where left out. */
  readonly numbers: Uint32Array;
  readonly count: number;
}

function readTiles(tileFolder: string): RoadTile[] {
  let names: string[];
  try {
    names = readdirSync(tileFolder, { recursive: true, encoding: 'utf8' });
  } catch (cause) {
    throw new RoadTileError(`The map folder ${tileFolder} cannot be read.`, { cause });
  }
  const files = names.filter((name) => /^[012][\\/].*\.gph$/.test(name)).sort();
  if (files.length === 0) throw new RoadTileError(`The folder ${tileFolder} holds no road tiles.`);
  return files.map((name) => readRoadTile(name, readFileSync(path.join(tileFolder, name))));
}

function placeTiles(tiles: readonly RoadTile[]): PlacedTile[] {
  let firstNode = 0;
  let firstEdge = 0;
  return tiles.map((tile) => {
    const placed = { ...tile, firstNode, firstEdge };
    firstNode += tile.nodeCount;
    firstEdge += tile.edgeCount;
    return placed;
  });
}

/** Gives nodes that are the same crossing on several levels one number, by their transitions. */
function unifyLevels(tiles: readonly PlacedTile[], tileNodes: number, findNode: FindIndex): Numbering {
  const root = new Uint32Array(tileNodes).map((_, node) => node);
  const rootOf = (node: number): number => {
    let at = node;
    while (root[at] !== at) at = root[at];
    return at;
  };
  for (const tile of tiles) {
    for (let node = 0; node < tile.nodeCount; node++) {
      const word = tile.view.getUint32(tile.nodesAt + node * nodeBytes + 16, true);
      const first = word & 0x1fffff;
      const count = (word >>> 21) & 7;
      for (let t = first; t < first + count; t++) {
        const at = tile.transitionsAt + t * transitionBytes;
        const other = findNode(tile.view.getUint32(at, true), tile.view.getUint32(at + 4, true));
        if (other === undefined) continue;
        const a = rootOf(tile.firstNode + node);
        const b = rootOf(other);
        root[Math.max(a, b)] = Math.min(a, b);
      }
    }
  }
  const numbers = new Uint32Array(tileNodes);
  let count = 0;
  for (let node = 0; node < tileNodes; node++) {
    // Roots are the smallest of their set, so theirs is already numbered.
    numbers[node] = root[node] === node ? count++ : numbers[rootOf(node)];
  }
  return { numbers, count };
}

/** Numbers the edges that cars or lorries may use in one direction at least, and whose other end is on the map. */
function chooseEdges(tiles: readonly PlacedTile[], tileEdges: number, findNode: FindIndex): Numbering {
  const numbers = new Uint32Array(tileEdges).fill(noEdge);
  const vehicles = access.auto | access.truck;
  let count = 0;
  for (const tile of tiles) {
    for (let edge = 0; edge < tile.edgeCount; edge++) {
      const at = tile.edgesAt + edge * edgeBytes;
      const accessWord = tile.view.getUint32(at + 24, true);
      const isShortcut = ((tile.view.getUint32(at + 44, true) >>> 28) & 1) === 1;
      if (isShortcut || ((accessWord | (accessWord >>> 12)) & vehicles) === 0) continue;
      if (findNode(tile.view.getUint32(at, true), tile.view.getUint32(at + 4, true)) === undefined) continue;
      numbers[tile.firstEdge + edge] = count++;
    }
  }
  return { numbers, count };
}

/** Node records: four words of 64 bits. Source: valhalla/baldr/nodeinfo.h. */
function readNodes(tiles: readonly PlacedTile[], { numbers, count }: Numbering) {
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

/** Edge records: six words of 64 bits. Source: valhalla/baldr/directededge.h. */
function readEdges(
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

/** Lists the edges that leave each node. */
export function leavingEdges(nodeCount: number, edgeCount: number, edgeFrom: Uint32Array) {
  const firstOut = shared.u32(nodeCount + 1);
  for (let edge = 0; edge < edgeCount; edge++) firstOut[edgeFrom[edge] + 1]++;
  for (let node = 0; node < nodeCount; node++) firstOut[node + 1] = firstOut[node + 1] + firstOut[node];
  const next = firstOut.slice();
  const edgesOut = shared.u32(edgeCount);
  for (let edge = 0; edge < edgeCount; edge++) {
    const node = edgeFrom[edge];
    edgesOut[next[node]] = edge;
    next[node] = next[node] + 1;
  }
  return { firstOut, edgesOut };
}

/** Limits on edges: two words of 64 bits. Source: valhalla/baldr/accessrestriction.h. */
function readLimits(tiles: readonly PlacedTile[], edgeNumbers: Uint32Array) {
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
