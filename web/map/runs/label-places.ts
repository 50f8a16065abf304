/** How many places of a line are offered to its label. */
const offered = 12;

/** Where the label of a trip may stand: first the point farthest from the depot, for there lines lie apart, then others along the line. */
export function labelPlaces(depot: [number, number], line: readonly [number, number][]): [number, number][] {
  const step = Math.max(1, Math.floor(line.length / offered));
  const along = line.filter((_, at) => at % step === 0);
  return [farthest(depot, line), ...along];
}

/** The point of a trip that lies farthest from its beginning. */
function farthest([lat0, lon0]: [number, number], line: readonly [number, number][]): [number, number] {
  let best = line[0];
  let most = -1;
  for (const point of line) {
    const distance = (point[0] - lat0) ** 2 + ((point[1] - lon0) * 0.86) ** 2;
    if (distance > most) {
      most = distance;
      best = point;
    }
  }
  return best;
}
