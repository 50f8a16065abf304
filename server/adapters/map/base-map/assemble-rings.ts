/** Joins the ways of a multipolygon end to end into closed rings; what does not close is left out. */
export function assembleRings(ways: readonly (readonly number[])[]): number[][] {
  const rings: number[][] = [];
  const open: number[][] = [];
  for (const way of ways) {
    if (way.length < 2) continue;
    if (way[0] === way[way.length - 1]) rings.push([...way]);
    else open.push([...way]);
  }
  for (let ring = open.pop(); ring !== undefined; ring = open.pop()) {
    while (ring[0] !== ring[ring.length - 1]) {
      const end = ring[ring.length - 1];
      const next = open.findIndex((way) => way[0] === end || way[way.length - 1] === end);
      if (next < 0) break;
      const [way] = open.splice(next, 1);
      if (way[0] !== end) way.reverse();
      ring.push(...way.slice(1));
    }
    if (ring.length >= 4 && ring[0] === ring[ring.length - 1]) rings.push(ring);
  }
  return rings;
}
