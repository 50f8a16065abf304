import type { Knex } from 'knex';
import type {
  KeptRestriction,
  MatchedEdges,
  RestrictionStore,
  RestrictionTrail,
} from '../../../application/traffic/restriction-store.js';
import { NotFoundError } from '../../../domain/dispatch-error.js';
import type { VehicleRestriction } from '../../../domain/network/vehicle-restriction.js';
import type { Profile } from '../../../domain/travel/travel.js';
import type { Measures } from '../../../domain/travel/travel-class.js';
import type { WeekHours } from '../../../domain/travel/week-hours.js';
import { insertAudit } from '../accounts/insert-audit.js';
import type { Database } from '../engine/database.js';
import { readRows } from '../statement.js';
import { type Geometry, geometryOf, placeOf } from './drawn-geometry.js';

interface RestrictionRow {
  readonly restriction_id: string;
  readonly depot_id: string;
  readonly name: string;
  readonly geometry: Geometry;
  readonly both_ways: boolean;
  readonly hours: WeekHours[];
  readonly profile: Profile | null;
  readonly over: Measures;
  readonly permit_skill: string | null;
  readonly allows_destinations: boolean;
  readonly valid_from: string | null;
  readonly valid_until: string | null;
  readonly is_on: boolean;
  readonly created_at: Date;
  readonly created_by: string;
  readonly edge_ids?: number[] | null;
}

const columns = `vehicle_restrictions.restriction_id, depot_id, name, geometry, both_ways, hours, profile, over, permit_skill,
  allows_destinations, valid_from::text, valid_until::text, is_on, created_at, created_by`;

/** Restrictions of depots; each change stands in the audit. */
export function makeRestrictionStore({ knex, inTransaction }: Database): RestrictionStore {
  return {
    async list(depotId) {
      const rows = await readRows<RestrictionRow>(
        knex,
        `select ${columns} from vehicle_restrictions where depot_id = ? and removed_at is null order by restriction_id`,
        [depotId],
      );
      return rows.map(restrictionOf);
    },

    async listOnMap(depotId, mapId) {
      const rows = await readRows<RestrictionRow>(
        knex,
        `select ${columns}, edge_ids
         from vehicle_restrictions
           left join vehicle_restriction_edges
             on vehicle_restriction_edges.restriction_id = vehicle_restrictions.restriction_id and map_id = ?
         where depot_id = ? and removed_at is null order by vehicle_restrictions.restriction_id`,
        [mapId, depotId],
      );
      return rows.map((row) => ({ ...restrictionOf(row), edgeIds: row.edge_ids ?? undefined }));
    },

    add: (restriction, matched) =>
      inTransaction(async (transaction) => {
        const { restrictionId, depotId, createdAt: at, createdBy: by } = restriction;
        await transaction.raw(
          `insert into vehicle_restrictions
             (name, geometry, both_ways, hours, profile, over, permit_skill, allows_destinations, valid_from, valid_until,
              is_on, restriction_id, depot_id, created_at, created_by)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          [...valuesOf(restriction), restrictionId, depotId, at, by] as string[],
        );
        if (matched !== undefined) await putEdges(transaction, restrictionId, matched);
        await trail(transaction, 'vehicle-restriction.added', restriction, { by, at });
      }),

    replace: (restriction, matched, { by, at }) =>
      inTransaction(async (transaction) => {
        const { restrictionId, depotId } = restriction;
        const { rows } = await transaction.raw(
          `update vehicle_restrictions set name = ?, geometry = ?, both_ways = ?, hours = ?, profile = ?, over = ?,
             permit_skill = ?, allows_destinations = ?, valid_from = ?, valid_until = ?, is_on = ?
           where restriction_id = ? and depot_id = ? and removed_at is null returning restriction_id`,
          [...valuesOf(restriction), restrictionId, depotId] as string[],
        );
        if (rows.length === 0) throw new NotFoundError('vehicle restriction', restrictionId);
        // Of other maps they are found when those are in use.
        await transaction.raw('delete from vehicle_restriction_edges where restriction_id = ?', [restrictionId]);
        if (matched !== undefined) await putEdges(transaction, restrictionId, matched);
        await trail(transaction, 'vehicle-restriction.changed', restriction, { by, at });
      }),

    putEdges: (restrictionId, matched) => putEdges(knex, restrictionId, matched),

    remove: (depotId, restrictionId, { by, at }) =>
      inTransaction(async (transaction) => {
        const rows = await readRows<RestrictionRow>(
          transaction,
          `update vehicle_restrictions set removed_at = ?
           where restriction_id = ? and depot_id = ? and removed_at is null returning ${columns}`,
          [at, restrictionId, depotId],
        );
        if (rows.length === 0) throw new NotFoundError('vehicle restriction', restrictionId);
        await trail(transaction, 'vehicle-restriction.removed', restrictionOf(rows[0]), { by, at });
      }),

    restore: (depotId, restrictionId, { by, at }) =>
      inTransaction(async (transaction) => {
        const rows = await readRows<RestrictionRow>(
          transaction,
          `update vehicle_restrictions set removed_at = null
           where restriction_id = ? and depot_id = ? and removed_at is not null returning ${columns}`,
          [restrictionId, depotId],
        );
        if (rows.length === 0) throw new NotFoundError('removed vehicle restriction', restrictionId);
        await trail(transaction, 'vehicle-restriction.restored', restrictionOf(rows[0]), { by, at });
      }),
  };
}

async function putEdges(knex: Knex, restrictionId: string, { mapId, edgeIds }: MatchedEdges): Promise<void> {
  await knex.raw(
    `insert into vehicle_restriction_edges (restriction_id, map_id, edge_ids) values (?, ?, ?)
     on conflict (restriction_id, map_id) do update set edge_ids = excluded.edge_ids`,
    [restrictionId, mapId, JSON.stringify(edgeIds)],
  );
}

function trail(
  knex: Knex,
  action: string,
  restriction: VehicleRestriction,
  { by, at }: RestrictionTrail,
): Promise<void> {
  const { restrictionId: id, depotId, name, isOn, hours, vehicles, allowsDestinations } = restriction;
  const detail = { name, isOn, hours, vehicles, allowsDestinations };
  return insertAudit(knex, { by, at, action, kind: 'vehicle-restriction', id, depotId, detail });
}

function valuesOf(restriction: VehicleRestriction): unknown[] {
  const { name, place, hours, vehicles, allowsDestinations, validFrom, validUntil, isOn } = restriction;
  return [
    name,
    JSON.stringify(geometryOf(place)),
    place.kind === 'line' && place.bothWays,
    JSON.stringify(hours),
    vehicles.profile ?? null,
    JSON.stringify(vehicles.over),
    vehicles.permitSkill ?? null,
    allowsDestinations,
    validFrom ?? null,
    validUntil ?? null,
    isOn,
  ];
}

function restrictionOf(row: RestrictionRow): KeptRestriction {
  return {
    restrictionId: row.restriction_id,
    depotId: row.depot_id,
    name: row.name,
    place: placeOf(row),
    hours: row.hours,
    vehicles: {
      ...(row.profile !== null && { profile: row.profile }),
      over: row.over,
      ...(row.permit_skill !== null && { permitSkill: row.permit_skill }),
    },
    allowsDestinations: row.allows_destinations,
    ...(row.valid_from !== null && { validFrom: row.valid_from }),
    ...(row.valid_until !== null && { validUntil: row.valid_until }),
    isOn: row.is_on,
    createdAt: row.created_at,
    createdBy: row.created_by,
  };
}
