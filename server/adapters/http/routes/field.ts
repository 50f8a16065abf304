import { z } from 'zod';
import type { Actor } from '../../../application/accounts/account-store.js';
import { NotFoundError } from '../../../domain/dispatch-error.js';
import { runEventKinds } from '../../../domain/run.js';
import { type Route, route } from '../route.js';
import type { HttpServices } from '../services.js';

const report = z.object({
  deviceEventId: z.string().min(1).max(100),
  kind: z.enum(runEventKinds),
  deviceAt: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  stopId: z.string().max(100).optional(),
  consignments: z
    .array(
      z.object({
        consignmentId: z.string().max(300),
        outcome: z.enum(['delivered', 'partial', 'refused', 'failed']).optional(),
        totesHandedOver: z.number().int().min(0).max(10_000).optional(),
      }),
    )
    .max(100)
    .optional(),
  celsius: z.number().min(-60).max(60).optional(),
  note: z.string().max(1000).optional(),
});

/** Couriers and stations: what is theirs, and what they tell. */
export function fieldRoutes(services: HttpServices): Route[] {
  const stationFor = (stationId: string, { stationId: own, depotId, name }: Actor) => {
    if (own !== stationId || depotId === undefined) throw new NotFoundError('station', stationId);
    return { stationId, depotId, actor: name };
  };
  return [
    route({
      method: 'get',
      path: '/me/runs',
      permission: 'runs:report-own',
      summary: "The courier's own runs, with stops and what to hand over.",
      async handle({ actor }) {
        const data =
          actor.courierId === undefined ? [] : await services.runs.listOfCourier(actor.courierId, actor.depotId);
        return { data, nextCursor: null };
      },
    }),
    route({
      method: 'post',
      path: '/runs/:runId/events',
      permission: 'runs:report-own',
      summary: 'Report on an own run, in batches, in any order, repeated at will.',
      body: z.union([
        z.object({ events: z.array(report).min(1).max(500) }),
        report.transform((one) => ({ events: [one] })),
      ]),
      async handle({ actor, params, body }) {
        const by = { name: actor.name, depotId: actor.depotId, courierId: actor.courierId ?? '' };
        const data = await services.field.report(params.runId, body.events, by, services.clock.now());
        return {
          data,
          run: await services.runs.find(params.runId, { courierId: actor.courierId, depotId: actor.depotId }),
        };
      },
    }),
    route({
      method: 'get',
      path: '/stations/:stationId/deliveries',
      permission: 'deliveries:read-own',
      summary: 'What comes to the own station, when, and what is in it.',
      async handle({ actor, params }) {
        const { stationId, depotId } = stationFor(params.stationId, actor);
        return { data: await services.runs.listDeliveries(stationId, depotId), nextCursor: null };
      },
    }),
    route({
      method: 'post',
      path: '/stations/:stationId/deliveries/:stopId/signature',
      permission: 'deliveries:sign-own',
      summary: 'Sign for a delivery.',
      creates: true,
      body: z.object({ signedBy: z.string().trim().min(1).max(100) }),
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
    route({
      method: 'post',
      path: '/stations/:stationId/deliveries/:stopId/claims',
      permission: 'deliveries:sign-own',
      summary: 'Report goods that are short, damaged, wrong or warm.',
      creates: true,
      status: 201,
      body: z.object({
        consignmentId: z.string().max(300),
        skuId: z.string().max(100).optional(),
        kind: z.enum(['short', 'damaged', 'wrong', 'warm']),
        quantity: z.number().int().min(1).max(100_000),
        note: z.string().max(1000).default(''),
      }),
      async handle({ actor, params, body }) {
        const claimId = services.newId('claim');
        const claim = { ...body, claimId, stopId: params.stopId, skuId: body.skuId };
        await services.field.claim(stationFor(params.stationId, actor), claim, services.clock.now());
        return { claimId };
      },
    }),
  ];
}
