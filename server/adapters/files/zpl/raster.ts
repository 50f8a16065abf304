/** Dots in rows from the top, a byte each: 1 is black. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly dots: Uint8Array;
}

/** A glyph's outline as the font has it: upwards from the baseline, in its own units. */
export interface Outline {
  readonly commands: readonly { readonly command: string; readonly args: readonly number[] }[];
}

interface Edge {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** So many straight pieces stand for a curve: at a label's sizes nobody sees them. */
const piecesOfCurve = 6;

/** Fills outlines that stand side by side, by the rule of non-zero winding, in dots whose middle lies inside. */
export function fillOutlines(
  outlines: readonly { readonly outline: Outline; readonly left: number }[],
  { width, height, baseline, scale }: { width: number; height: number; baseline: number; scale: number },
): Raster {
  const dots = new Uint8Array(width * height);
  const edges = outlines.flatMap(({ outline, left }) => edgesOf(outline, left, baseline, scale));
  for (let row = 0; row < height; row++) {
    const middle = row + 0.5;
    const crossings = edges
      .filter(({ y1, y2 }) => Math.min(y1, y2) <= middle && middle < Math.max(y1, y2))
      .map(({ x1, y1, x2, y2 }) => ({ x: x1 + ((middle - y1) / (y2 - y1)) * (x2 - x1), turn: y2 > y1 ? 1 : -1 }))
      .sort((one, other) => one.x - other.x);
    let winding = 0;
    crossings.forEach(({ x, turn }, at) => {
      winding += turn;
      if (winding === 0) return;
      const from = Math.max(0, Math.ceil(x - 0.5));
      const to = Math.min(width, Math.ceil(crossings[at + 1].x - 0.5));
      if (to > from) dots.fill(1, row * width + from, row * width + to);
    });
  }
  return { width, height, dots };
}

function edgesOf({ commands }: Outline, left: number, baseline: number, scale: number): Edge[] {
  const edges: Edge[] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  const lineTo = (toX: number, toY: number) => {
    const at = (unit: number) => left + unit * scale;
    const down = (unit: number) => baseline - unit * scale;
    if (y !== toY) edges.push({ x1: at(x), y1: down(y), x2: at(toX), y2: down(toY) });
    [x, y] = [toX, toY];
  };
  for (const { command, args } of commands) {
    const [fromX, fromY] = [x, y];
    if (command === 'moveTo') [x, y, startX, startY] = [args[0], args[1], args[0], args[1]];
    else if (command === 'lineTo') lineTo(args[0], args[1]);
    else if (command === 'closePath') lineTo(startX, startY);
    else {
      const points = [fromX, fromY, ...args];
      for (let piece = 1; piece <= piecesOfCurve; piece++) {
        lineTo(onCurve(points, 0, piece / piecesOfCurve), onCurve(points, 1, piece / piecesOfCurve));
      }
    }
  }
  return edges;
}

/** A point of a curve by de Casteljau, of two or three control points alike. */
function onCurve(points: readonly number[], axis: 0 | 1, share: number): number {
  let along = points.filter((_, at) => at % 2 === axis);
  while (along.length > 1) along = along.slice(1).map((next, at) => along[at] + (next - along[at]) * share);
  return along[0];
}

/** A picture for ^GFA in ZPL's own compression: counted signs, rows like the one before, and empty rests. */
export function graphicField({ width, height, dots }: Raster): string {
  const bytes = Math.ceil(width / 8);
  let before = '';
  let data = '';
  for (let row = 0; row < height; row++) {
    let line = '';
    for (let nibble = 0; nibble < bytes * 2; nibble++) {
      let value = 0;
      for (let bit = 0; bit < 4; bit++) {
        const at = nibble * 4 + bit;
        value = value * 2 + (at < width ? dots[row * width + at] : 0);
      }
      line += value.toString(16).toUpperCase();
    }
    data += line === before ? ':' : packedLine(line);
    before = line;
  }
  return `^GFA,${bytes * height},${bytes * height},${bytes},${data}`;
}

function packedLine(line: string): string {
  const kept = line.replace(/0+$/, '');
  const packed = kept.replace(/(.)\1{2,}/g, (run, sign: string) => countSign(run.length) + sign);
  return kept.length < line.length ? `${packed},` : packed;
}

/** G to Y stand for 1 to 19, g to z for 20 to 400. */
function countSign(count: number): string {
  const most = Math.floor(count / 400);
  const twenties = Math.floor((count % 400) / 20);
  const ones = count % 20;
  return (
    'z'.repeat(most) +
    (twenties === 0 ? '' : String.fromCharCode('f'.charCodeAt(0) + twenties)) +
    (ones === 0 ? '' : String.fromCharCode('F'.charCodeAt(0) + ones))
  );
}
