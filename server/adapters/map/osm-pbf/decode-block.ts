import { PbfReader } from 'pbf';
import type { Bounds, OsmMember, OsmNode, OsmRelation, OsmWay, Tags } from './osm-element.js';

/** Which kinds of elements to decode; the others are passed over, which is much faster. */
export interface WantedKinds {
  readonly nodes?: boolean;
  readonly ways?: boolean;
  readonly relations?: boolean;
}

/** The elements of one block. Kinds that were not wanted are empty. */
export interface OsmBlock {
  readonly nodes: readonly OsmNode[];
  readonly ways: readonly OsmWay[];
  readonly relations: readonly OsmRelation[];
}

export interface OsmHeader {
  readonly bounds: Bounds | undefined;
  readonly requiredFeatures: readonly string[];
  /** Where the writer says that the data comes from; often empty. */
  readonly source: string;
}

const memberTypes: readonly OsmMember['type'][] = ['node', 'way', 'relation'];
const noTags: Tags = Object.freeze({});
/** Divided by rather than multiplied, so that 113.9 comes back as 113.9. */
const nanodegreesPerDegree = 1_000_000_000;

/** Reads the message `HeaderBlock`. */
export function decodeHeader(bytes: Uint8Array): OsmHeader {
  const features: string[] = [];
  let source = '';
  const box = { west: Number.NaN, east: Number.NaN, north: Number.NaN, south: Number.NaN };
  const sides = [undefined, 'west', 'east', 'north', 'south'] as const;
  new PbfReader(bytes).readFields((field, _, pbf) => {
    if (field === 4) features.push(pbf.readString());
    if (field === 17) source = pbf.readString();
    if (field === 1) {
      pbf.readMessage((side, target, inner) => {
        const name = sides[side];
        if (name !== undefined) target[name] = inner.readSVarint() / nanodegreesPerDegree;
      }, box);
    }
  }, undefined);
  const bounds: Bounds = [box.west, box.south, box.east, box.north];
  return { bounds: bounds.every(Number.isFinite) ? bounds : undefined, requiredFeatures: features, source };
}

/** Reads the message `PrimitiveBlock`, plain and dense nodes alike. */
export function decodeBlock(bytes: Uint8Array, wanted: WantedKinds): OsmBlock {
  const strings: string[] = [];
  const groups: Uint8Array[] = [];
  const scale = { granularity: 100, latOffset: 0, lonOffset: 0 };
  new PbfReader(bytes).readFields((field, _, pbf) => {
    if (field === 1) pbf.readMessage((inner, texts, table) => inner === 1 && texts.push(table.readString()), strings);
    else if (field === 2) groups.push(pbf.readBytes());
    else if (field === 17) scale.granularity = pbf.readVarint();
    else if (field === 19) scale.latOffset = pbf.readVarint(true);
    else if (field === 20) scale.lonOffset = pbf.readVarint(true);
  }, undefined);
  const degreesLat = (units: number) => (scale.latOffset + scale.granularity * units) / nanodegreesPerDegree;
  const degreesLon = (units: number) => (scale.lonOffset + scale.granularity * units) / nanodegreesPerDegree;

  const nodes: OsmNode[] = [];
  const ways: OsmWay[] = [];
  const relations: OsmRelation[] = [];
  for (const group of groups) {
    new PbfReader(group).readFields((field, _, pbf) => {
      if (field === 1 && wanted.nodes) nodes.push(decodeNode(pbf, strings, degreesLon, degreesLat));
      else if (field === 2 && wanted.nodes) decodeDenseNodes(pbf, strings, degreesLon, degreesLat, nodes);
      else if (field === 3 && wanted.ways) ways.push(decodeWay(pbf, strings));
      else if (field === 4 && wanted.relations) relations.push(decodeRelation(pbf, strings));
    }, undefined);
  }
  return { nodes, ways, relations };
}

type ToDegrees = (units: number) => number;

function decodeNode(pbf: PbfReader, strings: readonly string[], lonOf: ToDegrees, latOf: ToDegrees): OsmNode {
  const raw = { id: 0, keys: [] as number[], values: [] as number[], lat: 0, lon: 0 };
  pbf.readMessage((field, node, inner) => {
    if (field === 1) node.id = inner.readSVarint();
    else if (field === 2) inner.readPackedVarint(node.keys);
    else if (field === 3) inner.readPackedVarint(node.values);
    else if (field === 8) node.lat = inner.readSVarint();
    else if (field === 9) node.lon = inner.readSVarint();
  }, raw);
  return { id: raw.id, lon: lonOf(raw.lon), lat: latOf(raw.lat), tags: tagsOf(raw.keys, raw.values, strings) };
}

