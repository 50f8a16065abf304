/** Keys and values of an OpenStreetMap element. */
export type Tags = Readonly<Record<string, string>>;

/** A point; degrees WGS-84. */
export interface OsmNode {
  readonly id: number;
  readonly lon: number;
  readonly lat: number;
  readonly tags: Tags;
}

/** A line or, when closed, perhaps an area. `refs` are node ids in order. */
export interface OsmWay {
  readonly id: number;
  readonly refs: readonly number[];
  readonly tags: Tags;
}

export interface OsmMember {
  readonly type: 'node' | 'way' | 'relation';
  readonly ref: number;
  readonly role: string;
}

/** A group of elements, e.g. a turn restriction or a multipolygon. */
export interface OsmRelation {
  readonly id: number;
  readonly members: readonly OsmMember[];
  readonly tags: Tags;
}

/** West, south, east, north in degrees. */
export type Bounds = readonly [west: number, south: number, east: number, north: number];
