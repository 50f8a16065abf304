import type { OsmNode, OsmRelation, OsmWay, Tags } from '../../server/adapters/map/osm-pbf/osm-element.js';
import { writeOsmPbf } from '../../server/adapters/map/osm-pbf/osm-pbf-writer.js';
import { at } from './small-roads.js';

const size = 16;
const blockMeters = 180;

/**
 * Writes a map full of what makes routing hard, the same for the same random numbers: one-ways, signals, gates,
 * tolls, private and service roads, links, heights and weights, roads for some vehicles only, and turn restrictions
 * over one node, over ways, and for some vehicles only.
 */
export async function writeThornyCity(file: string, random: () => number): Promise<void> {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  const node = (column: number, row: number): number => 1 + column * size + row;

  const nodes: OsmNode[] = [];
  for (let column = 0; column < size; column++) {
    for (let row = 0; row < size; row++) {
      const jitter = (): number => (random() - 0.5) * 60;
      const place = at(column * blockMeters + jitter(), row * blockMeters + jitter());
      nodes.push({ id: node(column, row), ...place, tags: nodeTags(random()) });
    }
  }

  const ways: OsmWay[] = [];
  const waysAt = new Map<number, OsmWay[]>();
  const addWay = (from: number, to: number, tags: Tags): void => {
    const way = { id: ways.length + 1, refs: [from, to], tags };
    ways.push(way);
    for (const end of way.refs) waysAt.set(end, [...(waysAt.get(end) ?? []), way]);
  };
  const rowTags = Array.from({ length: size }, (_, row) => mainTags(row, `Row ${row}`, pick));
  const columnTags = Array.from({ length: size }, (_, column) => mainTags(column, `Column ${column}`, pick));
  for (let column = 0; column < size; column++) {
    for (let row = 0; row < size; row++) {
      if (column + 1 < size)
        addWay(node(column, row), node(column + 1, row), { ...rowTags[row], ...wayTags(random, pick) });
      if (row + 1 < size)
        addWay(node(column, row), node(column, row + 1), { ...columnTags[column], ...wayTags(random, pick) });
      if (column + 1 < size && row + 1 < size && random() < 0.08) {
        addWay(node(column, row), node(column + 1, row + 1), {
          highway: pick(['secondary_link', 'tertiary', 'primary_link']),
          oneway: 'yes',
        });
      }
    }
  }

  const otherEnd = (way: OsmWay, end: number): number => (way.refs[0] === end ? way.refs[1] : way.refs[0]);
  const relations: OsmRelation[] = [];
  for (let count = 0; count < 90; count++) {
    const from = pick(ways);
    const via = pick(from.refs);
    const next = pick(waysAt.get(via) ?? []);
    if (next === from) continue;
    const member = (role: string, type: 'node' | 'way', ref: number) => ({ role, type, ref });
    const restriction = pick(['no_left_turn', 'no_right_turn', 'no_straight_on', 'no_straight_on', 'only_straight_on']);
    const tags: Tags = random() < 0.25 ? { 'restriction:hgv': restriction } : { restriction };
    const type = { type: 'restriction' };
    if (random() < 0.6) {
      const members = [member('from', 'way', from.id), member('via', 'node', via), member('to', 'way', next.id)];
      relations.push({ id: relations.length + 1, members, tags: { ...type, ...tags } });
      continue;
    }
    const far = otherEnd(next, via);
    const last = pick(waysAt.get(far) ?? []);
    if (last === next || last === from) continue;
    const members = [member('from', 'way', from.id), member('via', 'way', next.id), member('to', 'way', last.id)];
    relations.push({
      id: relations.length + 1,
      members,
      tags: { ...type, restriction: pick(['no_u_turn', 'no_left_turn', 'no_right_turn']) },
    });
  }
  await writeOsmPbf(file, { nodes, ways, relations });
}

function nodeTags(chance: number): Tags {
  if (chance < 0.12) return { highway: 'traffic_signals' };
  if (chance < 0.14) return { barrier: 'gate' };
  if (chance < 0.15) return { barrier: 'gate', access: 'private' };
  if (chance < 0.16) return { barrier: 'toll_booth' };
  if (chance < 0.17) return { barrier: 'bollard' };
  if (chance < 0.2) return { highway: 'stop' };
  return {};
}

function mainTags(index: number, name: string, pick: <T>(values: readonly T[]) => T): Tags {
  if (index % 5 === 2) return { highway: pick(['trunk', 'primary', 'secondary']), name, lanes: '3' };
  return { highway: pick(['tertiary', 'residential', 'residential', 'unclassified']), name };
}

function wayTags(random: () => number, pick: <T>(values: readonly T[]) => T): Tags {
  const chance = random();
  if (chance < 0.12) return { oneway: pick(['yes', '-1']) };
  if (chance < 0.15) return { highway: 'service' };
  if (chance < 0.17) return { highway: 'living_street' };
  if (chance < 0.19) return { highway: 'service', service: 'alley' };
  if (chance < 0.21) return { highway: 'track' };
  if (chance < 0.23) return { access: 'private' };
  if (chance < 0.25) return { access: 'destination' };
  if (chance < 0.28) return { maxheight: pick(['2', '3.5', '4.5']) };
  if (chance < 0.3) return { maxweight: pick(['3.5', '10']) };
  if (chance < 0.32) return { hgv: 'no' };
  if (chance < 0.34) return { toll: 'yes' };
  if (chance < 0.36) return { surface: pick(['gravel', 'dirt', 'compacted']) };
  if (chance < 0.38) return { name: 'Other street' };
  if (chance < 0.39) return { junction: 'roundabout', oneway: 'yes' };
  if (chance < 0.41) return { maxspeed: pick(['20', '30', '80']), 'maxspeed:hgv': '20' };
  if (chance < 0.42) return { highway: 'footway' };
  return {};
}
