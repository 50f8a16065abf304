import type { Bounds, OsmRelation, Tags } from '../osm-pbf/osm-element.js';
import { readOsmPbf, readOsmPbfHeader } from '../osm-pbf/osm-pbf-reader.js';
import { assembleRings } from './assemble-rings.js';
import { classifyArea, classifyLine, classifyPoint, type MapClass } from './classify.js';
import { latAt, lonAt, worldX, worldY } from './mercator.js';
import { NodePositions } from './node-positions.js';

/** Something that the base map shows, in world coordinates. */
export interface MapFeature extends MapClass {
  /** Chinese where the map has it, or empty. */
  readonly name: string;
  readonly nameEn: string;
  readonly isLink: boolean;
  readonly isBridge: boolean;
  readonly isTunnel: boolean;
  readonly isOneway: boolean;
  /** Lines; or the rings of an area, the first one outside; or one point. Flat x, y, x, y… */
  readonly parts: readonly Float64Array[];
}

export interface MapFeatures {
  readonly features: readonly MapFeature[];
  /** Of the streets, or of everything where there are none. */
  readonly bounds: Bounds;
  readonly source: string;
}

/**
 * Reads from an `.osm.pbf` what a base map shows. Two passes: multipolygons first, to know which ways belong to them.
 *
 * @throws OsmPbfError when the file is damaged. @throws Error when it holds no street at all.
 */
export async function readFeatures(file: string): Promise<MapFeatures> {
  const header = await readOsmPbfHeader(file);
  const multipolygons: { relation: OsmRelation; mapClass: MapClass }[] = [];
  const memberWays = new Map<number, readonly number[]>();
  for await (const { relations } of readOsmPbf(file, { relations: true })) {
    for (const relation of relations) {
      const mapClass = relation.tags.type === 'multipolygon' ? classifyArea(relation.tags) : undefined;
      if (mapClass === undefined) continue;
      multipolygons.push({ relation, mapClass });
      for (const member of relation.members) if (member.type === 'way') memberWays.set(member.ref, []);
    }
  }

  const positions = new NodePositions();
  const features: MapFeature[] = [];
  const ways: { mapClass: MapClass; refs: readonly number[]; tags: Tags }[] = [];
  const bounds = new BoundsOf();
  for await (const block of readOsmPbf(file, { nodes: true, ways: true })) {
    for (const node of block.nodes) {
      positions.add(node);
      const mapClass = classifyPoint(node.tags);
      if (mapClass !== undefined) {
        features.push(featureOf(mapClass, node.tags, [Float64Array.of(worldX(node.lon), worldY(node.lat))]));
      }
    }
    for (const { id, refs, tags } of block.ways) {
      if (memberWays.has(id)) memberWays.set(id, refs);
      const isClosed = refs.length >= 4 && refs[0] === refs[refs.length - 1];
      const mapClass = classifyLine(tags) ?? (isClosed ? classifyArea(tags) : undefined);
      if (mapClass !== undefined) ways.push({ mapClass, refs, tags });
    }
  }
  for (const { mapClass, refs, tags } of ways) {
    const line = positions.lineOf(refs);
    if (line.length < (mapClass.shape === 'area' ? 8 : 4)) continue;
    if (mapClass.layer === 'street') bounds.include(line);
    features.push(featureOf(mapClass, tags, [line]));
  }
  for (const { relation, mapClass } of multipolygons) {
    const ringsOf = (inner: boolean) =>
      assembleRings(
        relation.members
          .filter((member) => member.type === 'way' && (member.role === 'inner') === inner)
          .map((member) => memberWays.get(member.ref) ?? []),
      )
        .map((refs) => positions.lineOf(refs))
        .filter((ring) => ring.length >= 8);
    const outer = ringsOf(false);
    // Drawn by the even-odd rule, all rings of a multipolygon can be one area.
    if (outer.length > 0) features.push(featureOf(mapClass, relation.tags, [...outer, ...ringsOf(true)]));
  }
  if (bounds.isEmpty()) throw new Error('The map file holds no street.');
  return { features, bounds: bounds.toDegrees(), source: header.source };
}

function featureOf(mapClass: MapClass, tags: Tags, parts: readonly Float64Array[]): MapFeature {
  return {
    ...mapClass,
    name: tags['name:zh'] ?? tags.name ?? '',
    nameEn: tags['name:en'] ?? '',
    isLink: tags.highway?.endsWith('_link') ?? false,
    isBridge: tags.bridge !== undefined && tags.bridge !== 'no',
    isTunnel: tags.tunnel !== undefined && tags.tunnel !== 'no',
    isOneway: tags.oneway === 'yes' || tags.oneway === '1' || tags.oneway === '-1',
    parts,
  };
}

/** The box around lines, in world coordinates. */
class BoundsOf {
  private west = 1;
  private north = 1;
  private east = 0;
  private south = 0;

  include(line: Float64Array): void {
    for (let at = 0; at < line.length; at += 2) {
      this.west = Math.min(this.west, line[at]);
      this.east = Math.max(this.east, line[at]);
      this.north = Math.min(this.north, line[at + 1]);
      this.south = Math.max(this.south, line[at + 1]);
    }
  }

  isEmpty(): boolean {
    return this.west > this.east;
  }

  toDegrees(): Bounds {
    const rounded = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
    return [
      rounded(lonAt(this.west)),
      rounded(latAt(this.south)),
      rounded(lonAt(this.east)),
      rounded(latAt(this.north)),
    ];
  }
}
