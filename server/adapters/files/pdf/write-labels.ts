import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  isSheet,
  type LabelBook,
  labelPapers,
  type ToteLabel,
} from '../../../application/exchange/exports/tote-labels.js';
import { drawCode128 } from './draw-code128.js';
import { drawQr } from './draw-qr.js';
import { Paper, page, type TextStyle } from './paper.js';

/** Points of 1/72 inch. */
const millimeter = 72 / 25.4;
/** Any is as good for eight signs. */
const codeMask = 3;
/** From this height on there is room for bars as well. */
const leastForBars = 80 * millimeter;
const ink = '#000';

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Writes labels as a PDF file, one on each page, or so many on sheets of A4. */
export async function writeLabels({ title, language, paper: kind, labels }: LabelBook, out: Writable): Promise<void> {
  const paper = new Paper({ title, language });
  const written = pipeline(paper.document, out, { end: false });
  const size = labelPapers[kind];
  const [width, height] = [size.width * millimeter, size.height * millimeter];
  const onPage = size.columns * size.rows;
  const [left, top] = isSheet(kind)
    ? [(page.width - size.columns * width) / 2, (page.height - size.rows * height) / 2]
    : [0, 0];
  for (let from = 0; from < labels.length; from += onPage) {
    paper.document.addPage(isSheet(kind) ? { size: 'A4', margin: 0 } : { size: [width, height], margin: 0 });
    labels.slice(from, from + onPage).forEach((label, at) => {
      const [column, row] = [at % size.columns, Math.floor(at / size.columns)];
      drawLabel(paper, label, { left: left + column * width, top: top + row * height, width, height }, isSheet(kind));
    });
    paper.document.flushPages();
  }
  paper.document.end();
  await written;
}

function drawLabel(paper: Paper, label: ToteLabel, box: Box, isCut: boolean): void {
  // Office printers leave the edge of a sheet empty, and sheets are never cut quite true.
  const edge = isCut ? 5 * millimeter : Math.max(5, box.height * 0.05);
  const inner = {
    left: box.left + edge,
    top: box.top + edge,
    width: box.width - 2 * edge,
    height: box.height - 2 * edge,
  };
  if (box.height < leastForBars) {
    drawParts(paper, label, inner);
    return;
  }
  const bars = inner.height * 0.13;
  drawParts(paper, label, { ...inner, height: inner.height - bars - edge });
  drawCode128(paper.document, label.code, inner.left, inner.top + inner.height - bars, inner.width, bars);
}

/** Above the zone's mark and whose it is, below run, stop and number, with the code to scan at the right. */
function drawParts(paper: Paper, label: ToteLabel, { left, top, width, height }: Box): void {
  const gap = height * 0.05;
  const mark = height * 0.44;
  drawMark(paper, label, left, top, mark);
  const [beside, besideWidth] = [left + mark + gap, width - mark - gap];
  const station = paper.set(label.station, besideWidth, bold(Math.min(26, height * 0.135)), 2);
  const zone = paper.set(label.zone, besideWidth, regular(Math.min(14, height * 0.085)), 1);
  paper.draw(station, beside, top, besideWidth);
  paper.draw(zone, beside, top + station.height + 1, besideWidth);

  const code = height - mark - gap;
  const text = bold(Math.max(5.5, code * 0.16));
  const printed = paper.set(label.code, code * 1.4, text, 1);
  const codeWidth = code - printed.height * 1.25;
  const codeLeft = left + width - codeWidth - printed.height * 0.6;
  drawQr(paper.document, label.code, codeLeft, top + mark + gap, codeWidth, codeMask);
  paper.draw(printed, codeLeft - code * 0.2, top + height - printed.height, codeWidth + code * 0.4, 'center');

  const lower = width - (left + width - codeLeft) - code * 0.2 - gap;
  const small = paper.set(label.small, lower, regular(Math.min(9, Math.max(5.5, height * 0.06))), 2);
  const tote = paper.set(label.tote, lower, bold(Math.min(40, code * 0.42)), 1);
  const way = paper.set(label.way, lower, bold(Math.min(15, code * 0.17)), 1);
  paper.draw(way, left, top + mark + gap, lower);
  paper.draw(tote, left, top + mark + gap + way.height, lower);
  paper.draw(small, left, top + height - small.height, lower);
}

/** A letter in a square of the zone's colour, which prints dark where there is no colour. */
function drawMark(paper: Paper, { zoneMark, zoneColor }: ToteLabel, left: number, top: number, size: number): void {
  paper.document.rect(left, top, size, size).fill(zoneColor);
  const letter = paper.set(zoneMark, size, { font: 'bold', size: size * 0.72, color: '#fff' }, 1);
  // The font's characters and capitals stand high in their lines.
  paper.draw(letter, left, top + (size - letter.height) / 2 + size * 0.12, size, 'center');
}

function bold(size: number): TextStyle {
  return { font: 'bold', size, color: ink };
}

function regular(size: number): TextStyle {
  return { font: 'regular', size, color: ink };
}
