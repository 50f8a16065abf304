import type { Knex } from 'knex';
import type { PlaceMatch } from '../../../application/network/geocoder.js';
import type { PlaceStore, RememberedPlace } from '../../../application/network/remembered-places.js';
import { NotFoundError } from '../../../domain/dispatch-error.js';
import type { OwnDepots } from '../../../domain/own-depots.js';
import { insertAudit } from '../accounts/insert-audit.js';
import { insertAudits } from '../accounts/insert-audits.js';
import type { Database } from '../engine/database.js';
import { readRows } from '../statement.js';

interface PlaceRow {
  readonly depot_id: string;
  readonly address_key: string;
  readonly address: string;
  readonly lon: number;
  readonly lat: number;
  readonly how: 'hand' | 'geocoder';
  readonly source: string | null;
  readonly match: PlaceMatch | null;
  readonly confidence: number | null;
  readonly placed_by: string;
  readonly placed_at: Date;
}

const columns = 'depot_id, address_key, address, lon, lat, how, source, match, confidence, placed_by, placed_at';
const isOwn = '(:own::text[] is null or depot_id = any(:own::text[]))';
const ownOf = (depotIds: OwnDepots) => (depotIds === undefined ? undefined : [...depotIds]);

/** Where addresses lie that people have placed. */
export function makePlaceStore({ knex, inTransaction }: Pick<Database, 'knex' | 'inTransaction'>): PlaceStore {
  return {
    async list(depotIds) {
      const rows = await readRows<PlaceRow>(
        knex,
        `select ${columns} from remembered_places where ${isOwn} order by depot_id, address_key`,
        { own: ownOf(depotIds) },
      );
      return rows.map(toPlace);
    },

    put: (places, { depotIds, by, at }) =>
      inTransaction(async (transaction) => {
        const written = await upsert(transaction, places, depotIds);
        const strange = places.find(({ depotId }) => !written.has(depotId));
        if (strange !== undefined) throw new NotFoundError('depot', strange.depotId);
        await insertAudits(
          transaction,
          places.map(({ depotId, address, addressKey, lon, lat, placed }) => ({
            by,
            at,
            action: 'place.remembered',
            kind: 'place',
            id: addressKey,
            depotId,
            detail: { address, lon, lat, ...placed },
          })),
        );
      }),

    remove: (depotId, addressKey, { depotIds, by, at }) =>
      inTransaction(async (transaction) => {
        const [gone] = await readRows<PlaceRow>(
          transaction,
          `delete from remembered_places where depot_id = :depotId and address_key = :addressKey and ${isOwn}
           returning ${columns}`,
          { depotId, addressKey, own: ownOf(depotIds) },
        );
        if (gone === undefined) throw new NotFoundError('remembered place', addressKey);
        const { address, lon, lat } = gone;
        const detail = { address, lon, lat };
        const trail = { by, at, action: 'place.forgotten', kind: 'place', id: addressKey, depotId, detail };
        await insertAudit(transaction, trail);
      }),
  };
}

/** @returns the depots of what was written: those of the account. */
async function upsert(
  transaction: Knex.Transaction,
  places: readonly RememberedPlace[],
  depotIds: OwnDepots,
): Promise<Set<string>> {
  const given = places.map(({ depotId, addressKey, address, lon, lat, placed, placedBy, placedAt }) => ({
    depot_id: depotId,
    address_key: addressKey,
    address,
    lon,
    lat,
    source: null,
    match: null,
    confidence: null,
    ...placed,
    placed_by: placedBy,
    placed_at: placedAt,
  }));
  const rows = await readRows<{ depot_id: string }>(
    transaction,
    `insert into remembered_places (${columns})
     select ${columns} from jsonb_to_recordset(:given::jsonb) as given (depot_id text, address_key text, address text,
       lon double precision, lat double precision, how text, source text, match text, confidence double precision,
       placed_by text, placed_at timestamptz)
     where ${isOwn}
     on conflict (depot_id, address_key) do update set address = excluded.address, lon = excluded.lon,
       lat = excluded.lat, how = excluded.how, source = excluded.source, match = excluded.match,
       confidence = excluded.confidence, placed_by = excluded.placed_by, placed_at = excluded.placed_at
     returning depot_id`,
    { given: JSON.stringify(given), own: ownOf(depotIds) },
  );
  return new Set(rows.map(({ depot_id }) => depot_id));
}

function toPlace(row: PlaceRow): RememberedPlace {
  const { how, source, match, confidence } = row;
  return {
    depotId: row.depot_id,
    addressKey: row.address_key,
    address: row.address,
    lon: row.lon,
    lat: row.lat,
    placed: how === 'hand' ? { how } : { how, source: source!, match: match!, confidence: confidence! },
    placedBy: row.placed_by,
    placedAt: row.placed_at,
  };
}
