import type { FieldStore } from '../../application/field/field-store.js';
import type { Database } from './database.js';
import { countEmptyTotes, depotOfStation, listEmptyTotes } from './empty-totes.js';
import { takeClaim, takeSignature } from './field/station-answers.js';
import { takePicks } from './field/take-picks.js';
import { takeReports } from './field/take-reports.js';

/** Picks, couriers' reports, stations' signatures and claims; each with its consequences in one transaction. */
export function makeFieldStore({ knex, inTransaction }: Database): FieldStore {
  return {
    async listEmptyTotes(stationId, depotId, at) {
      const depot = await depotOfStation(knex, stationId, depotId);
      return (await listEmptyTotes(knex, depot, at, stationId)).get(stationId) ?? [];
    },
    countEmptyTotes: (stationId, depotId, totes, by, at) =>
      inTransaction(async (transaction) => {
        const depot = await depotOfStation(transaction, stationId, depotId);
        await countEmptyTotes(transaction, depot, stationId, totes, by, at);
      }),
    report: (runId, reports, by, receivedAt) =>
      inTransaction((transaction) => takeReports(transaction, runId, reports, by, receivedAt)),
    sign: (station, stopId, signedBy, at) =>
      inTransaction((transaction) => takeSignature(transaction, station, stopId, signedBy, at)),
    claim: (station, claim, at) => inTransaction((transaction) => takeClaim(transaction, station, claim, at)),
    pick: (pickListId, lines, at, actor, depotId) =>
      inTransaction((transaction) => takePicks(transaction, pickListId, lines, at, actor, depotId)),
  };
}
