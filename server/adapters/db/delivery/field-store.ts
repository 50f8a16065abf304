import type { FieldStore } from '../../../application/delivery/field-store.js';
import { NotFoundError } from '../../../domain/dispatch-error.js';
import type { Database } from '../engine/database.js';
import { putBack } from '../warehouse/put-back.js';
import { takePicks } from '../warehouse/take-picks.js';
import { countEmptyTotes, getStationIds, listEmptyTotes } from '../waves/empty-totes.js';
import { readReportedRuns } from './progress/reported-runs.js';
import { takeClaim, takeSignature } from './station-answers.js';
import { takeReports } from './take-reports.js';

/** Picks, couriers' reports, stations' signatures and claims; each with its consequences in one transaction. */
export function makeFieldStore({ knex, inTransaction }: Database): FieldStore {
  return {
    async listEmptyTotes(stationId, depotId, at) {
      const found = await getStationIds(knex, stationId, depotId);
      return (await listEmptyTotes(knex, found.depotId, at, found.stationId)).get(found.stationId) ?? [];
    },
    countEmptyTotes: (stationId, depotId, totes, by, at) =>
      inTransaction(async (transaction) => {
        const found = await getStationIds(transaction, stationId, depotId, 'for key share');
        await countEmptyTotes(transaction, found.depotId, found.stationId, totes, by, at);
      }),
    report: (runId, reports, by, receivedAt) =>
      inTransaction(async (transaction) => {
        const [taken] = await takeReports(transaction, [{ runId, reports, by, receivedAt }]);
        if (taken === undefined) throw new NotFoundError('run', runId);
        return taken.answers;
      }),
    reportTogether: (requests) =>
      inTransaction(async (transaction) => {
        // A run that is held by somebody else shall not hold up the others for long: then each is tried alone.
        const patience = requests.length > 1 ? '1s' : '2s';
        await transaction.raw(`set local lock_timeout = '${patience}'`);
        const taken = await takeReports(transaction, requests);
        const own = requests.map(({ runId }, at) => taken[at] && { ...taken[at], runId });
        const found = own.filter((each) => each !== undefined);
        const runs = await readReportedRuns(transaction, found);
        return own.map((each) => each && { data: each.answers, run: runs[found.indexOf(each)] });
      }),
    sign: (station, stopId, signedBy, at) =>
      inTransaction((transaction) => takeSignature(transaction, station, stopId, signedBy, at)),
    claim: (station, claim, at) => inTransaction((transaction) => takeClaim(transaction, station, claim, at)),
    pick: (pickListId, lines, at, actor, depotId) =>
      inTransaction((transaction) => takePicks(transaction, pickListId, lines, at, actor, depotId)),
    putBack: (pickListId, lines, at, actor, depotIds) =>
      inTransaction((transaction) => putBack(transaction, pickListId, lines, at, actor, depotIds)),
  };
}
