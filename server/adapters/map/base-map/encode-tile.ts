import { PbfWriter } from 'pbf';
import { ringArea } from './clip.js';

/** Units from one edge of a tile to the other. */
export const tileExtent = 4096;

export type TileValue = string | number | boolean;

/** A feature within one tile, in whole tile units. */
export interface TileFeature {
  readonly shape: 'point' | 'line' | 'area';
  /** Lines, rings or points, flat x, y, x, y…; rings do not repeat their first point. */
  readonly parts: readonly (readonly number[])[];
  readonly properties: Readonly<Record<string, TileValue>>;
}

const shapeNumbers = { point: 1, line: 2, area: 3 } as const;
const moveTo = 1;
const lineTo = 2;
const closePath = 7;

/** Writes a Mapbox vector tile, version 2.1 of the specification, https://github.com/mapbox/vector-tile-spec. */
export function encodeTile(layers: ReadonlyMap<string, readonly TileFeature[]>): Uint8Array {
  const tile = new PbfWriter();
  for (const [name, features] of layers) {
    if (features.length > 0) tile.writeMessage(3, (all, pbf) => writeLayer(name, all, pbf), features);
  }
  return tile.finish();
}

function writeLayer(name: string, features: readonly TileFeature[], pbf: PbfWriter): void {
  const keys = new Map<string, number>();
  const values = new Map<TileValue, number>();
  const numberIn = <T>(table: Map<T, number>, entry: T) => {
    let number = table.get(entry);
    if (number === undefined) table.set(entry, (number = table.size));
    return number;
  };
  pbf.writeVarintField(15, 2);
  pbf.writeStringField(1, name);
  for (const feature of features) {
    const tags = Object.entries(feature.properties).flatMap(([key, value]) => [
      numberIn(keys, key),
      numberIn(values, value),
    ]);
    pbf.writeMessage(
      2,
      (_, inner) => {
        inner.writePackedVarint(2, tags);
        inner.writeVarintField(3, shapeNumbers[feature.shape]);
        inner.writePackedVarint(4, commandsOf(feature));
      },
      undefined,
    );
  }
  for (const key of keys.keys()) pbf.writeStringField(3, key);
  for (const value of values.keys()) {
    pbf.writeMessage(
      4,
      (_, inner) => {
        if (typeof value === 'string') inner.writeStringField(1, value);
        else if (typeof value === 'boolean') inner.writeBooleanField(7, value);
        else inner.writeSVarintField(6, value);
      },
      undefined,
    );
  }
  pbf.writeVarintField(5, tileExtent);
}

function commandsOf({ shape, parts }: TileFeature): number[] {
  const commands: number[] = [];
  let x = 0;
  let y = 0;
  const zigzag = (value: number) => (value << 1) ^ (value >> 31);
  const step = (toX: number, toY: number) => {
    commands.push(zigzag(toX - x), zigzag(toY - y));
    x = toX;
    y = toY;
  };
  if (shape === 'point') {
    commands.push(moveTo | (parts.length << 3));
    for (const part of parts) step(part[0], part[1]);
    return commands;
  }
  parts.forEach((part, number) => {
    // The first ring is the outer one: clockwise on screen, which is positive here; holes run the other way.
    const forward = shape === 'line' || ringArea(part) > 0 === (number === 0);
    const count = part.length / 2;
    const at = (index: number) => (forward ? index : count - 1 - index) * 2;
    commands.push(moveTo | (1 << 3));
    step(part[at(0)], part[at(0) + 1]);
    commands.push(lineTo | ((count - 1) << 3));
    for (let index = 1; index < count; index++) step(part[at(index)], part[at(index) + 1]);
    if (shape === 'area') commands.push(closePath | (1 << 3));
  });
  return commands;
}
