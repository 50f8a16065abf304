import { PbfReader } from 'pbf';

export type TileValue = string | number | boolean;

/** A feature of a decoded tile. */
export interface DecodedFeature {
  readonly shape: 'point' | 'line' | 'area';
  readonly properties: Readonly<Record<string, TileValue>>;
  /** Lines, rings or points in tile units, flat x, y, x, y… */
  readonly parts: readonly Int32Array[];
  /** Box around all parts, in tile units. */
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

/** Layers of a tile by name. */
export type DecodedTile = ReadonlyMap<string, readonly DecodedFeature[]>;

const shapes = [undefined, 'point', 'line', 'area'] as const;

/** Reads a Mapbox vector tile (version 2.1 of the specification). */
export function decodeVectorTile(bytes: ArrayBuffer): DecodedTile {
  const layers = new Map<string, DecodedFeature[]>();
  new PbfReader(bytes).readFields((field, _, pbf) => {
    if (field === 3) {
      const { name, features } = decodeLayer(pbf);
      layers.set(name, features);
    }
  }, undefined);
  return layers;
}

interface RawFeature {
  tags: number[];
  shape: number;
  commands: number[];
}

function decodeLayer(pbf: PbfReader): { name: string; features: DecodedFeature[] } {
  const raw = { name: '', keys: [] as string[], values: [] as TileValue[], features: [] as RawFeature[] };
  pbf.readMessage((field, layer, inner) => {
    if (field === 1) layer.name = inner.readString();
    else if (field === 3) layer.keys.push(inner.readString());
    else if (field === 4) layer.values.push(decodeValue(inner));
    else if (field === 2) {
      const feature: RawFeature = { tags: [], shape: 0, commands: [] };
      inner.readMessage((part, into, data) => {
        if (part === 2) data.readPackedVarint(into.tags);
        else if (part === 3) into.shape = data.readVarint();
        else if (part === 4) data.readPackedVarint(into.commands);
      }, feature);
      layer.features.push(feature);
    }
  }, raw);
  const features: DecodedFeature[] = [];
  for (const { tags, shape, commands } of raw.features) {
    const known = shapes[shape];
    if (known === undefined) continue;
    const properties: Record<string, TileValue> = {};
    for (let at = 0; at < tags.length; at += 2) properties[raw.keys[tags[at]]] = raw.values[tags[at + 1]];
    features.push({ shape: known, properties, ...decodeGeometry(commands) });
  }
  return { name: raw.name, features };
}

function decodeValue(pbf: PbfReader): TileValue {
  const box: { value: TileValue } = { value: '' };
  pbf.readMessage((field, into, inner) => {
    if (field === 1) into.value = inner.readString();
    else if (field === 2) into.value = inner.readFloat();
    else if (field === 3) into.value = inner.readDouble();
    else if (field === 4) into.value = inner.readVarint(true);
    else if (field === 5) into.value = inner.readVarint();
    else if (field === 6) into.value = inner.readSVarint();
    else if (field === 7) into.value = inner.readBoolean();
  }, box);
  return box.value;
}

function decodeGeometry(commands: readonly number[]): Omit<DecodedFeature, 'shape' | 'properties'> {
  const parts: Int32Array[] = [];
  let part: number[] = [];
  let x = 0;
  let y = 0;
  const box = {
    minX: Number.POSITIVE_INFINITY,
    minY: Number.POSITIVE_INFINITY,
    maxX: Number.NEGATIVE_INFINITY,
    maxY: Number.NEGATIVE_INFINITY,
  };
  let at = 0;
  while (at < commands.length) {
    const command = commands[at] & 7;
    let count = commands[at] >> 3;
    at++;
    if (command === 7) continue;
    for (; count > 0; count--) {
      x += (commands[at] >> 1) ^ -(commands[at] & 1);
      y += (commands[at + 1] >> 1) ^ -(commands[at + 1] & 1);
      at += 2;
      if (command === 1 && part.length > 0) {
        parts.push(Int32Array.from(part));
        part = [];
      }
      part.push(x, y);
      box.minX = Math.min(box.minX, x);
      box.minY = Math.min(box.minY, y);
      box.maxX = Math.max(box.maxX, x);
      box.maxY = Math.max(box.maxY, y);
    }
  }
  if (part.length > 0) parts.push(Int32Array.from(part));
  return { parts, ...box };
}
