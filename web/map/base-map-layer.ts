import { type Coords, type DoneCallback, GridLayer, type LatLngBoundsExpression } from 'leaflet';
import { type LabelLanguage, type PlacedLabel, placeLabels } from './base-map-labels.js';
import { paintLabels, paintTile } from './base-map-painter.js';
import { groundColour } from './base-map-style.js';
import { type DecodedTile, decodeVectorTile } from './vector-tile.js';

/** Answer of `GET /base-map/{mapId}`. */
export interface BaseMapMetadata {
  readonly name: string;
  readonly credit: string;
  readonly generated: boolean;
  /** West, south, east, north in degrees. */
  readonly bounds: readonly [number, number, number, number];
  readonly tileZooms: readonly number[];
  readonly tilePixels: number;
  readonly tileExtent: number;
  /** Rows (y) by "zoom/column"; tiles that are not named here hold nothing. */
  readonly tiles: Readonly<Record<string, readonly number[]>>;
}

export interface BaseMapOptions {
  readonly metadata: BaseMapMetadata;
  /** Fetches `/base-map/{mapId}/{z}/{x}/{y}`; undefined where the map has nothing there. */
  readonly fetchTile: (z: number, x: number, y: number) => Promise<ArrayBuffer | undefined>;
  readonly language?: LabelLanguage;
}

interface LoadedTile {
  readonly features: DecodedTile;
  /** Names by zoom, placed when first needed. */
  readonly labels: Map<string, readonly PlacedLabel[]>;
}

/** Decoded tiles kept for moving back and forth. */
const keptTiles = 40;

/** The offline base map: vector tiles drawn on canvas, one 512-pixel tile at a time. */
export class BaseMapLayer extends GridLayer {
  private readonly source: BaseMapOptions;
  private readonly loaded = new Map<string, Promise<LoadedTile | undefined>>();
  private language: LabelLanguage;

  constructor(source: BaseMapOptions) {
    const [west, south, east, north] = source.metadata.bounds;
    // A little beyond the streets, where fields and water go on.
    const marginLon = (east - west) * 0.25;
    const marginLat = (north - south) * 0.25;
    const bounds: LatLngBoundsExpression = [
      [south - marginLat, west - marginLon],
      [north + marginLat, east + marginLon],
    ];
    super({
      tileSize: source.metadata.tilePixels,
      minZoom: 8,
      maxZoom: 20,
      bounds,
      attribution: source.metadata.credit,
      className: 'base-map',
      keepBuffer: 1,
      updateWhenZooming: false,
    });
    this.source = source;
    this.language = source.language ?? 'zh';
  }

  /** Writes names in another language, where the map has them. */
  setLanguage(language: LabelLanguage): void {
    if (language === this.language) return;
    this.language = language;
    this.redraw();
  }

  override createTile(coords: Coords, done: DoneCallback): HTMLElement {
    const canvas = document.createElement('canvas');
    const size = this.source.metadata.tilePixels;
    const density = Math.min(2, Math.max(1, window.devicePixelRatio));
    canvas.width = size * density;
    canvas.height = size * density;
    this.draw(canvas, coords, density).then(
      () => done(undefined, canvas),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), canvas),
    );
    return canvas;
  }

  private async draw(canvas: HTMLCanvasElement, coords: Coords, density: number): Promise<void> {
    const { tileZooms, tilePixels: size, tileExtent: extent } = this.source.metadata;
    // Tiles are 512 pixels wide, so a screen tile at zoom 14 covers what a tile of zoom 13 does.
    const zoom = coords.z - 1;
    const dataZoom = [...tileZooms].reverse().find((candidate) => candidate <= zoom) ?? tileZooms[0];
    // More than one: the screen tile is a part of one data tile. Less: it holds several.
    const enlargement = 2 ** (zoom - dataZoom);
    const first = (index: number) => Math.floor(index / enlargement);
    const last = (index: number) => Math.ceil((index + 1) / enlargement) - 1;

    const parts: { x: number; y: number; tile: Promise<LoadedTile | undefined> }[] = [];
    for (let x = first(coords.x); x <= last(coords.x); x++) {
      for (let y = first(coords.y); y <= last(coords.y); y++) parts.push({ x, y, tile: this.load(dataZoom, x, y) });
    }
    const tiles = await Promise.all(parts.map(({ tile }) => tile));

    const context = canvas.getContext('2d');
    if (context === null) throw new Error('This browser cannot draw on a canvas.');
    context.scale(density, density);
    context.fillStyle = groundColour;
    context.fillRect(0, 0, size, size);
    const pixelsPerUnit = (size * enlargement) / extent;
    const drawn = parts.map(({ x, y }, at) => ({
      tile: tiles[at],
      left: (x * enlargement - coords.x) * size,
      top: (y * enlargement - coords.y) * size,
    }));
    for (const { tile, left, top } of drawn) {
      if (tile === undefined) continue;
      context.save();
      context.beginPath();
      context.rect(left, top, size * enlargement, size * enlargement);
      context.clip();
      paintTile(context, tile.features, { pixelsPerUnit, left, top }, coords.z, size);
      context.restore();
    }
    for (const { tile, left, top } of drawn) {
      if (tile === undefined) continue;
      const key = `${coords.z}/${this.language}`;
      let labels = tile.labels.get(key);
      if (labels === undefined) {
        labels = placeLabels(tile.features, extent, pixelsPerUnit, coords.z, this.language, context);
        tile.labels.set(key, labels);
      }
      paintLabels(context, labels, left, top, size);
    }
  }

  private load(z: number, x: number, y: number): Promise<LoadedTile | undefined> {
    if (!this.source.metadata.tiles[`${z}/${x}`]?.includes(y)) return Promise.resolve(undefined);
    const key = `${z}/${x}/${y}`;
    const known = this.loaded.get(key);
    if (known !== undefined) {
      // Put last again: the first of the map is the one not used for longest.
      this.loaded.delete(key);
      this.loaded.set(key, known);
      return known;
    }
    const loading = this.source
      .fetchTile(z, x, y)
      .then((bytes) => (bytes === undefined ? undefined : { features: decodeVectorTile(bytes), labels: new Map() }));
    // A tile that failed is asked for again next time.
    loading.catch(() => this.loaded.delete(key));
    this.loaded.set(key, loading);
    for (const oldest of this.loaded.keys()) {
      if (this.loaded.size <= keptTiles) break;
      this.loaded.delete(oldest);
    }
    return loading;
  }
}
