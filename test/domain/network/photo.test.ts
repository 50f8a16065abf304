import { describe, expect, it } from 'vitest';
import { cleanPhoto, mostPhotoBytes } from '../../../server/domain/network/photo.js';

const hex = (...parts: string[]) => Buffer.from(parts.join('').replaceAll(' ', ''), 'hex');
const text = (value: string) => Buffer.from(value, 'latin1').toString('hex');

const begin = 'ffd8';
const frame = `ffe0 0010 ${text('JFIF\0')} 0101 00 0001 0001 0000`;
const exif = `ffe1 0012 ${text('Exif\0\0')} ${text('GPS 30.25N')}`;
const scan = 'ffda 0002 0102 ff00 03 ffd0 04';
const end = 'ffd9';
/** With the checksum left out: nobody reads it here. */
const chunk = (type: string, content: string) =>
  `${(content.length / 2).toString(16).padStart(8, '0')}${text(type)}${content}00000000`;
const png = '89504e470d0a1a0a';
const webp = (...chunks: string[]) => {
  const body = text('WEBP') + chunks.join('');
  const size = Buffer.alloc(4);
  size.writeUInt32LE(body.length / 2);
  return hex(text('RIFF'), size.toString('hex'), body);
};
const webpChunk = (type: string, content: string) => {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(content.length / 2);
  return text(type) + size.toString('hex') + content + ((content.length / 2) % 2 === 1 ? '00' : '');
};

describe('the photo of an entrance', () => {
  it('is a JPEG without what the camera wrote, and without what stands behind its end', () => {
    const given = hex(begin, frame, exif, 'fffe 0004 4142', scan, end, text('more'));
    expect(cleanPhoto(given)).toEqual({ mediaType: 'image/jpeg', content: hex(begin, frame, scan, end) });
  });

  it('keeps the colours of a JPEG in several scans', () => {
    const profile = `ffe2 000f ${text('ICC_PROFILE\0')} 09`;
    const given = hex(begin, profile, scan, 'ffc4 0003 00', scan, end);
    expect(cleanPhoto(given).content).toEqual(given);
    expect(cleanPhoto(hex(begin, 'ffe2 0006 4d504600', scan, end)).content).toEqual(hex(begin, scan, end));
  });

  it('is a PNG without texts and EXIF', () => {
    const [head, data, last] = [chunk('IHDR', '01'), chunk('IDAT', '02'), chunk('IEND', '')];
    const given = hex(png, head, chunk('eXIf', '03'), chunk('tEXt', '04'), data, last, text('more'));
    expect(cleanPhoto(given)).toEqual({ mediaType: 'image/png', content: hex(png, head, data, last) });
  });

  it('is a WebP without EXIF and XMP, and does not claim to have them', () => {
    const picture = webpChunk('VP8 ', '010203');
    const given = webp(webpChunk('VP8X', '1c000000'), picture, webpChunk('EXIF', '04'), webpChunk('XMP ', '05'));
    expect(cleanPhoto(given).content).toEqual(webp(webpChunk('VP8X', '10000000'), picture));
  });

  it.each([
    ['no picture', Buffer.from('<svg onload="alert(1)"/>')],
    ['a JPEG that breaks off', hex(begin, frame, scan)],
    ['a JPEG without a picture', hex(begin, frame, end)],
    ['a segment longer than the file', hex(begin, 'ffe0 ffff 00')],
    ['a PNG that breaks off', hex(png, chunk('IHDR', '01'))],
    ['a WebP that breaks off', webp(webpChunk('VP8 ', '0102')).subarray(0, 20)],
    ['nothing', Buffer.alloc(0)],
  ])('is not %s', (_, bytes) => {
    expect(() => cleanPhoto(bytes)).toThrow('no whole picture');
  });

  it('has at most 400 kB', () => {
    const large = Buffer.concat([hex(begin, 'ffda 0002'), Buffer.alloc(mostPhotoBytes - 8), hex(end)]);
    expect(cleanPhoto(large).content.length).toBe(mostPhotoBytes);
    const larger = Buffer.concat([hex(begin, 'ffda 0002'), Buffer.alloc(mostPhotoBytes - 7), hex(end)]);
    expect(() => cleanPhoto(larger)).toThrow('400 kB');
  });
});
