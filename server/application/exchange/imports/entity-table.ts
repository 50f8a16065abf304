import { isDeepStrictEqual } from 'node:util';

/** Rows of one kind by id: what the record holds, overlaid by what this import takes. */
export class EntityTable<T> {
  readonly all = new Map<string, T>();
  private readonly known = new Map<string, T>();
  private readonly taken = new Set<string>();

  constructor(private readonly idOf: (entity: T) => string) {}

  load(entities: readonly T[]): void {
    for (const entity of entities) {
      this.known.set(this.idOf(entity), entity);
      this.all.set(this.idOf(entity), entity);
    }
  }

  /** What the record holds under the entity's id. */
  findKnown(entity: T): T | undefined {
    return this.known.get(this.idOf(entity));
  }

  /** Whether the record holds something else, or nothing, under this id. */
  isChange(entity: T): boolean {
    const before = this.findKnown(entity);
    return before === undefined || !isDeepStrictEqual(sameArea(entity, before), before);
  }

  take(entity: T): 'added' | 'changed' | 'unchanged' | 'again' {
    const id = this.idOf(entity);
    if (this.taken.has(id)) return 'again';
    this.taken.add(id);
    const before = this.known.get(id);
    this.all.set(id, sameArea(entity, before));
    if (before === undefined) return 'added';
    return isDeepStrictEqual(this.all.get(id), before) ? 'unchanged' : 'changed';
  }

  put(entity: T): void {
    this.all.set(this.idOf(entity), entity);
  }

  hasAdded(): boolean {
    return [...this.taken].some((id) => !this.known.has(id));
  }

  changedPairs(): { before: T | undefined; after: T }[] {
    return this.changed().map((after) => ({ before: this.known.get(this.idOf(after)), after }));
  }

  /** Those of the changed ones that the record holds, as it holds them. */
  changedBefore(): T[] {
    return this.changedPairs().flatMap(({ before }) => (before === undefined ? [] : [before]));
  }

  changed(): T[] {
    return [...this.all]
      .filter(([id, entity]) => !isDeepStrictEqual(entity, this.known.get(id)))
      .map(([, entity]) => entity);
  }
}

/** A station whose file names no area keeps the one that it was given before. */
function sameArea<T>(entity: T, before: T | undefined): T {
  const next = entity as { area?: string };
  const known = before as { area?: string } | undefined;
  return next.area === '' && known?.area !== undefined ? { ...entity, area: known.area } : entity;
}
