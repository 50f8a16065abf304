/** The point of a trip that lies farthest from its beginning: there lines lie apart. */
export function farthest(line: readonly [number, number][]): [number, number] {
  const [lat0, lon0] = line[0];
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
