import { createReadStream } from 'node:fs';

/** How a text file is written. Chinese spreadsheets save GBK; GB18030 holds all of it. */
export type TextEncoding = 'utf-8' | 'gb18030';

/**
 * Recognises a file's encoding by its lines that are not plain ASCII: when most of them are no UTF-8, it is GB18030.
 * A few broken lines in a UTF-8 file stay broken lines; their rows are refused one by one.
 */
export async function recogniseEncoding(path: string): Promise<TextEncoding> {
  let rest: Buffer = Buffer.alloc(0);
  let utf8 = 0;
  let other = 0;
  const judge = (line: Buffer) => {
    if (!line.some((byte) => byte >= 0x80)) return;
    if (isUtf8Text(line)) utf8++;
    else other++;
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      judge(bytes.subarray(start, end));
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (utf8 + other > 50_000) break;
  }
  judge(rest);
  return other > utf8 ? 'gb18030' : 'utf-8';
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
