import bwipjs from 'bwip-js/node';

/** Draws text as a QR code of filled squares, sharp at any resolution. */
export function drawQr(document: PDFKit.PDFDocument, text: string, left: number, top: number, size: number): void {
  const [code] = bwipjs.raw({ bcid: 'qrcode', text }) as unknown as [{ pixs: number[]; pixx: number; pixy: number }];
  const unit = size / code.pixx;
  for (let row = 0; row < code.pixy; row++) {
    for (let column = 0; column < code.pixx; column++) {
      const from = column;
      while (column < code.pixx && code.pixs[row * code.pixx + column] === 1) column++;
      // A run of dark squares is one rectangle, so that no hairline shows between them.
      if (column > from) document.rect(left + from * unit, top + row * unit, (column - from) * unit, unit);
    }
  }
  document.fill('#000');
}
