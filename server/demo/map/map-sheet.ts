import type { LonLat } from '../../domain/network/place.js';

export type MapTags = Readonly<Record<string, string>>;

/** A point of the map; degrees WGS-84 with seven digits. */
export interface MapNode {
  readonly id: number;
  readonly lon: number;
  readonly lat: number;
  readonly tags: MapTags;
}

export interface MapWay {
  readonly id: number;
  /** Ids of nodes, in order. */
  readonly refs: readonly number[];
  readonly tags: MapTags;
}

export interface MapMember {
  readonly type: 'node' | 'way' | 'relation';
  readonly ref: number;
  readonly role: string;
}

export interface MapRelation {
  readonly id: number;
  readonly members: readonly MapMember[];
  readonly tags: MapTags;
}

const noTags: MapTags = Object.freeze({});
/** OpenStreetMap stores seven digits, about a centimeter. */
const unitsPerDegree = 10_000_000;

/** Collects the elements of a map and numbers each kind from 1. */
export class MapSheet {
  readonly nodes: MapNode[] = [];
  readonly ways: MapWay[] = [];
  readonly relations: MapRelation[] = [];

  addNode(position: LonLat, tags: MapTags = noTags): number {
    const id = this.nodes.length + 1;
    this.nodes.push({ id, ...this.rounded(position), tags });
    return id;
  }

  addWay(refs: readonly number[], tags: MapTags): number {
    const id = this.ways.length + 1;
    this.ways.push({ id, refs, tags });
    return id;
  }

  addRelation(members: readonly MapMember[], tags: MapTags): number {
    const id = this.relations.length + 1;
    this.relations.push({ id, members, tags });
    return id;
  }

  rounded({ lon, lat }: LonLat): LonLat {
    return {
      lon: Math.round(lon * unitsPerDegree) / unitsPerDegree,
      lat: Math.round(lat * unitsPerDegree) / unitsPerDegree,
    };
  }

  /** West, south, east, north of all nodes. */
  bounds(): [number, number, number, number] {
    const box: [number, number, number, number] = [180, 90, -180, -90];
    for (const { lon, lat } of this.nodes) {
      box[0] = Math.min(box[0], lon);
      box[1] = Math.min(box[1], lat);
      box[2] = Math.max(box[2], lon);
      box[3] = Math.max(box[3], lat);
    }
    return box;
  }
}
