import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { access, type RoadGraph } from '../graph/road-graph.js';
import { shared } from '../shared-arrays.js';
import { placeBars } from './place-bars.js';
import { type FindIndex, type Numbering, noEdge, type PlacedTile } from './placed-tile.js';
import { readEdges } from './read-edges.js';
import { packLimits, readLimits, timedLimitsOf, withSigned } from './read-limits.js';
import { readNodes } from './read-nodes.js';
import { readSequences } from './read-sequences.js';
import { readShapes } from './read-shapes.js';
import { type RoadLimits, readRoadLimits } from './road-limits.js';
import { edgeBytes, nodeBytes, type RoadTile, readRoadTile, transitionBytes } from './road-tile.js';
import { RoadTileError } from './road-tile-error.js';

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
  try {
    return readGraph(tiles, readRoadLimits(tileFolder));
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new RoadTileError(`The road tiles in ${tileFolder} are damaged. Build the map again.`, { cause });
  }
}

/** @throws RangeError when a list is looked into beyond the end of its file. */
function readGraph(tiles: readonly PlacedTile[], limits: RoadLimits): RoadGraph {
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
  const { shapes, wayOfShape } = readShapes(tiles, edgeOf.numbers, edgeOf.count);
  const ofWays = { ...edges, ...shapes };
  return {
    nodeCount: nodeOf.count,
    edgeCount: edgeOf.count,
    ...nodes,
    ...edges,
    ...leavingEdges(nodeOf.count, edgeOf.count, edges.edgeFrom),
    ...shapes,
    ...packLimits(withSigned(readLimits(tiles, edgeOf.numbers), limits.ways, ofWays, wayOfShape)),
    ...placeBars(limits.points, { ...nodes, ...edges, ...shapes }),
    timedLimits: timedLimitsOf(limits.timed, ofWays, wayOfShape),
    ...readSequences(tiles, findEdge),
  };
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

/** Lists the edges that leave each node. */
function leavingEdges(nodeCount: number, edgeCount: number, edgeFrom: Uint32Array) {
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
