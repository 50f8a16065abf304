/// <reference path="./linebreak.d.ts" />
import LineBreaker from 'linebreak';

/** Where a text is cut because there is no room for more. */
const cut = '…';

/**
 * Breaks a text into lines of at most `width`: where Unicode allows it, and within a word that is longer than a line.
 *
 * @param mostLines the last of them ends in "…" when there would be more.
 */
export function breakLines(
  text: string,
  width: number,
  widthOf: (text: string) => number,
  mostLines = Number.POSITIVE_INFINITY,
): string[] {
  if (text === '') return [];
  if (widthOf(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const part of partsOf(text)) {
    if (widthOf((line + part).trimEnd()) <= width) {
      line += part;
      continue;
    }
    if (line !== '') lines.push(line.trimEnd());
    line = '';
    for (const character of widthOf(part.trimEnd()) <= width ? [part] : part) {
      if (line !== '' && widthOf(line + character) > width) {
        lines.push(line);
        line = '';
      }
      line += character;
    }
    if (lines.length > mostLines) break;
  }
  if (line.trimEnd() !== '') lines.push(line.trimEnd());
  if (lines.length <= mostLines) return lines;
  return [...lines.slice(0, mostLines - 1), shortened(lines[mostLines - 1], width, widthOf)];
}

/** Puts short texts side by side with a gap, as many on a line as fit; one that is longer than a line is cut. */
export function flowPieces(
  pieces: readonly string[],
  width: number,
  gap: string,
  widthOf: (text: string) => number,
): string[] {
  const gapWidth = widthOf(gap);
  const lines: string[] = [];
  let left = 0;
  for (const piece of pieces) {
    const pieceWidth = widthOf(piece);
    if (left > 0 && left + gapWidth + pieceWidth <= width) {
      lines[lines.length - 1] += gap + piece;
      left += gapWidth + pieceWidth;
    } else {
      lines.push(pieceWidth <= width ? piece : shortened(piece, width, widthOf));
      left = Math.min(pieceWidth, width);
    }
  }
  return lines;
}

function partsOf(text: string): string[] {
  const breaker = new LineBreaker(text);
  const parts: string[] = [];
  let from = 0;
  for (let found = breaker.nextBreak(); found; found = breaker.nextBreak()) {
    parts.push(text.slice(from, found.position));
    from = found.position;
  }
  return parts;
}

/** The text's beginning with "…" after it, within the width. */
function shortened(text: string, width: number, widthOf: (text: string) => number): string {
  const characters = [...text];
  while (characters.length > 0 && widthOf(characters.join('') + cut) > width) characters.pop();
  return characters.join('').trimEnd() + cut;
}
