import { z } from 'zod';
import type { Actor } from '../../../application/accounts/account-store.js';
import { NotFoundError } from '../../../domain/dispatch-error.js';
import { foldId } from '../../../domain/fold-id.js';
import { onlyDepot } from '../../../domain/own-depots.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import { slicePage } from '../requests/slice-page.js';
import type { HttpServices } from '../services.js';
import { pageOf, pageQuery } from '../shared-contract.js';
import { newClaim, raisedClaim, reported, reports, signature } from './reports-contract.js';
import { delivery, run } from './runs-contract.js';

/** Couriers and stations: what is theirs, and what they tell. */
export function fieldEndpoints(services: HttpServices): Endpoint[] {
  const stationFor = (stationId: string, { stationId: own, depotIds, name }: Actor) => {
    const depotId = onlyDepot(depotIds);
    if (own === undefined || foldId(own) !== foldId(stationId) || depotId === undefined) {
      throw new NotFoundError('station', stationId);
    }
    return { stationId: own, depotId, actor: name };
  };
  return [
    endpoint({
      method: 'get',
      path: '/me/runs',
      permission: 'runs:report-own',
      summary: "The courier's own runs, with stops and what to hand over.",
      query: z.strictObject(pageQuery),
      answer: pageOf(run),
      async handle({ actor, query }) {
        const data =
          actor.courierId === undefined ? [] : await services.runs.listOfCourier(actor.courierId, actor.depotIds);
        return slicePage(data, 'me/runs', ({ runId }) => runId, query);
      },
    }),
    endpoint({
      method: 'post',
      path: '/runs/:runId/events',
      permission: 'runs:report-own',
      summary: 'Report on an own run, in batches, in any order, repeated at will.',
      body: reports,
      answer: reported,
      // The desk has transactions of its own, each for several requests.
      transaction: 'shared',
      async handle({ actor, params, body }) {
        const by = { name: actor.name, depotIds: actor.depotIds, courierId: actor.courierId ?? '' };
        const sent = 'events' in body ? body.events : [body];
        const reports = sent.map((each) => ({ ...each, deviceAt: new Date(each.deviceAt) }));
        return services.reportDesk.take({ runId: params.runId, reports, by, receivedAt: services.clock.now() });
      },
    }),
    endpoint({
      method: 'get',
      path: '/stations/:stationId/deliveries',
      permission: 'deliveries:read-own',
      summary: 'What comes to the own station, when, and what is in it.',
      query: z.strictObject(pageQuery),
      answer: pageOf(delivery),
      async handle({ actor, params, query }) {
        const { stationId, depotId } = stationFor(params.stationId, actor);
        const deliveries = await services.runs.listDeliveries(stationId, [depotId]);
        return slicePage(deliveries, `deliveries ${stationId}`, ({ stopId }) => stopId, query);
      },
    }),
    endpoint({
      method: 'post',
      path: '/stations/:stationId/deliveries/:stopId/signature',
      permission: 'deliveries:sign-own',
      summary: 'Sign for a delivery.',
      creates: true,
      body: signature,
      async handle({ actor, params, body }) {
        await services.field.sign(
          stationFor(params.stationId, actor),
          params.stopId,
          body.signedBy,
          services.clock.now(),
        );
        return undefined;
      },
    }),
    endpoint({
      method: 'post',
      path: '/stations/:stationId/deliveries/:stopId/claims',
      permission: 'deliveries:sign-own',
      summary: 'Report goods that are short, damaged, wrong or warm.',
      creates: true,
      status: 201,
      body: newClaim,
      answer: raisedClaim,
      async handle({ actor, params, body }) {
        const claimId = services.newId('claim');
        const claim = { ...body, claimId, stopId: params.stopId, skuId: body.skuId && foldId(body.skuId) };
        await services.field.claim(stationFor(params.stationId, actor), claim, services.clock.now());
        return { claimId };
      },
    }),
  ];
}
