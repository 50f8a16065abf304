import bwipjs from 'bwip-js/node';

/** Draws text as a Code 128 of bars, for scanners that read no QR code. */
export function drawCode128(
  document: PDFKit.PDFDocument,
  text: string,
  left: number,
  top: number,
  width: number,
  height: number,
): void {
  const [code] = bwipjs.raw({ bcid: 'code128', text }) as unknown as [{ sbs: number[] }];
  const unit = width / code.sbs.reduce((sum, bar) => sum + bar, 0);
  let at = left;
  for (const [place, bar] of code.sbs.entries()) {
    // Bars and spaces by turns.
    if (place % 2 === 0) document.rect(at, top, bar * unit, height);
    at += bar * unit;
  }
  document.fill('#000');
}
