import { ConflictError, DispatchError, NotFoundError } from '../../domain/dispatch-error.js';
import { toFields } from '../../domain/network/attributes/settle.js';
import { type NetworkKind, things } from '../../domain/network/attributes/things.js';
import { isOwn, type OwnDepots } from '../../domain/own-depots.js';
import { plainly, told } from '../../domain/told.js';
import type { Clock } from '../clock.js';
import { AlreadyThereError, assertRoomForZone, type NetworkChangeStore, type Sight, shared } from './change-network.js';
import type { Impact } from './impact.js';
import { depotOf, idOf, readSurroundings, settled } from './settle-change.js';

export interface ThingOf {
  readonly kind: NetworkKind;
  readonly id: string;
  /** The only depots whose things who asks may see; undefined means all. */
  readonly depotIds: OwnDepots;
}

/** What ends a thing for good where the past refers to it. */
const endedBy: Readonly<Record<NetworkKind, string>> = {
  depots: 'Close it instead: its status becomes closed.',
  stations: 'Close it instead: its status becomes closed.',
  vehicles: 'Retire it instead: its status becomes retired.',
  couriers: 'Make them inactive instead.',
  skus: 'Take it off sale instead: it is no longer active.',
  zones: 'It stays.',
  cutoffs: 'Delete the rules that name it first.',
  wave_rules: 'It stays.',
};

/** Takes things out of the record that nothing refers to, and back into it, and tells what their end would touch. @param timeZone of depots that name none. */
export function makeEndings(store: NetworkChangeStore, clock: Clock, timeZone: string) {
  return {
    /** @throws NotFoundError also for a thing of another depot. */
    impactOf: (kind: NetworkKind, id: string, sight: Sight): Promise<Impact> => store.impactOf(kind, id, sight),

    /** @throws ConflictError in-use where something refers to it, NotFoundError also for a thing of another depot. */
    remove: ({ kind, id, depotIds }: ThingOf, by: string): Promise<void> =>
      store.inChange(async (view) => {
        const entity = await view.find(kind, id);
        assertOwn({ kind, id, depotIds }, entity);
        assertMayShare(kind, depotIds);
        const kept = idOf(kind, entity);
        const of = depotOf(entity);
        if (await view.isReferredTo(kind, kept, of)) {
          const sentence = told`The ${plainly(things[kind].one)} ${kept} is referred to, and is not deleted. ${plainly(endedBy[kind])}`;
          throw new ConflictError('in-use', sentence);
        }
        const changes = toFields(things[kind], entity);
        await view.remove(kind, kept, of, { by, at: clock.now(), action: 'removed', id: kept, depotId: of, changes });
      }),

    /**
     * Puts back what was deleted within the last day, with all that belonged to it.
     *
     * @throws NotFoundError also for a thing of another depot; AlreadyThereError; InvalidInputError where it does not fit
     * what the network is by now.
     */
    restore: ({ kind, id, depotIds }: ThingOf, by: string) =>
      store.inChange(async (view) => {
        const at = clock.now();
        const removed = await view.restore(kind, id, depotIds, at);
        if (removed === undefined) throw new NotFoundError(things[kind].one, id);
        assertMayShare(kind, depotIds);
        const there = await view.find(kind, removed.id);
        if (there !== undefined && depotOf(there) !== removed.depotId) {
          const sentence = told`The id ${removed.id} was given to another depot's thing meanwhile. Add this one anew under another id.`;
          throw new ConflictError('id-taken', sentence);
        }
        if (there !== undefined) throw new AlreadyThereError(things[kind].one, idOf(kind, there));
        const { depotId } = removed;
        if (kind === 'zones') await assertRoomForZone(view);
        await removed.putBack({ by, at, action: 'restored', id: removed.id, depotId, changes: {} });
        const entity = (await view.find(kind, removed.id))!;
        const surroundings = await readSurroundings(view, kind, depotIds, timeZone);
        await settled(kind, toFields(things[kind], entity) as never, entity, surroundings);
        return { id: removed.id, depotId };
      }),
  };
}

export type Endings = ReturnType<typeof makeEndings>;

/** What is of all depots is changed by accounts of all depots. */
function assertMayShare(kind: NetworkKind, depotIds: OwnDepots): void {
  if (depotIds === undefined || !shared.has(kind)) return;
  throw new DispatchError('not-allowed', 'It is shared by all depots, and this account is for some of them only.');
}

function assertOwn<Entity extends object>(
  { kind, id, depotIds }: ThingOf,
  entity: Entity | undefined,
): asserts entity is Entity {
  const owner = (entity as { depotId?: string } | undefined)?.depotId;
  const isStrange = owner !== undefined && !isOwn(depotIds, owner);
  if (entity === undefined || isStrange) throw new NotFoundError(things[kind].one, id);
}
