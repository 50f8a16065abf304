/** The dots of a ^GFA picture, unpacked as a printer does it. @param width of a row; the bytes of one may hold more. */
export function readGraphic(field: string, width: number): Uint8Array {
  const [, total, rowBytes, data] = /^\^GFA,(\d+),\d+,(\d+),(.*)$/.exec(field)!;
  const nibbles = Number(rowBytes) * 2;
  const lines: string[] = [];
  let line = '';
  let count = 0;
  for (const sign of data) {
    if (sign === ',') lines.push(line.padEnd(nibbles, '0'));
    else if (sign === ':') lines.push(lines[lines.length - 1]);
    else if (sign >= 'g' && sign <= 'z') count += (sign.charCodeAt(0) - 102) * 20;
    else if (sign >= 'G' && sign <= 'Y') count += sign.charCodeAt(0) - 70;
    else {
      line += sign.repeat(Math.max(1, count));
      count = 0;
      if (line.length === nibbles) lines.push(line);
      else continue;
    }
    if (sign === ',' || sign === ':' || line.length === nibbles) line = '';
  }
  if (lines.length !== Number(total) / Number(rowBytes)) throw new Error(`${lines.length} rows of ${total} bytes.`);
  return Uint8Array.from(
    lines.flatMap((row) =>
      [...row]
        .flatMap((sign) => [...Number.parseInt(sign, 16).toString(2).padStart(4, '0')].map(Number))
        .slice(0, width),
    ),
  );
}
