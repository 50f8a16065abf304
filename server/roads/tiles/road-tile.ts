import { RoadTileError } from './road-tile-error.js';

/** The tile format follows the version of the program that wrote it; this one and no other is read. */
export const tileVersion = '3.6.1';

const headerBytes = 272;
export const nodeBytes = 32;
export const transitionBytes = 8;
export const edgeBytes = 48;
const extendedEdgeBytes = 8;
export const limitBytes = 16;

/** Width of a tile in degrees at level 0 (motorways to primary), 1 (secondary, tertiary) and 2 (the rest). */
const tileDegrees = [4, 1, 0.25];

/**
 * One file of the road graph: its header, and where each list in it begins.
 *
 * Layout: header, nodes, transitions between levels, edges, limits on edges, then lists found by offset.
 * Everything is little-endian. Source: valhalla/baldr/graphtileheader.h and graphtile.cc of Valhalla.
 */
export interface RoadTile {
  readonly file: string;
  readonly view: DataView;
  readonly level: number;
  readonly tileNumber: number;
  /** South-west corner, degrees. */
  readonly lon: number;
  readonly lat: number;
  readonly nodeCount: number;
  readonly transitionCount: number;
  readonly edgeCount: number;
  readonly limitCount: number;
  readonly nodesAt: number;
  readonly transitionsAt: number;
  readonly edgesAt: number;
  readonly limitsAt: number;
  readonly sequencesAt: number;
  readonly sequencesEnd: number;
  readonly edgeInfoAt: number;
  readonly edgeInfoEnd: number;
}

/**
 * Reads the header of a tile and checks that all lists it announces lie within the file.
 *
 * @throws RoadTileError when it is no tile, of another version, or cut short.
 */
export function readRoadTile(file: string, bytes: Uint8Array): RoadTile {
  const size = bytes.byteLength;
  if (size < headerBytes) throw new RoadTileError(`${file} is no road tile: ${size} bytes are too few for its header.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, size);

  const version = asciiUntilZero(bytes.subarray(16, 32));
  if (version !== tileVersion) {
    const found = /^[0-9A-Za-z.+-]{1,16}$/.test(version) ? `version ${version}` : 'an unknown format';
    throw new RoadTileError(
      `${file} was written in ${found}; this program reads version ${tileVersion}. Build the map again.`,
    );
  }
  const announced = view.getUint32(224, true);
  if (announced !== size) {
    throw new RoadTileError(
      `${file} is damaged: it should be ${announced} bytes long and has ${size}. Build the map again.`,
    );
  }

  const idLow = view.getUint32(0, true);
  const level = idLow & 7;
  const tileNumber = (idLow >>> 3) & 0x3fffff;
  const degrees = tileDegrees[level];
  if (degrees === undefined) throw new RoadTileError(`${file} is a tile of level ${level}, which holds no roads.`);
  const columns = 360 / degrees;

  const countsLow = view.getUint32(40, true);
  const countsHigh = view.getUint32(44, true);
  const nodeCount = countsLow & 0x1fffff;
  const edgeCount = (countsLow >>> 21) | ((countsHigh & 0x3ff) << 11);
  const transitionCount = view.getUint32(48, true) & 0x3fffff;
  const limitCount = view.getUint32(72, true) & 0xffffff;
  const hasExtendedEdges = view.getUint32(4, true) >>> 31 === 1;

  const nodesAt = headerBytes;
  const transitionsAt = nodesAt + nodeCount * nodeBytes;
  const edgesAt = transitionsAt + transitionCount * transitionBytes;
  const limitsAt = edgesAt + edgeCount * (hasExtendedEdges ? edgeBytes + extendedEdgeBytes : edgeBytes);
  const sequencesAt = view.getUint32(96, true);
  const sequencesEnd = view.getUint32(100, true);
  const edgeInfoAt = view.getUint32(104, true);
  const edgeInfoEnd = view.getUint32(108, true);
  const inOrder = [limitsAt + limitCount * limitBytes, sequencesAt, sequencesEnd, edgeInfoAt, edgeInfoEnd, size];
  if (inOrder.some((offset, place) => place > 0 && offset < inOrder[place - 1])) {
    throw new RoadTileError(`${file} is damaged: its lists overlap. Build the map again.`);
  }

  return {
    file,
    view,
    level,
    tileNumber,
    lon: -180 + (tileNumber % columns) * degrees,
    lat: -90 + Math.floor(tileNumber / columns) * degrees,
    nodeCount,
    transitionCount,
    edgeCount,
    limitCount,
    nodesAt,
    transitionsAt,
    edgesAt,
    limitsAt,
    sequencesAt,
    sequencesEnd,
    edgeInfoAt,
    edgeInfoEnd,
  };
}

function asciiUntilZero(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return String.fromCharCode(...bytes.subarray(0, end === -1 ? bytes.length : end));
}
