import { isDeepStrictEqual } from 'node:util';
import { ConflictError, DispatchError, InvalidInputError, NotFoundError } from '../../domain/dispatch-error.js';
import { attributesOf, type Fields, putAt, type Thing, valueAt } from '../../domain/network/attributes/attribute.js';
import { toFields } from '../../domain/network/attributes/settle.js';
import {
  type GivenOf,
  type NetworkEntities,
  type NetworkKind,
  things,
} from '../../domain/network/attributes/things.js';
import type { Cutoff } from '../../domain/network/cutoff.js';
import { isOwn, type OwnDepots } from '../../domain/own-depots.js';
import { inEnglish, plainly, told } from '../../domain/told.js';
import type { Clock } from '../clock.js';
import { type NetworkChangeStore, type NetworkTrail, shared } from './change-network.js';
import { readInTurn, readTogether } from './read-together.js';
import { changesOf, depotOf, idOf, readSurroundings, type Surroundings, settled } from './settle-change.js';

/** Values by the paths of fields, such as rules.skills; null takes away what may be left out. */
export type FieldValues = Readonly<Record<string, unknown>>;

export interface ItemChange {
  readonly id: string;
  readonly change: FieldValues;
  /** What the fields are taken to be; where they are something else by now, nothing is changed. */
  readonly was?: FieldValues;
}

export type ItemAnswer =
  | {
      readonly id: string;
      readonly effect: 'changed' | 'unchanged';
      readonly before: FieldValues;
      readonly after: FieldValues;
    }
  | { readonly id: string; readonly effect: 'refused'; readonly refusal: DispatchError };

export interface ManyChanges<Kind extends NetworkKind> {
  readonly kind: Kind;
  readonly items: readonly ItemChange[];
  readonly by: string;
  /** The only depots that who asks may change; undefined means all. */
  readonly depotIds: OwnDepots;
  /** A whole thing within the bounds of its attributes. @throws InvalidInputError that names the fields at fault. */
  parse(fields: Fields): GivenOf<Kind>;
}

export type ChangeMany = <Kind extends NetworkKind>(changes: ManyChanges<Kind>) => Promise<readonly ItemAnswer[]>;

/**
 * Changes some fields of several things of one kind in one transaction: each is taken or refused by itself, and those that
 * change have a row each in the audit. What came before is answered, so that it can be put back as a change of its own.
 */
export function makeChangeMany(store: NetworkChangeStore, clock: Clock, timeZone: string): ChangeMany {
  return (changes) =>
    store.inChange(async (view) => {
      const { kind, items, by, depotIds } = changes;
      if (depotIds !== undefined && shared.has(kind)) {
        throw new DispatchError(
          'not-allowed',
          'It is shared by all depots, and this account is for some of them only.',
        );
      }
      const found = await view.findMany(
        kind,
        items.map(({ id }) => id),
      );
      const surroundings = await readSurroundings(view, kind, depotIds, timeZone);
      const at = clock.now();
      // By the id that the record holds: one that is spelled in two ways is one thing.
      const keyOf = ({ id }: ItemChange) => {
        const asFound = found.get(id);
        return asFound === undefined ? id : idOf(kind, asFound);
      };
      const read = async (item: ItemChange, among: ReadonlyMap<string, unknown>) => {
        const before = among.get(keyOf(item)) as NetworkEntities[typeof kind] | undefined;
        const around =
          kind === 'cutoffs' ? { ...surroundings, cutoffs: [...among.values()] as Cutoff[] } : surroundings;
        try {
          return { item, before, refusal: undefined, entity: await changedThing(changes, item, before, around) };
        } catch (error) {
          if (!(error instanceof DispatchError)) throw error;
          return { item, before, refusal: error, entity: undefined };
        }
      };
      const known = kind === 'cutoffs' ? surroundings.cutoffs : [...found.values()];
      const byId = new Map(known.map((entity) => [idOf(kind, entity), entity]));
      const results = await (kind === 'cutoffs' ? readTogether : readInTurn)(items, keyOf, byId, read);
      const changed = new Map<string, { entity: NetworkEntities[typeof kind]; trail: NetworkTrail }[]>();
      const answers = results.map((result): ItemAnswer => {
        const { id, change } = result.item;
        if (result.refusal !== undefined) return { id, effect: 'refused', refusal: result.refusal };
        const { before, entity } = result;
        const fields = Object.keys(change);
        const [was, is] = [before, entity].map((each) => valuesOf(things[kind], each as object, fields));
        if (isDeepStrictEqual(before, entity)) return { id, effect: 'unchanged', before: was, after: is };
        const key = idOf(kind, entity);
        const depotId = depotOf(entity);
        const trail = { by, at, action: 'changed', id: key, depotId, changes: changesOf(before, entity) } as const;
        changed.set(key, [...(changed.get(key) ?? []), { entity, trail }]);
        return { id, effect: 'changed', before: was, after: is };
      });
      // One that stands twice is written twice, in its order.
      for (let round = 0; ; round++) {
        const now = [...changed.values()].flatMap((each) => each.slice(round, round + 1));
        if (now.length === 0) return answers;
        await view.saveMany(kind, now);
      }
    });
}

async function changedThing<Kind extends NetworkKind>(
  { kind, depotIds, parse }: ManyChanges<Kind>,
  { id, change, was }: ItemChange,
  before: NetworkEntities[Kind] | undefined,
  surroundings: Surroundings,
): Promise<NetworkEntities[Kind]> {
  const of: Thing = things[kind];
  const owner = kind === 'depots' ? id : depotOf(before);
  // Somebody else's is answered as one that is not there.
  if (before === undefined || (owner !== undefined && !isOwn(depotIds, owner))) throw new NotFoundError(of.one, id);
  const fields = toFields(of, before);
  for (const [field, value] of Object.entries(was ?? {})) {
    if (isDeepStrictEqual(valueAt(fields, field.split('.')) ?? null, value ?? null)) continue;
    throw new ConflictError(
      'changed-meanwhile',
      told`${id} was changed meanwhile. Load it again and look at what it is now.`,
    );
  }
  const changeable = new Map(attributesOf(of).map((each) => [each.field, each]));
  for (const [field, value] of Object.entries(change)) {
    const placed = changeable.get(field);
    if (placed === undefined || placed.attribute.isId || placed.attribute.isFixed) {
      const reason = told`${field} is no field of a ${plainly(of.one)} that can be changed.`;
      throw new InvalidInputError(reason, [{ field, reason: inEnglish(reason) }]);
    }
    putAt(fields, placed.steps, value === null && placed.isOptional ? undefined : value);
  }
  return settled(kind, parse(JSON.parse(JSON.stringify(fields))), before, surroundings);
}

function valuesOf(of: Thing, entity: object, fields: readonly string[]): FieldValues {
  const all = toFields(of, entity);
  return Object.fromEntries(fields.map((field) => [field, valueAt(all, field.split('.')) ?? null]));
}
