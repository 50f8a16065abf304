import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CardBook, SignInCard } from '../../../application/accounts/sign-in-cards.js';
import { drawQr } from './draw-qr.js';
import { Paper, page, type TextStyle } from './paper.js';

const columns = 2;
const rows = 5;
const margin = 28;
const width = (page.width - 2 * margin) / columns;
const height = (page.height - 2 * margin) / rows;
const padding = 14;
/** Some four centimeters: a cheap phone reads it from a hand's width away. */
const codeSize = 112;
const codeMask = 3;
const markLength = 9;

const name: TextStyle = { font: 'bold', size: 13, color: '#000' };
const fact: TextStyle = { font: 'regular', size: 9, color: '#222' };
const login: TextStyle = { font: 'bold', size: 9.5, color: '#000' };
const hint: TextStyle = { font: 'regular', size: 7.5, color: '#444' };

/** Writes cards as a PDF file for A4, ten a page, with marks where to cut. */
export async function writeCards({ title, language, cards }: CardBook, out: Writable): Promise<void> {
  const paper = new Paper({ title, language });
  const written = pipeline(paper.document, out, { end: false });
  for (let from = 0; from < cards.length; from += columns * rows) {
    paper.document.addPage();
    drawCutMarks(paper.document);
    cards.slice(from, from + columns * rows).forEach((card, at) => {
      drawCard(paper, card, margin + (at % columns) * width, margin + Math.floor(at / columns) * height);
    });
    paper.document.flushPages();
  }
  paper.document.end();
  await written;
}

function drawCard(paper: Paper, card: SignInCard, left: number, top: number): void {
  drawQr(paper.document, card.link, left + padding, top + (height - codeSize) / 2, codeSize, codeMask);
  const textLeft = left + padding + codeSize + 12;
  const textWidth = width - 2 * padding - codeSize - 12;
  const parts = [
    paper.set(card.name, textWidth, name, 2),
    ...card.facts.map((line) => paper.set(line, textWidth, fact, 2)),
    paper.set(card.login, textWidth, login, 2),
    paper.set(card.hint, textWidth, hint, 4),
  ];
  const gap = 3;
  let down = top + (height - parts.reduce((sum, part) => sum + part.height + gap, -gap)) / 2;
  for (const part of parts) {
    paper.draw(part, textLeft, down, textWidth);
    down += part.height + gap;
  }
}

/** A cross where cards meet, so that nothing is printed along the cuts. */
function drawCutMarks(document: PDFKit.PDFDocument): void {
  for (let row = 0; row <= rows; row++) {
    for (let column = 0; column <= columns; column++) {
      const [x, y] = [margin + column * width, margin + row * height];
      document.moveTo(x - markLength, y).lineTo(x + markLength, y);
      document.moveTo(x, y - markLength).lineTo(x, y + markLength);
    }
  }
  document.lineWidth(0.4).stroke('#999');
}
