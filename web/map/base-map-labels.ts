import {
  fontFamily,
  type LabelStyle,
  placeStyles,
  streetLabel,
  streetStyles,
  waterwayLabel,
} from './base-map-style.js';
import type { DecodedFeature, DecodedTile } from './vector-tile.js';

/** One letter or one whole word, placed; pixels from the corner of the data tile at one zoom. */
export interface PlacedGlyph {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly radians: number;
}

/** A name that fits where it stands. */
export interface PlacedLabel {
  readonly font: string;
  readonly colour: string;
  readonly halo: string;
  readonly glyphs: readonly PlacedGlyph[];
  /** Box around the glyphs, pixels. */
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

export type LabelLanguage = 'zh' | 'en';

type LineStyle = Pick<LabelStyle, 'colour' | 'halo' | 'pixels' | 'weight'>;

/** Pixels between two writings of the same street's name. */
const repeatPixels = 420;
/** Greatest turn between two letters, radians. */
const sharpestTurn = 0.45;
const cellPixels = 64;

/**
 * Places the names of one data tile at one zoom, the important first, none over another.
 *
 * All screen tiles that show parts of a data tile use the same placement, and every name lies within the data tile, so
 * no name is cut where screen tiles meet.
 *
 * @param pixelsPerUnit of the screen at this zoom.
 */
export function placeLabels(
  tile: DecodedTile,
  extent: number,
  pixelsPerUnit: number,
  zoom: number,
  language: LabelLanguage,
  context: CanvasRenderingContext2D,
): PlacedLabel[] {
  const placer = new LabelPlacer(extent * pixelsPerUnit, pixelsPerUnit, language, context);
  const points = [...(tile.get('place') ?? [])];
  const order = Object.keys(placeStyles);
  points.sort((a, b) => order.indexOf(String(a.properties.class)) - order.indexOf(String(b.properties.class)));
  for (const feature of points) {
    const style = placeStyles[String(feature.properties.class)];
    if (style !== undefined && zoom >= style.minZoom && zoom <= style.maxZoom) placer.placePoint(feature, style);
  }
  if (zoom >= 12) for (const river of tile.get('waterway') ?? []) placer.placeAlong(river, waterwayLabel, 700);
  const streets = tile.get('street') ?? [];
  for (const [streetClass, style] of [...streetStyles].reverse()) {
    if (zoom < style.nameZoom) continue;
    for (const street of streets) {
      if (street.properties.class === streetClass) placer.placeAlong(street, streetLabel, repeatPixels);
    }
  }
  return placer.labels;
}

class LabelPlacer {
  readonly labels: PlacedLabel[] = [];
  /** Where names along lines stand already, so that the two carriageways of a street are named once. */
  private readonly written = new Map<string, { x: number; y: number }[]>();
  /** Taken circles by cell: x, y, radius. */
  private readonly taken = new Map<number, [number, number, number][]>();

  constructor(
    private readonly size: number,
    private readonly pixelsPerUnit: number,
    private readonly language: LabelLanguage,
    private readonly context: CanvasRenderingContext2D,
  ) {}

  placePoint(feature: DecodedFeature, style: LabelStyle): void {
    const text = this.textOf(feature);
    if (text === '') return;
    const font = fontOf(style);
    this.context.font = font;
    const half = this.context.measureText(text).width / 2;
    for (const part of feature.parts) {
      // A name at the tile's edge moves inwards rather than being cut.
      const x = Math.min(this.size - half - 3, Math.max(half + 3, part[0] * this.pixelsPerUnit));
      const y = Math.min(this.size - style.pixels, Math.max(style.pixels, part[1] * this.pixelsPerUnit));
      const circles: [number, number, number][] = [];
      for (let off = -half; off <= half; off += style.pixels * 0.8) circles.push([x + off, y, style.pixels * 0.75]);
      this.take([{ text, x, y, radians: 0 }], circles, style, font, half);
    }
  }

  placeAlong(feature: DecodedFeature, style: LineStyle, repeat: number): void {
    const text = this.textOf(feature);
    if (text === '') return;
    const font = fontOf(style);
    this.context.font = font;
    const isChinese = /[\u2e80-\u9fff]/.test(text);
    const letters = [...text];
    const widths = letters.map((letter) => this.context.measureText(letter).width * (isChinese ? 1.12 : 1));
    const wanted = widths.reduce((sum, width) => sum + width, 0);
    for (const part of feature.parts) {
      const line = new MeasuredLine(part, this.pixelsPerUnit);
      const count = Math.max(1, Math.floor(line.length / repeat));
      if (line.length < wanted + 8) continue;
      for (let number = 0; number < count; number++) {
        const middle = (line.length * (number + 0.5)) / count;
        const { x, y } = line.at(middle);
        const others = this.written.get(text) ?? [];
        if (others.some((other) => Math.hypot(other.x - x, other.y - y) < repeat * 0.45)) continue;
        if (this.placeLetters(line, middle - wanted / 2, letters, widths, style, font, isChinese)) {
          this.written.set(text, [...others, { x, y }]);
        }
      }
    }
  }

