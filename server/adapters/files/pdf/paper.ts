import { createRequire } from 'node:module';
import path from 'node:path';
import PDFDocument from 'pdfkit';
import { breakLines, flowPieces } from './break-lines.js';
import { makePrintedText } from './printed-text.js';

/** A4 and its margins, in points of 1/72 inch. */
export const page = { width: 595.28, height: 841.89, left: 30, right: 30, top: 28, bottom: 40 } as const;

export const contentWidth = page.width - page.left - page.right;
export const contentBottom = page.height - page.bottom;

/** A text's look. */
export interface TextStyle {
  readonly font: 'regular' | 'bold';
  readonly size: number;
  readonly color: string;
}

export type Align = 'left' | 'right' | 'center';

/** Lines as they will be drawn, with their look. */
export interface SetText {
  readonly lines: readonly string[];
  readonly style: TextStyle;
  readonly height: number;
}

const fontFolder = path.join(path.dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')), '../fonts');

/** The font's own line height is made for signs above and below letters that lists do not have. */
const lineHeights = 1.24;

/** How far the font puts a line's text below its upper edge, less what the tighter lines take away; in sizes. */
const rise = (1.448 - lineHeights) / 2;

/** The lines that are no higher together than this, and the others. */
export function splitText({ lines, style }: SetText, height: number): [SetText, SetText] {
  const lineHeight = lineHeights * style.size;
  const fits = Math.max(0, Math.floor(height / lineHeight + 1e-6));
  const partOf = (part: readonly string[]) => ({ lines: part, style, height: part.length * lineHeight });
  return [partOf(lines.slice(0, fits)), partOf(lines.slice(fits))];
}

/** A PDF document with the fonts of the lists, and text that is broken into lines before it is drawn. */
export class Paper {
  readonly document: PDFKit.PDFDocument;
  readonly #clean: (text: string) => string;

  constructor(info: { readonly title: string; readonly language: string }) {
    this.document = new PDFDocument({
      size: 'A4',
      // Layout is ours: pdfkit must never begin a page by itself.
      margin: 0,
      autoFirstPage: false,
      bufferPages: true,
      lang: info.language,
      displayTitle: true,
      info: { Title: info.title, Creator: 'Tuanda', Producer: 'Tuanda' },
    });
    this.document.registerFont('regular', path.join(fontFolder, 'NotoSansHans-Regular.otf'));
    this.document.registerFont('bold', path.join(fontFolder, 'NotoSansHans-Bold.otf'));
    this.document.font('regular');
    this.#clean = makePrintedText(this.document);
  }

  /** Breaks a text into lines of a width. */
  set(text: string, width: number, style: TextStyle, mostLines?: number): SetText {
    const lines = breakLines(this.#clean(text), width, this.#measure(style), mostLines);
    return { lines, style, height: lines.length * lineHeights * style.size };
  }

  /** Sets short texts side by side. */
  setPieces(pieces: readonly string[], width: number, style: TextStyle): SetText {
    const lines = flowPieces(pieces.map(this.#clean), width, '   ', this.#measure(style));
    return { lines, style, height: lines.length * lineHeights * style.size };
  }

  /** Draws set text with its upper left corner at a place. */
  draw({ lines, style }: SetText, left: number, top: number, width: number, align: Align = 'left'): void {
    const widthOf = this.#measure(style);
    this.document.fillColor(style.color);
    lines.forEach((line, at) => {
      const spare = align === 'left' ? 0 : width - widthOf(line);
      const indent = align === 'right' ? spare : spare / 2;
      const y = top + (at * lineHeights - rise) * style.size;
      this.document.text(line, left + indent, y, { lineBreak: false });
    });
  }

  #measure(style: TextStyle): (text: string) => number {
    this.document.font(style.font).fontSize(style.size);
    return (text) => this.document.widthOfString(text);
  }
}
