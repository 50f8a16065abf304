import { ConflictError, DispatchError, NotFoundError } from '../../domain/dispatch-error.js';
import { toFields } from '../../domain/network/attributes/settle.js';
import { type NetworkKind, things } from '../../domain/network/attributes/things.js';
import { isOwn, type OwnDepots } from '../../domain/own-depots.js';
import { plainly, told } from '../../domain/told.js';
import type { Clock } from '../clock.js';
import { type NetworkChangeStore, type Sight, shared } from './change-network.js';
import type { Impact } from './impact.js';
import { depotOf, idOf } from './settle-change.js';

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

/** Takes things out of the record that nothing refers to, and tells what their end would touch. */
export function makeEndings(store: NetworkChangeStore, clock: Clock) {
  return {
    /** @throws NotFoundError also for a thing of another depot. */
    impactOf: (kind: NetworkKind, id: string, sight: Sight): Promise<Impact> => store.impactOf(kind, id, sight),

    /** @throws ConflictError in-use where something refers to it, NotFoundError also for a thing of another depot. */
    remove: ({ kind, id, depotIds }: ThingOf, by: string): Promise<void> =>
      store.inChange(async (view) => {
        const entity = await view.find(kind, id);
        assertOwn({ kind, id, depotIds }, entity);
        if (depotIds !== undefined && shared.has(kind)) {
          throw new DispatchError(
            'not-allowed',
            'It is shared by all depots, and this account is for some of them only.',
          );
        }
        const kept = idOf(kind, entity);
        const of = depotOf(entity);
        if (await view.isReferredTo(kind, kept, of)) {
          const sentence = told`The ${plainly(things[kind].one)} ${kept} is referred to, and is not deleted. ${plainly(endedBy[kind])}`;
          throw new ConflictError('in-use', sentence);
        }
        const changes = toFields(things[kind], entity);
        await view.remove(kind, kept, of, { by, at: clock.now(), action: 'removed', id: kept, depotId: of, changes });
      }),
  };
}

export type Endings = ReturnType<typeof makeEndings>;

function assertOwn<Entity extends object>(
  { kind, id, depotIds }: ThingOf,
  entity: Entity | undefined,
): asserts entity is Entity {
  const owner = (entity as { depotId?: string } | undefined)?.depotId;
  const isStrange = owner !== undefined && !isOwn(depotIds, owner);
  if (entity === undefined || isStrange) throw new NotFoundError(things[kind].one, id);
}
