import {
  type DrawingContext,
  drawingSVG,
  type RenderOptions,
  code128 as writeBars,
  qrcode as writeQr,
} from 'bwip-js/browser';

type Writer = (options: RenderOptions, drawing: DrawingContext<string>) => string;

/** A code as an SVG picture in a data address. Bars are Code 128. */
export function drawCode(kind: 'qr' | 'bars', text: string): string {
  // The overloads of these writers hide the plain one from the compiler.
  const write = (kind === 'qr' ? writeQr : writeBars) as unknown as Writer;
  const options: RenderOptions =
    kind === 'qr' ? { bcid: 'qrcode', text } : { bcid: 'code128', text, height: 9, includetext: false };
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(write(options, drawingSVG()))}`;
}
