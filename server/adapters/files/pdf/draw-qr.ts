import bwipjs from 'bwip-js/node';

/**
 * Draws text as a QR code of filled squares, sharp at any resolution.
 *
 * @param mask a mask of the standard (1 to 8) instead of the best one, which takes four times as long to find: for hundreds
 * of codes of random text, where no mask is much better than another.
 */
export function drawQr(
  document: PDFKit.PDFDocument,
  text: string,
  left: number,
  top: number,
  size: number,
  mask?: number,
): void {
  const options = { bcid: 'qrcode', text, ...(mask === undefined ? {} : { mask }) };
  const [code] = bwipjs.raw(options) as unknown as [{ pixs: number[]; pixx: number; pixy: number }];
  const unit = size / code.pixx;
  const dark: string[] = [];
  for (let row = 0; row < code.pixy; row++) {
    for (let column = 0; column < code.pixx; column++) {
      const from = column;
      while (column < code.pixx && code.pixs[row * code.pixx + column] === 1) column++;
      // A run of dark squares is one rectangle, so that no hairline shows between them.
      if (column > from) dark.push(`${from} ${row} ${column - from} 1 re`);
    }
  }
  // Written in whole squares and scaled once: a fifth of the bytes that each rectangle in points takes.
  document.save().translate(left, top).scale(unit);
  (document as unknown as { addContent(content: string): void }).addContent(dark.join(' '));
  document.fill('#000').restore();
}