function decodeDenseNodes(
  pbf: PbfReader,
  strings: readonly string[],
  lonOf: ToDegrees,
  latOf: ToDegrees,
  into: OsmNode[],
): void {
  const raw = { ids: [] as number[], lats: [] as number[], lons: [] as number[], keysAndValues: [] as number[] };
  pbf.readMessage((field, dense, inner) => {
    if (field === 1) inner.readPackedSVarint(dense.ids);
    else if (field === 8) inner.readPackedSVarint(dense.lats);
    else if (field === 9) inner.readPackedSVarint(dense.lons);
    else if (field === 10) inner.readPackedVarint(dense.keysAndValues);
  }, raw);
  if (raw.lats.length !== raw.ids.length || raw.lons.length !== raw.ids.length) {
    throw new Error('a block of nodes has more ids than positions');
  }
  let id = 0;
  let lat = 0;
  let lon = 0;
  let at = 0;
  for (let index = 0; index < raw.ids.length; index++) {
    id += raw.ids[index];
    lat += raw.lats[index];
    lon += raw.lons[index];
    let tags = noTags;
    if (at < raw.keysAndValues.length) {
      if (raw.keysAndValues[at] !== 0) {
        const own: Record<string, string> = {};
        while (at < raw.keysAndValues.length && raw.keysAndValues[at] !== 0) {
          own[textOf(strings, raw.keysAndValues[at])] = textOf(strings, raw.keysAndValues[at + 1]);
          at += 2;
        }
        tags = own;
      }
      at++;
    }
    into.push({ id, lon: lonOf(lon), lat: latOf(lat), tags });
  }
}

function decodeWay(pbf: PbfReader, strings: readonly string[]): OsmWay {
  const raw = { id: 0, keys: [] as number[], values: [] as number[], refs: [] as number[] };
  pbf.readMessage((field, way, inner) => {
    if (field === 1) way.id = inner.readVarint();
    else if (field === 2) inner.readPackedVarint(way.keys);
    else if (field === 3) inner.readPackedVarint(way.values);
    else if (field === 8) inner.readPackedSVarint(way.refs);
  }, raw);
  return { id: raw.id, refs: sums(raw.refs), tags: tagsOf(raw.keys, raw.values, strings) };
}

function decodeRelation(pbf: PbfReader, strings: readonly string[]): OsmRelation {
  const raw = {
    id: 0,
    keys: [] as number[],
    values: [] as number[],
    roles: [] as number[],
    refs: [] as number[],
    types: [] as number[],
  };
  pbf.readMessage((field, relation, inner) => {
    if (field === 1) relation.id = inner.readVarint();
    else if (field === 2) inner.readPackedVarint(relation.keys);
    else if (field === 3) inner.readPackedVarint(relation.values);
    else if (field === 8) inner.readPackedVarint(relation.roles);
    else if (field === 9) inner.readPackedSVarint(relation.refs);
    else if (field === 10) inner.readPackedVarint(relation.types);
  }, raw);
  const members = sums(raw.refs).map((ref, at): OsmMember => {
    const type = memberTypes[raw.types[at]];
    if (type === undefined) throw new Error('a relation has a member of no known type');
    return { type, ref, role: textOf(strings, raw.roles[at]) };
  });
  return { id: raw.id, members, tags: tagsOf(raw.keys, raw.values, strings) };
}

function tagsOf(keys: readonly number[], values: readonly number[], strings: readonly string[]): Tags {
  if (keys.length === 0) return noTags;
  const tags: Record<string, string> = {};
  for (let at = 0; at < keys.length; at++) tags[textOf(strings, keys[at])] = textOf(strings, values[at]);
  return tags;
}

function textOf(strings: readonly string[], number: number): string {
  const text = strings[number];
  if (text === undefined) throw new Error('an element refers to a text that its block does not hold');
  return text;
}

/** Undoes the delta coding, in place. */
function sums(values: number[]): number[] {
  for (let at = 1; at < values.length; at++) values[at] += values[at - 1];
  return values;
}
