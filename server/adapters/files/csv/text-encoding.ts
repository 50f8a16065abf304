import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

/** How a text file is written, by the names that decoders know. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'big5' | 'windows-1252';

const sampleBytes = 4_000;
/** A text of Latin letters has a zero in every other byte of UTF-16. */
const zeroShare = 0.3;
/** GB2312, all but the rarest of what is written in GB18030, has no second byte below 0xA1; Big5 often has. */
const lowSecondShare = 0.12;

/**
 * Recognises a file's encoding: UTF-16 by its mark or its zeros; else by the lines that are not plain ASCII. Where most of
 * them are UTF-8, it is that, and a few broken lines stay broken lines whose rows are refused one by one. Else GB18030, as
 * Chinese spreadsheets save; Big5 or Windows-1252 where the bytes are theirs.
 */
export async function recogniseEncoding(path: string): Promise<TextEncoding> {
  const wide = await recogniseUtf16(path);
  if (wide !== undefined) return wide;
  let rest: Buffer = Buffer.alloc(0);
  let utf8 = 0;
  const doubtful: Buffer[] = [];
  const others = new ForeignBytes();
  const judge = (line: Buffer) => {
    if (!line.some((byte) => byte >= 0x80)) return;
    if (!isUtf8Text(line)) others.look(line);
    else if (isDoubtful(line) && doubtful.length < mostDoubtful) doubtful.push(Buffer.from(line));
    else utf8++;
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      judge(bytes.subarray(start, end));
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (utf8 + others.lines > 50_000) break;
  }
  judge(rest);
  // A few Chinese characters of GBK happen to be UTF-8 of rare letters.
  if (utf8 === 0) for (const line of doubtful) others.look(line);
  return others.lines > utf8 ? others.encoding : 'utf-8';
}

async function recogniseUtf16(path: string): Promise<TextEncoding | undefined> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0);
    if (bytesRead >= 2 && buffer[0] === 0xff && buffer[1] === 0xfe) return 'utf-16le';
    if (bytesRead >= 2 && buffer[0] === 0xfe && buffer[1] === 0xff) return 'utf-16be';
    const zeros = [0, 0];
    for (let at = 0; at < bytesRead; at++) if (buffer[at] === 0) zeros[at % 2]++;
    if (zeros[1] > (bytesRead / 2) * zeroShare && zeros[1] > 10 * zeros[0]) return 'utf-16le';
    if (zeros[0] > (bytesRead / 2) * zeroShare && zeros[0] > 10 * zeros[1]) return 'utf-16be';
    return undefined;
  } finally {
    await handle.close();
  }
}

/** What the bytes above ASCII of lines that are no UTF-8 look like. */
class ForeignBytes {
  lines = 0;
  private pairs = 0;
  private lowSeconds = 0;
  private commonBig5 = 0;
  private lone = 0;

  look(line: Buffer): void {
    this.lines++;
    for (let at = 0; at < line.length; at++) {
      const byte = line[at];
      if (byte < 0x80) continue;
      const second = at + 1 < line.length ? line[at + 1] : 0;
      if (second < 0x30) {
        // No second byte of any double-byte encoding: a letter of a single-byte one before a blank or a sign.
        this.lone++;
        continue;
      }
      this.pairs++;
      if (second >= 0x40 && second < 0xa1) this.lowSeconds++;
      if (byte >= 0xa4 && byte <= 0xc6 && second >= 0x40) this.commonBig5++;
      at++;
    }
  }

  get encoding(): TextEncoding {
    const { pairs, lowSeconds, lone, commonBig5 } = this;
    if (lone > 0.05 * (pairs + lone)) return 'windows-1252';
    if (lowSeconds <= lowSecondShare * pairs) return 'gb18030';
    // Letters of Latin words are followed by other letters of them; few of those pairs are characters that Big5 has often.
    return commonBig5 > 0.6 * pairs ? 'big5' : lowSeconds > 0.9 * pairs ? 'windows-1252' : 'gb18030';
  }
}

const mostDoubtful = 1_000;

/** Whether all that is no ASCII in a line of UTF-8 are letters of two bytes that hardly any text has: no Latin, Greek or Cyrillic. */
function isDoubtful(line: Buffer): boolean {
  return line.every(
    (byte) =>
      byte < 0xc0 || (byte > 0xc5 && byte < 0xe0 && byte !== 0xce && byte !== 0xcf && byte !== 0xd0 && byte !== 0xd1),
  );
}

const strict = new TextDecoder('utf-8', { fatal: true });

function isUtf8Text(line: Buffer): boolean {
  try {
    strict.decode(line);
    return true;
  } catch {
    return false;
  }
}
