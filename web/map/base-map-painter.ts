import type { PlacedLabel } from './base-map-labels.js';
import {
  areaColours,
  buildingOutline,
  railColour,
  type StreetStyle,
  streetStyles,
  waterColour,
  widthAt,
} from './base-map-style.js';
import type { DecodedFeature, DecodedTile } from './vector-tile.js';

/** How tile units come onto a canvas: scale first, then shift; pixels are those of the style sheet. */
export interface TilePlacement {
  readonly pixelsPerUnit: number;
  readonly left: number;
  readonly top: number;
}

/** Draws everything but names. The canvas must already be clipped to the data tile's part of it. */
export function paintTile(
  context: CanvasRenderingContext2D,
  tile: DecodedTile,
  placement: TilePlacement,
  zoom: number,
  canvasPixels: number,
): void {
  const painter = new TilePainter(context, placement, canvasPixels);
  for (const layer of ['land', 'green', 'water'] as const) painter.fillAreas(tile.get(layer), areaColours[layer]);
  painter.strokeWater(tile.get('waterway'), zoom);
  if (zoom >= 14)
    painter.fillAreas(tile.get('building'), areaColours.building, zoom >= 16 ? buildingOutline : undefined);
  const streets = tile.get('street') ?? [];
  painter.strokeStreets(
    streets.filter(({ properties }) => properties.bridge !== true),
    zoom,
  );
  painter.strokeRail(tile.get('rail'), zoom);
  // Bridges lie over what they cross, also over other streets.
  painter.strokeStreets(
    streets.filter(({ properties }) => properties.bridge === true),
    zoom,
  );
}

/** Writes names, each with a halo that keeps it readable on any ground. */
export function paintLabels(
  context: CanvasRenderingContext2D,
  labels: readonly PlacedLabel[],
  left: number,
  top: number,
  canvasPixels: number,
): void {
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  const visible = labels.filter(
    ({ minX, minY, maxX, maxY }) =>
      maxX + left > 0 && minX + left < canvasPixels && maxY + top > 0 && minY + top < canvasPixels,
  );
  for (const step of ['halo', 'text'] as const) {
    for (const { font, colour, halo, glyphs } of visible) {
      context.font = font;
      context.strokeStyle = halo;
      context.lineWidth = 3;
      context.fillStyle = colour;
      for (const { text, x, y, radians } of glyphs) {
        context.save();
        context.translate(x + left, y + top);
        context.rotate(radians);
        if (step === 'halo') context.strokeText(text, 0, 0);
        else context.fillText(text, 0, 0);
        context.restore();
      }
    }
  }
}

class TilePainter {
  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly placement: TilePlacement,
    private readonly canvasPixels: number,
  ) {}

  fillAreas(
    features: readonly DecodedFeature[] | undefined,
    colours: Readonly<Record<string, string>>,
    outline?: string,
  ): void {
    for (const [name, colour] of Object.entries(colours)) {
      this.context.fillStyle = colour;
      for (const feature of features ?? []) {
        if (feature.properties.class !== name || !this.isVisible(feature, 0)) continue;
        this.context.beginPath();
        this.trace(feature, true);
        this.context.fill('evenodd');
        if (outline !== undefined) {
          this.context.strokeStyle = outline;
          this.context.lineWidth = 0.8;
          this.context.stroke();
        }
      }
    }
  }

  strokeWater(features: readonly DecodedFeature[] | undefined, zoom: number): void {
    const widths: Record<string, StreetStyle['widths']> = {
      river: [1, 1.6, 3, 6, 12],
      canal: [0.6, 1, 2.2, 5, 10],
      stream: [0.4, 0.7, 1.4, 3, 6],
    };
    this.context.strokeStyle = waterColour;
    this.context.lineCap = 'round';
    for (const [name, width] of Object.entries(widths)) {
      this.strokeAll(features?.filter(({ properties }) => properties.class === name) ?? [], widthAt(width, zoom));
    }
  }

  strokeRail(features: readonly DecodedFeature[] | undefined, zoom: number): void {
    if (features === undefined || zoom < 11) return;
    const width = widthAt([0.8, 1, 1.6, 3, 4], zoom);
    this.context.lineCap = 'butt';
    this.context.strokeStyle = railColour;
    this.strokeAll(features, width);
    if (zoom < 13) return;
    this.context.strokeStyle = '#f4f3f1';
    this.context.setLineDash([6, 6]);
    this.strokeAll(features, width * 0.55);
    this.context.setLineDash([]);
  }

  /** All casings first, then all fills: so junctions are open and wide streets lie over narrow ones. */
  strokeStreets(streets: readonly DecodedFeature[], zoom: number): void {
    for (const step of ['casing', 'fill'] as const) {
      for (const [name, style] of streetStyles) {
        const own = streets.filter(({ properties }) => properties.class === name);
        if (own.length === 0) continue;
        for (const isLink of [true, false]) {
          const group = own.filter(({ properties }) => (properties.link === true) === isLink);
          const width = widthAt(style.widths, zoom) * (isLink ? 0.62 : 1);
          if (width === 0 || group.length === 0) continue;
          const hasCasing = zoom >= style.casingZoom;
          if (step === 'casing' && !hasCasing) continue;
          const isBridge = group[0].properties.bridge === true;
          this.context.lineCap = step === 'casing' && isBridge ? 'butt' : 'round';
          this.context.lineJoin = 'round';
          // Without a casing a white street would vanish on light ground, so it takes the casing's colour.
          this.context.strokeStyle = step === 'fill' && hasCasing ? style.fill : style.casing;
          this.strokeAll(group, step === 'casing' ? width + (zoom >= 14 ? 2 : 1.2) : width);
        }
      }
    }
  }

  private strokeAll(features: readonly DecodedFeature[], width: number): void {
    this.context.lineWidth = width;
    this.context.beginPath();
    for (const feature of features) if (this.isVisible(feature, width)) this.trace(feature, false);
    this.context.stroke();
  }

  private trace({ parts }: DecodedFeature, isClosed: boolean): void {
    const { pixelsPerUnit: scale, left, top } = this.placement;
    for (const part of parts) {
      this.context.moveTo(part[0] * scale + left, part[1] * scale + top);
      for (let at = 2; at < part.length; at += 2)
        this.context.lineTo(part[at] * scale + left, part[at + 1] * scale + top);
      if (isClosed) this.context.closePath();
    }
  }

  private isVisible({ minX, minY, maxX, maxY }: DecodedFeature, width: number): boolean {
    const { pixelsPerUnit: scale, left, top } = this.placement;
    return (
      maxX * scale + left >= -width &&
      minX * scale + left <= this.canvasPixels + width &&
      maxY * scale + top >= -width &&
      minY * scale + top <= this.canvasPixels + width
    );
  }
}