  private placeLetters(
    line: MeasuredLine,
    start: number,
    letters: readonly string[],
    widths: readonly number[],
    style: LineStyle,
    font: string,
    isChinese: boolean,
  ): boolean {
    const whole = widths.reduce((sum, width) => sum + width, 0);
    const overall = line.directionBetween(start, start + whole);
    // Read from left to right; Chinese on steep streets from top to bottom, the letters leaning but upright.
    const isSteep = isChinese && Math.abs(Math.sin(overall)) > 0.78;
    const isBackward = isSteep ? Math.sin(overall) < 0 : Math.cos(overall) < 0;
    const glyphs: PlacedGlyph[] = [];
    const circles: [number, number, number][] = [];
    let along = start;
    let before: number | undefined;
    for (let at = 0; at < letters.length; at++) {
      const index = isBackward ? letters.length - 1 - at : at;
      const spot = line.at(along + widths[index] / 2);
      const direction = isBackward ? spot.radians + Math.PI : spot.radians;
      if (before !== undefined && Math.abs(turnBetween(before, direction)) > sharpestTurn) return false;
      before = direction;
      if (spot.x < 6 || spot.y < 6 || spot.x > this.size - 6 || spot.y > this.size - 6) return false;
      glyphs.push({
        text: letters[index],
        x: spot.x,
        y: spot.y,
        radians: isSteep ? direction - Math.PI / 2 : direction,
      });
      circles.push([spot.x, spot.y, style.pixels * 0.8]);
      along += widths[index];
    }
    // In reading order, whichever way the line runs.
    if (isBackward) glyphs.reverse();
    return this.take(glyphs, circles, style, font, style.pixels);
  }

  /** Keeps the label when none of its circles touches a taken one. */
  private take(
    glyphs: readonly PlacedGlyph[],
    circles: readonly [number, number, number][],
    style: LineStyle,
    font: string,
    reach: number,
  ): boolean {
    for (const [x, y, radius] of circles) {
      const cellX = Math.floor(x / cellPixels);
      const cellY = Math.floor(y / cellPixels);
      for (let dx = -1; dx <= 1; dx++) {
        for (let dy = -1; dy <= 1; dy++) {
          for (const [otherX, otherY, other] of this.taken.get((cellX + dx) * 4096 + cellY + dy) ?? []) {
            if (Math.hypot(x - otherX, y - otherY) < radius + other) return false;
          }
        }
      }
    }
    for (const circle of circles) {
      const key = Math.floor(circle[0] / cellPixels) * 4096 + Math.floor(circle[1] / cellPixels);
      const cell = this.taken.get(key);
      if (cell === undefined) this.taken.set(key, [circle]);
      else cell.push(circle);
    }
    this.labels.push({
      font,
      colour: style.colour,
      halo: style.halo,
      glyphs,
      minX: Math.min(...glyphs.map(({ x }) => x)) - reach - 4,
      maxX: Math.max(...glyphs.map(({ x }) => x)) + reach + 4,
      minY: Math.min(...glyphs.map(({ y }) => y)) - style.pixels - 4,
      maxY: Math.max(...glyphs.map(({ y }) => y)) + style.pixels + 4,
    });
    return true;
  }

  private textOf({ properties }: DecodedFeature): string {
    const chinese = properties.name;
    const english = properties.nameEn;
    const text = this.language === 'en' ? (english ?? chinese) : (chinese ?? english);
    return typeof text === 'string' ? text : '';
  }
}

/** A line on which points are found by their distance from its beginning, in pixels. */
class MeasuredLine {
  readonly length: number;
  private readonly sums: number[] = [0];

  constructor(
    private readonly points: Int32Array,
    private readonly scale: number,
  ) {
    let sum = 0;
    for (let at = 2; at < points.length; at += 2) {
      sum += Math.hypot(points[at] - points[at - 2], points[at + 1] - points[at - 1]) * scale;
      this.sums.push(sum);
    }
    this.length = sum;
  }

  at(distance: number): { x: number; y: number; radians: number } {
    let piece = 1;
    while (piece < this.sums.length - 1 && this.sums[piece] < distance) piece++;
    const at = piece * 2;
    const length = this.sums[piece] - this.sums[piece - 1] || 1;
    const share = (distance - this.sums[piece - 1]) / length;
    const dx = this.points[at] - this.points[at - 2];
    const dy = this.points[at + 1] - this.points[at - 1];
    return {
      x: (this.points[at - 2] + dx * share) * this.scale,
      y: (this.points[at - 1] + dy * share) * this.scale,
      radians: Math.atan2(dy, dx),
    };
  }

  directionBetween(from: number, to: number): number {
    const a = this.at(from);
    const b = this.at(to);
    return Math.atan2(b.y - a.y, b.x - a.x);
  }
}

function turnBetween(from: number, to: number): number {
  const turn = (to - from) % (2 * Math.PI);
  return turn > Math.PI ? turn - 2 * Math.PI : turn < -Math.PI ? turn + 2 * Math.PI : turn;
}

function fontOf({ weight, pixels }: LineStyle): string {
  return `${weight} ${pixels}px ${fontFamily}`;
}
