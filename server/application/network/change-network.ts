import { isDeepStrictEqual } from 'node:util';
import { ConflictError, DispatchError, InvalidInputError } from '../../domain/dispatch-error.js';
import {
  type GivenOf,
  type NetworkEntities,
  type NetworkKind,
  things,
} from '../../domain/network/attributes/things.js';
import type { CollectingWave, Cutoff } from '../../domain/network/cutoff.js';
import type { Depot, Sku, Station, Vehicle } from '../../domain/network/network.js';
import type { LonLat } from '../../domain/network/place.js';
import { isOwn, type OwnDepots } from '../../domain/own-depots.js';
import { plainly, told } from '../../domain/told.js';
import { maxZones } from '../../solver/index.js';
import type { Clock } from '../clock.js';
import type { Impact } from './impact.js';
import { changesOf, depotOf, idOf, readSurroundings, settled } from './settle-change.js';

/** The network inside of one transaction that changes one thing of it. */
export interface NetworkView {
  listDepots(): Promise<Depot[]>;
  listZoneIds(): Promise<string[]>;
  listVehicles(): Promise<Vehicle[]>;
  listStations(): Promise<Station[]>;
  listSkus(): Promise<Sku[]>;
  listCutoffs(): Promise<Cutoff[]>;
  /** Who takes orders in is waited for first, and no wave is opened until the end. */
  listCollectingWaves(): Promise<CollectingWave[]>;
  /** The thing itself, held against other changes until the end; of whatever depot. */
  find<Kind extends NetworkKind>(kind: Kind, id: string): Promise<NetworkEntities[Kind] | undefined>;
  /** Those that are there of the ids, each by the id as it was asked for. */
  findMany<Kind extends NetworkKind>(
    kind: Kind,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, NetworkEntities[Kind]>>;
  listStationPositions(depotId: string): Promise<LonLat[]>;
  /** Adds or replaces, and writes who did. */
  save<Kind extends NetworkKind>(kind: Kind, entity: NetworkEntities[Kind], trail: NetworkTrail): Promise<void>;
  /** The same of several, each with its own row in the audit. */
  saveMany<Kind extends NetworkKind>(
    kind: Kind,
    changed: readonly { readonly entity: NetworkEntities[Kind]; readonly trail: NetworkTrail }[],
  ): Promise<void>;
  /**
   * Whether anything refers to it, also of the past. Who takes orders in is waited for first, and nobody refers to it
   * anew until the end.
   */
  isReferredTo(kind: NetworkKind, id: string, depotId: string | undefined): Promise<boolean>;
  /** Takes it out of the record, to which nothing refers any more; for a day it can be put back. */
  remove(kind: NetworkKind, id: string, depotId: string | undefined, trail: NetworkTrail): Promise<void>;
  /** What was taken out last within the last day, of these depots or shared by all; undefined where nothing was. */
  restore(kind: NetworkKind, id: string, depotIds: OwnDepots, now: Date): Promise<RemovedThing | undefined>;
}

/** A thing that was deleted, with what belonged to it, such as the photo of a station. */
export interface RemovedThing {
  readonly id: string;
  readonly depotId: string | undefined;
  putBack(trail: NetworkTrail): Promise<void>;
}

export interface NetworkTrail {
  readonly by: string;
  readonly at: Date;
  readonly action: 'added' | 'changed' | 'removed' | 'restored';
  readonly id: string;
  readonly depotId: string | undefined;
  /** Before and after, field by field. */
  readonly changes: Readonly<Record<string, unknown>>;
}

export interface NetworkChangeStore {
  inChange<T>(work: (view: NetworkView) => Promise<T>): Promise<T>;
  /** What the end of a thing would touch, as far as who asks may see it. @throws NotFoundError also for another's thing. */
  impactOf(kind: NetworkKind, id: string, sight: Sight): Promise<Impact>;
}

/** What somebody may see of others' things. */
export interface Sight {
  /** The only depots whose things they may see; undefined means all. */
  readonly depotIds: OwnDepots;
  /** Whether accounts are told by name, or only counted. */
  readonly seesAccounts: boolean;
}

export interface NetworkChange<Kind extends NetworkKind> {
  readonly kind: Kind;
  readonly id: string;
  /** Who asks, and the only depots that they may change; undefined means all. */
  readonly by: string;
  readonly depotIds: OwnDepots;
  /** Whether it is only added: what is there stays as it is. */
  readonly onlyNew?: boolean;
  /**
   * What it is to be, whole and within the bounds of its attributes, from what it is.
   *
   * @throws NotFoundError where it can only be changed, not added.
   */
  edit(before: NetworkEntities[Kind] | undefined): GivenOf<Kind>;
}

/** Something was to be added, and stands there already. */
export class AlreadyThereError extends DispatchError {
  constructor(what: string, id: string) {
    super(
      'already-there',
      told`There is a ${plainly(what)} ${id} already. Choose another id, or open that one and change it.`,
    );
  }
}

/** Tells under which id it stands now, and of which depot it is. */
export type ChangeNetwork = <Kind extends NetworkKind>(
  change: NetworkChange<Kind>,
) => Promise<{ readonly id: string; readonly depotId: string | undefined }>;

/** Of all depots: an account of some of them may not change them. */
export const shared: ReadonlySet<NetworkKind> = new Set<NetworkKind>(['skus', 'zones']);

/** Adds or changes one thing of the network by the operator's own id, by the rules that an import goes by. */
export function makeChangeNetwork(store: NetworkChangeStore, clock: Clock, timeZone: string): ChangeNetwork {
  return ({ kind, id, by, depotIds, onlyNew = false, edit }) =>
    store.inChange(async (view) => {
      if (depotIds !== undefined && shared.has(kind)) {
        throw new DispatchError(
          'not-allowed',
          'It is shared by all depots, and this account is for some of them only.',
        );
      }
      if (kind === 'depots' && !isOwn(depotIds, id)) {
        edit(undefined);
        throw new DispatchError(
          'not-allowed',
          'This account is for some depots only, and neither adds nor changes others. Ask an admin of all depots.',
        );
      }
      const before = await view.find(kind, id);
      const owner = depotOf(before);
      const isStrange = owner !== undefined && !isOwn(depotIds, owner);
      if (kind === 'zones' && before === undefined) await assertRoomForZone(view);
      const asked = edit(isStrange ? undefined : before);
      if (isStrange) throw new ConflictError('id-taken', told`The id ${id} is taken. Choose another one.`);
      if (onlyNew && before !== undefined) throw new AlreadyThereError(things[kind].one, idOf(kind, before));
      const after = await settled(kind, asked, before, await readSurroundings(view, kind, depotIds, timeZone));
      const nowOf = depotOf(after);
      if (before !== undefined && nowOf !== owner) {
        throw new InvalidInputError(
          told`A ${plainly(things[kind].one)} stays with its depot; ${id} is of depot ${owner}.`,
        );
      }
      const trail = { by, at: clock.now(), id: idOf(kind, after), depotId: nowOf };
      if (!isDeepStrictEqual(before, after)) {
        const action = before === undefined ? ('added' as const) : ('changed' as const);
        await view.save(kind, after as never, { ...trail, action, changes: changesOf(before, after) });
      }
      return { id: trail.id, depotId: nowOf };
    });
}

/** @throws ConflictError too-many-zones: with one more, no wave could be planned. */
export async function assertRoomForZone(view: NetworkView): Promise<void> {
  if ((await view.listZoneIds()).length < maxZones) return;
  throw new ConflictError(
    'too-many-zones',
    told`There are ${maxZones} temperature zones, and plans know no more. Change one of them.`,
  );
}
