/** What was read of an item; undefined where it was refused. */
export interface ReadItem<Entity> {
  readonly entity: Entity | undefined;
}

/** Reads an item among all things as they are for it, itself included where it is there already. */
export type ReadAmong<Item, Result> = (item: Item, among: ReadonlyMap<string, unknown>) => Result | Promise<Result>;

/** Reads items one after the other, each among what those before it have made of things. @param known by id. */
export async function readInTurn<Item, Result extends ReadItem<unknown>>(
  items: readonly Item[],
  idOf: (item: Item) => string,
  known: ReadonlyMap<string, unknown>,
  read: ReadAmong<Item, Result>,
): Promise<Result[]> {
  const among = new Map(known);
  const results: Result[] = [];
  for (const item of items) {
    const result = await read(item, among);
    if (result.entity !== undefined) among.set(idOf(item), result.entity);
    results.push(result);
  }
  return results;
}

/**
 * Reads things that are held against each other as if all changed at once, so that two may change places: one that is read
 * later, and not refused, is not in the way of an earlier one. Of two that ask for the same the first gets it.
 *
 * @param known what the record holds, by id.
 */
export async function readTogether<Item, Result extends ReadItem<unknown>>(
  items: readonly Item[],
  idOf: (item: Item) => string,
  known: ReadonlyMap<string, unknown>,
  read: ReadAmong<Item, Result>,
): Promise<Result[]> {
  // What is refused stays as it is, and may be in the way of what was read before it: then all are read again.
  const refused = new Set<number>();
  for (;;) {
    const refusedBefore = refused.size;
    const among = new Map(known);
    for (const [at, item] of items.entries()) if (!refused.has(at)) among.delete(idOf(item));
    const results: Result[] = [];
    for (const [at, item] of items.entries()) {
      const id = idOf(item);
      if (!among.has(id) && known.has(id)) among.set(id, known.get(id));
      const result = await read(item, among);
      if (result.entity === undefined) refused.add(at);
      else among.set(id, result.entity);
      results.push(result);
    }
    if (refused.size === refusedBefore) return results;
  }
}
