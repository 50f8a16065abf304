import { PbfWriter } from 'pbf';
import type { Bounds, OsmMember, OsmNode, OsmRelation, OsmWay, Tags } from './osm-element.js';
import { StringTable } from './string-table.js';

/*
 * Message layouts of osmformat.proto, https://wiki.openstreetmap.org/wiki/PBF_Format. Coordinates are stored as whole
 * multiples of 100 nanodegrees, which is the default granularity and the precision of OpenStreetMap itself.
 */

const unitsPerDegree = 10_000_000;
const nanodegreesPerDegree = 1_000_000_000;
const memberTypeNumbers: Record<OsmMember['type'], number> = { node: 0, way: 1, relation: 2 };

/** The message `HeaderBlock`. */
export function encodeHeader(bounds: Bounds | undefined, program: string, source: string): Uint8Array {
  const pbf = new PbfWriter();
  if (bounds !== undefined) {
    const [west, south, east, north] = bounds.map((degrees) => Math.round(degrees * nanodegreesPerDegree));
    pbf.writeMessage(
      1,
      (_, box) => {
        box.writeSVarintField(1, west);
        box.writeSVarintField(2, east);
        box.writeSVarintField(3, north);
        box.writeSVarintField(4, south);
      },
      undefined,
    );
  }
  pbf.writeStringField(4, 'OsmSchema-V0.6');
  pbf.writeStringField(4, 'DenseNodes');
  pbf.writeStringField(5, 'Sort.Type_then_ID');
  pbf.writeStringField(16, program);
  if (source !== '') pbf.writeStringField(17, source);
  return pbf.finish();
}

/** A `PrimitiveBlock` with dense nodes. */
export function encodeNodes(nodes: readonly OsmNode[]): Uint8Array {
  const strings = new StringTable();
  const ids: number[] = [];
  const lats: number[] = [];
  const lons: number[] = [];
  const keysAndValues: number[] = [];
  let id = 0;
  let lat = 0;
  let lon = 0;
  let anyTags = false;
  for (const node of nodes) {
    const latUnits = Math.round(node.lat * unitsPerDegree);
    const lonUnits = Math.round(node.lon * unitsPerDegree);
    ids.push(node.id - id);
    lats.push(latUnits - lat);
    lons.push(lonUnits - lon);
    id = node.id;
    lat = latUnits;
    lon = lonUnits;
    for (const [key, value] of Object.entries(node.tags)) {
      keysAndValues.push(strings.numberOf(key), strings.numberOf(value));
      anyTags = true;
    }
    keysAndValues.push(0);
  }
  return encodeBlock(strings, (group) =>
    group.writeMessage(
      2,
      (_, dense) => {
        dense.writePackedSVarint(1, ids);
        dense.writePackedSVarint(8, lats);
        dense.writePackedSVarint(9, lons);
        if (anyTags) dense.writePackedVarint(10, keysAndValues);
      },
      undefined,
    ),
  );
}

/** A `PrimitiveBlock` with ways. */
export function encodeWays(ways: readonly OsmWay[]): Uint8Array {
  const strings = new StringTable();
  return encodeBlock(strings, (group) => {
    for (const way of ways) {
      group.writeMessage(
        3,
        (_, pbf) => {
          pbf.writeVarintField(1, way.id);
          writeTags(pbf, way.tags, strings);
          pbf.writePackedSVarint(8, differences(way.refs));
        },
        undefined,
      );
    }
  });
}

/** A `PrimitiveBlock` with relations. */
export function encodeRelations(relations: readonly OsmRelation[]): Uint8Array {
  const strings = new StringTable();
  return encodeBlock(strings, (group) => {
    for (const { id, tags, members } of relations) {
      group.writeMessage(
        4,
        (_, pbf) => {
          pbf.writeVarintField(1, id);
          writeTags(pbf, tags, strings);
          pbf.writePackedVarint(
            8,
            members.map((member) => strings.numberOf(member.role)),
          );
          pbf.writePackedSVarint(9, differences(members.map((member) => member.ref)));
          pbf.writePackedVarint(
            10,
            members.map((member) => memberTypeNumbers[member.type]),
          );
        },
        undefined,
      );
    }
  });
}

/** The group is written before the table of its texts is complete, and stands after it in the block. */
function encodeBlock(strings: StringTable, writeGroup: (group: PbfWriter) => void): Uint8Array {
  const group = new PbfWriter();
  writeGroup(group);
  const groupBytes = group.finish();
  const block = new PbfWriter();
  block.writeMessage(1, (table, pbf) => table.write(pbf), strings);
  block.writeBytesField(2, groupBytes);
  return block.finish();
}

function writeTags(pbf: PbfWriter, tags: Tags, strings: StringTable): void {
  const entries = Object.entries(tags);
  pbf.writePackedVarint(
    2,
    entries.map(([key]) => strings.numberOf(key)),
  );
  pbf.writePackedVarint(
    3,
    entries.map(([, value]) => strings.numberOf(value)),
  );
}

function differences(values: readonly number[]): number[] {
  return values.map((value, at) => (at === 0 ? value : value - values[at - 1]));
}
