import type { LabelBook, ToteLabel } from '../../../application/exchange/exports/tote-labels.js';
import { labelPapers } from '../../../application/exchange/exports/tote-labels.js';
import { Paper, type TextStyle } from '../pdf/paper.js';
import { fillOutlines, graphicField, type Outline, type Raster } from './raster.js';

/** Of nearly all label printers: 203 dots an inch. */
const dotsPerMillimeter = 8;
/** From this height on there is room for bars as well, in millimeters. */
const leastForBars = 80;

interface LoadedFont {
  readonly font: {
    readonly unitsPerEm: number;
    layout(text: string): {
      readonly glyphs: readonly { readonly path: Outline }[];
      readonly positions: readonly { readonly xAdvance: number }[];
    };
  };
}

/**
 * Writes labels for label printers, in ZPL at 203 dpi. Printers have no Chinese font of their own for certain: text is sent
 * as pictures, and codes and plain figures as what they are.
 */
export function* zplLabels({ title, language, paper: kind, labels }: LabelBook): Generator<string> {
  const paper = new Paper({ title, language });
  const drawn = new Map<string, string>();
  // A station's name stands on each of its totes.
  const draw = (key: string, make: () => string): string => {
    const known = drawn.get(key) ?? make();
    if (drawn.size > 2000) drawn.clear();
    drawn.set(key, known);
    return known;
  };
  const size = labelPapers[kind];
  for (const label of labels) yield labelOf(label, size, paper, draw);
}

function labelOf(
  label: ToteLabel,
  { width: wide, height: high }: { readonly width: number; readonly height: number },
  paper: Paper,
  draw: (key: string, make: () => string) => string,
): string {
  const [width, height] = [wide * dotsPerMillimeter, high * dotsPerMillimeter];
  const edge = Math.round(height * 0.05);
  const hasBars = high >= leastForBars;
  const bars = hasBars ? Math.round(height * 0.12) : 0;
  const inner = height - 2 * edge - (hasBars ? bars + 2 * edge : 0);
  const mark = Math.round(inner * 0.44);
  const gap = Math.round(inner * 0.05);
  const beside = width - 2 * edge - mark - gap;
  const lowerTop = edge + mark + gap;
  const code = inner - mark - gap;
  // QR version 1 has 21 squares a side.
  const square = Math.max(2, Math.min(10, Math.floor((code * 0.8) / 21)));
  const codeLeft = width - edge - square * 21;
  const lower = codeLeft - edge - gap;
  const text = (value: string, size: number, room: number, mostLines: number, font: TextStyle['font'] = 'bold') =>
    draw(`${font} ${size} ${room} ${mostLines} ${value}`, () =>
      graphicField(drawText(paper, value, { font, size, color: '' }, room, mostLines)),
    );
  const at = (left: number, top: number, field: string) => `^FO${Math.round(left)},${Math.round(top)}${field}^FS`;
  const stationSize = Math.round(inner * 0.14);
  const toteSize = Math.round(code * 0.4);
  const waySize = Math.round(code * 0.17);
  const smallSize = Math.max(14, Math.round(inner * 0.065));
  const stationLines = linesOf(paper, label.station, stationSize, beside);
  return [
    '^XA',
    // For who reads the file: what the pictures say.
    `^FX ${plain([label.zone, label.station, label.way, label.tote, label.small].join(' | '))}`,
    `^PW${width}`,
    `^LL${height}`,
    '^CI28',
    at(
      edge,
      edge,
      draw(`mark ${mark} ${label.zoneMark}`, () => graphicField(drawMark(paper, label.zoneMark, mark))),
    ),
    at(edge + mark + gap, edge, text(label.station, stationSize, beside, 2)),
    at(
      edge + mark + gap,
      edge + stationLines * stationSize * 1.24,
      text(label.zone, Math.round(inner * 0.085), beside, 1, 'regular'),
    ),
    ...(label.way === '' ? [] : [at(edge, lowerTop, text(label.way, waySize, lower, 1))]),
    at(edge, lowerTop + waySize * 1.3, `^A0N,${toteSize},${toteSize}^FD${label.tote}`),
    at(edge, lowerTop + code - smallSize * 1.24, text(label.small, smallSize, lower, 1, 'regular')),
    // The printer adds ten dots above a QR code by itself.
    at(codeLeft, lowerTop - 10, `^BQN,2,${square}^FDMA,${label.code}`),
    at(
      codeLeft - square * 2,
      lowerTop + square * 21 + 6,
      `^A0N,${Math.round(square * 4.4)},${Math.round(square * 4)}^FD${label.code}`,
    ),
    ...(hasBars ? [at(edge * 2, height - edge - bars, `^BY4^BCN,${bars},N,N,N^FD${label.code}`)] : []),
    '^XZ',
    '',
  ].join('\n');
}

function linesOf(paper: Paper, value: string, size: number, room: number): number {
  return paper.set(value, room, { font: 'bold', size, color: '' }, 2).lines.length;
}

/** Text in lines from the left, each dot of a label one point of the font. */
function drawText(paper: Paper, value: string, style: TextStyle, room: number, mostLines: number): Raster {
  const { lines } = paper.set(value, room, style, mostLines);
  const { font } = fontOf(paper, style);
  const scale = style.size / font.unitsPerEm;
  const height = Math.ceil(style.size * 1.24);
  const rasters = lines.map((line) => {
    let left = 0;
    const { glyphs, positions } = font.layout(line);
    const outlines = glyphs.map(({ path }, at) => {
      const placed = { outline: path, left };
      left += positions[at].xAdvance * scale;
      return placed;
    });
    const size = { width: Math.max(8, Math.min(room, Math.ceil(left))), height, baseline: style.size * 0.98, scale };
    return fillOutlines(outlines, size);
  });
  const width = Math.max(8, ...rasters.map((raster) => raster.width));
  const dots = new Uint8Array(width * height * Math.max(1, rasters.length));
  for (const [at, raster] of rasters.entries()) {
    for (let row = 0; row < height; row++) {
      dots.set(raster.dots.subarray(row * raster.width, (row + 1) * raster.width), (at * height + row) * width);
    }
  }
  return { width, height: height * Math.max(1, rasters.length), dots };
}

/** A letter in white on a black square. */
function drawMark(paper: Paper, letter: string, size: number): Raster {
  const text = drawText(paper, letter, { font: 'bold', size: Math.round(size * 0.76), color: '' }, size, 1);
  const dots = new Uint8Array(size * size).fill(1);
  const [left, top] = [Math.floor((size - text.width) / 2), Math.max(0, Math.floor((size - text.height) / 2))];
  for (let row = 0; row < Math.min(text.height, size - top); row++) {
    for (let column = 0; column < Math.min(text.width, size - left); column++) {
      if (text.dots[row * text.width + column] === 1) dots[(top + row) * size + left + column] = 0;
    }
  }
  return { width: size, height: size, dots };
}

function fontOf(paper: Paper, style: TextStyle): LoadedFont {
  paper.document.font(style.font);
  // pdfkit's types hide the font that it has chosen.
  return (paper.document as unknown as { readonly _font: LoadedFont })._font;
}

/** Carets and tildes begin commands. */
function plain(text: string): string {
  return text.replaceAll(/[\^~\p{Cc}]/gu, ' ');
}
