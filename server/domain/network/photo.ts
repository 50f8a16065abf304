import { InvalidInputError } from '../dispatch-error.js';
import { told } from '../told.js';

/** What a page has shrunk it to, and the most that is kept. */
export const mostPhotoBytes = 409_600;

export const photoTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type PhotoType = (typeof photoTypes)[number];

export interface Photo {
  readonly mediaType: PhotoType;
  readonly content: Buffer;
}

/**
 * A photo by its content, whatever it is called, without what cameras write beside the picture: where and when it was
 * taken, with what, small copies of it.
 *
 * @throws InvalidInputError for what is no whole JPEG, PNG or WebP, or too large.
 */
export function cleanPhoto(bytes: Buffer): Photo {
  const mediaType = typeOf(bytes);
  const content = mediaType === undefined ? undefined : cleaners[mediaType](bytes);
  if (mediaType === undefined || content === undefined) {
    throw new InvalidInputError('The file is no whole picture. Send a JPEG, PNG or WebP.');
  }
  if (content.length > mostPhotoBytes) {
    throw new InvalidInputError(told`The photo has more than ${mostPhotoBytes / 1024} kB. Make it smaller first.`);
  }
  return { mediaType, content };
}

function typeOf(bytes: Buffer): PhotoType | undefined {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  if (bytes.subarray(0, 8).equals(pngSignature)) return 'image/png';
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return 'image/webp';
  return undefined;
}

const cleaners: Readonly<Record<PhotoType, (bytes: Buffer) => Buffer | undefined>> = {
  'image/jpeg': cleanJpeg,
  'image/png': cleanPng,
  'image/webp': cleanWebp,
};

/** Segments of JPEG: those for applications go, except the frame (0), the colours (2, where they are a profile) and Adobe's (14). */
function cleanJpeg(bytes: Buffer): Buffer | undefined {
  const kept = [bytes.subarray(0, 2)];
  let at = 2;
  let hasPicture = false;
  while (at + 2 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      at++;
      continue;
    }
    // What stands behind the end, such as further pictures, is left away.
    if (marker === 0xd9) return hasPicture ? Buffer.concat([...kept, bytes.subarray(at, at + 2)]) : undefined;
    if (at + 4 > bytes.length) return undefined;
    let end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length || end < at + 4) return undefined;
    if (marker === 0xda) {
      hasPicture = true;
      end = endOfScan(bytes, end);
    }
    if (!isBeside(marker, bytes, at)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return undefined;
}

function isBeside(marker: number, bytes: Buffer, at: number): boolean {
  if (marker === 0xfe) return true;
  if (marker < 0xe0 || marker > 0xef || marker === 0xe0 || marker === 0xee) return false;
  return marker !== 0xe2 || bytes.toString('latin1', at + 4, at + 15) !== 'ICC_PROFILE';
}

/** The next marker behind the picture's own bytes, in which 0xff is followed by 0 or a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at !== -1 && at + 1 < bytes.length) {
    const next = bytes[at + 1];
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
    at = bytes.indexOf(0xff, next === 0xff ? at + 1 : at + 2);
  }
  return bytes.length;
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const pngBeside: ReadonlySet<string> = new Set(['eXIf', 'tEXt', 'iTXt', 'zTXt', 'tIME']);

function cleanPng(bytes: Buffer): Buffer | undefined {
  const kept = [bytes.subarray(0, 8)];
  let at = 8;
  while (at + 12 <= bytes.length) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) return undefined;
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (!pngBeside.has(type)) kept.push(bytes.subarray(at, end));
    if (type === 'IEND') return Buffer.concat(kept);
    at = end;
  }
  return undefined;
}

/** Bits of the flags that say there is EXIF and XMP. */
const webpBeside = 0x0c;

function cleanWebp(bytes: Buffer): Buffer | undefined {
  const whole = 8 + bytes.readUInt32LE(4);
  if (whole > bytes.length) return undefined;
  const kept: Buffer[] = [];
  for (let at = 12; at + 8 <= whole; ) {
    const size = bytes.readUInt32LE(at + 4);
    const end = at + 8 + size + (size % 2);
    if (at + 8 + size > whole) return undefined;
    const type = bytes.toString('latin1', at, at + 4);
    const chunk = Buffer.from(bytes.subarray(at, end));
    if (type === 'VP8X' && size > 0) chunk[8] &= ~webpBeside;
    if (type !== 'EXIF' && type !== 'XMP ') kept.push(chunk);
    at = end;
  }
  if (kept.length === 0) return undefined;
  const head = Buffer.from(bytes.subarray(0, 12));
  head.writeUInt32LE(4 + kept.reduce((sum, { length }) => sum + length, 0), 4);
  return Buffer.concat([head, ...kept]);
}
