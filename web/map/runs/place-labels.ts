/** A place on the screen, in pixels. */
export interface PixelPoint {
  readonly x: number;
  readonly y: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Chooses a place for each label, so that none covers another. Who comes first has the first choice.
 *
 * @param candidates of each label its possible middles, the best first.
 * @param taken middles of signs of the same size or smaller that are there already.
 * @returns for each label which of its candidates it has; undefined where each of them would cover something.
 */
export function placeLabels(
  candidates: readonly (readonly PixelPoint[])[],
  size: Size,
  taken: readonly PixelPoint[] = [],
): (number | undefined)[] {
  // Squares as large as a label: what it could cover lies in its own or in one beside it.
  const squares = new Map<string, PixelPoint[]>();
  const squareOf = ({ x, y }: PixelPoint) => [Math.floor(x / size.width), Math.floor(y / size.height)] as const;
  const take = (place: PixelPoint) => {
    const key = squareOf(place).join();
    squares.set(key, [...(squares.get(key) ?? []), place]);
  };
  const isFree = (place: PixelPoint) => {
    const [column, row] = squareOf(place);
    for (let besideX = column - 1; besideX <= column + 1; besideX++) {
      for (let besideY = row - 1; besideY <= row + 1; besideY++) {
        for (const { x, y } of squares.get(`${besideX},${besideY}`) ?? []) {
          if (Math.abs(x - place.x) < size.width && Math.abs(y - place.y) < size.height) return false;
        }
      }
    }
    return true;
  };
  for (const place of taken) take(place);
  return candidates.map((places) => {
    const at = places.findIndex(isFree);
    if (at < 0) return undefined;
    take(places[at]);
    return at;
  });
}
