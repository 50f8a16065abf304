/**
 * Joins lines that meet end to end, so that a street cut at every junction becomes one line that a name fits along.
 * Only where exactly two ends meet: at a fork nothing is joined.
 */
export function joinLines(lines: readonly (readonly number[] | readonly number[][])[]): number[][] {
  const open = new Map<number, number[]>();
  for (const line of lines as readonly (readonly number[])[]) open.set(open.size, [...line]);
  const ends = new Map<string, number[]>();
  const register = (line: number, x: number, y: number) => {
    const key = `${x},${y}`;
    const known = ends.get(key);
    if (known === undefined) ends.set(key, [line]);
    else known.push(line);
  };
  for (const [number, line] of open) {
    register(number, line[0], line[1]);
    register(number, line[line.length - 2], line[line.length - 1]);
  }
  const renamed = new Map<number, number>();
  const current = (number: number): number => {
    let found = number;
    for (let next = renamed.get(found); next !== undefined; next = renamed.get(found)) found = next;
    return found;
  };
  for (const [key, pair] of ends) {
    if (pair.length !== 2) continue;
    const one = current(pair[0]);
    const two = current(pair[1]);
    if (one === two) continue;
    const [x, y] = key.split(',').map(Number);
    const first = open.get(one)!;
    const second = open.get(two)!;
    const head = endsAt(first, x, y) ? first : reversed(first);
    const tail = endsAt(second, x, y) ? reversed(second) : second;
    open.set(one, [...head, ...tail.slice(2)]);
    open.delete(two);
    renamed.set(two, one);
  }
  return [...open.values()];
}

function endsAt(line: readonly number[], x: number, y: number): boolean {
  return line[line.length - 2] === x && line[line.length - 1] === y;
}

function reversed(line: readonly number[]): number[] {
  const back: number[] = [];
  for (let at = line.length - 2; at >= 0; at -= 2) back.push(line[at], line[at + 1]);
  return back;
}
