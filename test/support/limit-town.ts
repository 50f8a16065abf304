import { writeOsmPbf } from '../../server/adapters/map/osm-pbf/osm-pbf-writer.js';
import type { LonLat } from '../../server/domain/network/place.js';

/** Degrees between streets, about 200 m. */
const [latStep, lonStep] = [0.0018, 0.0021];
const [columns, columnsToRiver] = [8, 4];

/** One bridge a row of streets: tags of the bridge, or of the node in the middle of it. */
export interface Bridge {
  readonly way?: Readonly<Record<string, string>>;
  readonly node?: Readonly<Record<string, string>>;
}

/** Where the bridge of a row begins or ends. */
export function bank(row: number, side: 'west' | 'east'): LonLat {
  return at(side === 'west' ? columnsToRiver - 1 : columnsToRiver, row);
}

/** The middle of the bridge of a row. */
export function midstream(row: number): LonLat {
  return at(columnsToRiver - 0.5, row);
}

function at(column: number, row: number): LonLat {
  return { lon: Number((119.5 + column * lonStep).toFixed(7)), lat: Number((29.3 + row * latStep).toFixed(7)) };
}

/** Writes a town on both sides of a river, with streets 200 m apart and a bridge for each row of them. */
export async function writeLimitTown(file: string, bridges: readonly Bridge[]): Promise<void> {
  const nodes: { id: number; lon: number; lat: number; tags: Record<string, string> }[] = [];
  const ways: { id: number; refs: number[]; tags: Record<string, string> }[] = [];
  const road = (refs: number[], name: string, tags: Bridge['way'] = {}) =>
    ways.push({ id: ways.length + 1, refs, tags: { highway: 'residential', maxspeed: '40', name, ...tags } });
  const numberOf = (column: number, row: number) => row * columns + column + 1;
  const all = [...Array(columns).keys()];
  bridges.forEach((_, row) => {
    for (const column of all) nodes.push({ id: numberOf(column, row), ...at(column, row), tags: {} });
  });
  bridges.forEach(({ way, node }, row) => {
    const middle = nodes.length + 1;
    nodes.push({ id: middle, ...midstream(row), tags: { ...node } });
    const [west, east] = [all.slice(0, columnsToRiver), all.slice(columnsToRiver)];
    for (const side of [west, east])
      road(
        side.map((column) => numberOf(column, row)),
        `${row} 路`,
      );
    road([numberOf(columnsToRiver - 1, row), middle, numberOf(columnsToRiver, row)], `${row} 桥`, way);
  });
  for (const column of all)
    road(
      bridges.map((_, row) => numberOf(column, row)),
      `${column} 街`,
    );
  await writeOsmPbf(file, { nodes, ways, relations: [], source: 'test town' });
}
