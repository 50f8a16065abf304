import { z } from 'zod';
import type { Actor } from '../../../application/accounts/account-store.js';
import { mayEndReport } from '../../../application/traffic/end-report.js';
import type { SourceShares } from '../../../application/travel/routing/routing-port.js';
import type { ReportedSpeed } from '../../../application/travel/travel-speeds.js';
import { InvalidInputError, NotFoundError } from '../../../domain/dispatch-error.js';
import { isOwn } from '../../../domain/own-depots.js';
import { told } from '../../../domain/told.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import { queryOf } from '../list-endpoints.js';
import type { HttpServices } from '../services.js';
import { id, pageOf } from '../shared-contract.js';
import { untilGone } from '../until-gone.js';
import { placeOf } from './drawn-place.js';
import {
  classSpeeds,
  legSources,
  planTravel,
  type TrafficRequest,
  trackRequest,
  trackTaken,
  trafficReport,
  trafficRequest,
  trafficTaken,
} from './traffic-contract.js';

/** What is known of the traffic: reports, factors by class of road, tracks of couriers. */
export function trafficEndpoints(services: HttpServices): Endpoint[] {
  const assertDepot = (actor: Actor, depotId: string) => {
    if (!isOwn(actor.depotIds, depotId)) throw new NotFoundError('depot', depotId);
  };
  return [
    endpoint({
      method: 'post',
      path: '/traffic',
      permission: 'network:write',
      summary: 'Report traffic: a factor, a speed or a closure, for an area or along a line, until when.',
      creates: true,
      status: 201,
      body: trafficRequest,
      answer: trafficTaken,
      async handle({ actor, body, response }) {
        const { report, edges } = await services.reportTraffic({
          place: placeOf(body),
          speed: speedOf(body),
          validFrom: body.validFrom === undefined ? undefined : new Date(body.validFrom),
          validUntil: new Date(body.validUntil),
          note: body.note,
          by: actor.name,
          accountId: actor.accountId,
          signal: untilGone(response),
        });
        return { trafficId: report.reportId, edges };
      },
    }),
    endpoint({
      method: 'get',
      path: '/traffic',
      permission: 'network:read',
      summary: 'List of traffic reports, the newest first.',
      query: queryOf(services, 'traffic', trafficReport),
      answer: pageOf(trafficReport),
      async handle({ actor, query: { limit, cursor, ...given } }) {
        const page = await services.list('traffic', given, { limit, cursor }, actor.depotIds);
        const data = page.data.map(({ createdByAccount, ...report }) => ({
          ...report,
          mayEnd: mayEndReport(actor, createdByAccount),
        }));
        return { ...page, data };
      },
    }),
    endpoint({
      method: 'delete',
      path: '/traffic/:trafficId',
      permission: 'network:write',
      summary: 'Withdraw a traffic report, of others for accounts of all depots. Plans made with it stay as they are.',
      async handle({ actor, params }) {
        await services.endReport.withdraw(params.trafficId, actor);
      },
    }),
    endpoint({
      method: 'post',
      path: '/traffic/:trafficId/restore',
      permission: 'network:write',
      summary: 'Let a traffic report hold again that was withdrawn.',
      async handle({ actor, params }) {
        await services.endReport.restore(params.trafficId, actor);
      },
    }),
    endpoint({
      method: 'put',
      path: '/depots/:depotId/class-speeds',
      permission: 'network:write',
      summary: 'Replace the factors by class of road and hour; where none stands, that of the hour alone holds.',
      body: classSpeeds,
      answer: classSpeeds,
      async handle({ actor, params, body }) {
        assertDepot(actor, params.depotId);
        await services.item('depots', params.depotId, actor.depotIds);
        const seen = new Set<string>();
        for (const { roadClass, hour } of body.speeds) {
          const named = `class ${roadClass}, hour ${hour}`;
          if (seen.has(named)) throw new InvalidInputError(told`There are two rows for ${named}.`);
          seen.add(named);
        }
        await services.traffic.replaceClassSpeeds(params.depotId, body.speeds, actor.name, services.clock.now());
        return body;
      },
    }),
    endpoint({
      method: 'get',
      path: '/depots/:depotId/class-speeds',
      permission: 'network:read',
      summary: 'The factors by class of road and hour.',
      answer: classSpeeds,
      async handle({ actor, params }) {
        assertDepot(actor, params.depotId);
        await services.item('depots', params.depotId, actor.depotIds);
        return { speeds: await services.traffic.listClassSpeeds(params.depotId) };
      },
    }),
    endpoint({
      method: 'get',
      path: '/plans/:planId/travel',
      permission: 'plans:read',
      summary: 'Where the travel times of a plan come from, and whether they are still those of today.',
      answer: planTravel,
      async handle({ actor, params, response }) {
        const plan = await services.plans.get(params.planId, actor.depotIds);
        return services.readPlanTravel(plan, untilGone(response));
      },
    }),
    endpoint({
      method: 'get',
      path: '/plans/:planId/legs',
      permission: 'plans:read',
      summary: "A vehicle's drives in a plan, and what their times are made of.",
      query: z.strictObject({ vehicle: id }),
      answer: legSources,
      async handle({ actor, params, query, response }) {
        const plan = await services.plans.get(params.planId, actor.depotIds);
        const { legs, ...origin } = await services.readLegSources(plan, query.vehicle, untilGone(response));
        return {
          ...origin,
          legs: legs.map(({ fromStationId, toStationId, seconds, meters, shares }) => ({
            fromStationId: fromStationId ?? null,
            toStationId: toStationId ?? null,
            seconds,
            meters,
            shares: shares === undefined ? null : hundredths(shares),
          })),
        };
      },
    }),
    endpoint({
      method: 'post',
      path: '/tracks',
      permission: 'tracks:write',
      summary: "Learn speeds from where a courier's vehicle was when. Only speeds of roads are kept, no positions.",
      transaction: 'own',
      body: trackRequest,
      answer: trackTaken,
      async handle({ actor, body, response }) {
        return services.takeTrack({
          trackId: `${actor.name}/${body.trackId}`,
          profile: body.profile,
          points: body.points.map(({ lon, lat, at }) => ({ position: { lon, lat }, at: new Date(at) })),
          by: actor.name,
          signal: untilGone(response),
        });
      },
    }),
  ];
}

/** Rounded so that they still add up to 1. */
function hundredths({ class: byClass, learned, reported }: SourceShares): SourceShares {
  const round = (part: number) => Math.round(part * 100) / 100;
  const known = { class: round(byClass), learned: round(learned), reported: round(reported) };
  return { free: Math.max(0, round(1 - known.class - known.learned - known.reported)), ...known };
}

function speedOf({ kind, value }: TrafficRequest): ReportedSpeed {
  if (kind === 'closed') {
    if (value !== undefined) throw new InvalidInputError('A closure has no value.');
    return { kind };
  }
  if (value === undefined) throw new InvalidInputError(told`A report of kind ${kind} needs a value.`);
  return kind === 'kph' ? { kind, kph: value } : { kind, factor: value };
}
