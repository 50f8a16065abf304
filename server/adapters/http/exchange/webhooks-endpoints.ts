import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { InvalidInputError } from '../../../domain/dispatch-error.js';
import { told } from '../../../domain/told.js';
import { depotsFor } from '../depots-for.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import { queryOf } from '../list-endpoints.js';
import type { HttpServices } from '../services.js';
import { pageOf, pageQuery } from '../shared-contract.js';
import {
  addedWebhook,
  newSecret,
  newWebhook,
  webhook,
  webhookChange,
  webhookDelivery,
  webhookTest,
} from './webhooks-contract.js';

/** Where facts are sent to. */
export function webhookEndpoints(services: HttpServices): Endpoint[] {
  const { webhooks, clock, item } = services;
  const permission = 'webhooks:manage' as const;
  const makeSecret = () => `whsec_${randomBytes(32).toString('base64')}`;
  return [
    endpoint({
      method: 'get',
      path: '/webhooks',
      permission,
      summary: 'List of webhooks, without their secrets.',
      query: queryOf(services, 'webhooks', webhook),
      answer: pageOf(webhook),
      async handle({ actor, query: { limit, cursor, ...given } }) {
        return services.list('webhooks', given, { limit, cursor }, actor.depotIds);
      },
    }),
    endpoint({
      method: 'get',
      path: '/webhooks/:webhookId',
      permission,
      summary: 'One of the webhooks.',
      answer: webhook,
      handle: ({ actor, params }) => item('webhooks', params.webhookId, actor.depotIds),
    }),
    endpoint({
      method: 'post',
      path: '/webhooks',
      permission,
      summary: 'Have facts sent to an address. The secret of the signature is told once, here.',
      status: 201,
      creates: true,
      secrets: ['secret'],
      body: newWebhook,
      answer: addedWebhook,
      async handle({ actor, body }) {
        const { name, kinds, after } = body;
        const depotIds = depotsFor(actor, body);
        for (const depotId of depotIds ?? []) await item('depots', depotId, actor.depotIds);
        const { href } = services.assertSendable(body.url);
        const newest = await services.lastEventId();
        if (after !== undefined && after > newest) {
          throw new InvalidInputError(told`after: The newest fact is ${newest}; no fact has the number ${after} yet.`);
        }
        const lastEventId = after ?? newest;
        const added = { webhookId: services.newId('hook'), name, url: href, kinds, depotIds, lastEventId };
        const secret = makeSecret();
        await webhooks.add({ ...added, secret }, actor.name, clock.now());
        return { ...(await item('webhooks', added.webhookId, actor.depotIds)), secret };
      },
    }),
    endpoint({
      method: 'patch',
      path: '/webhooks/:webhookId',
      permission,
      summary: 'Change, pause or resume a webhook; resumed, it goes on where it was.',
      body: webhookChange,
      answer: webhook,
      async handle({ actor, params, body }) {
        const url = body.url === undefined ? undefined : services.assertSendable(body.url).href;
        await webhooks.change(params.webhookId, actor.depotIds, { ...body, url }, actor.name, clock.now());
        return item('webhooks', params.webhookId, actor.depotIds);
      },
    }),
    endpoint({
      method: 'post',
      path: '/webhooks/:webhookId/secret',
      permission,
      summary: 'Replace the secret of the signature. It is told once, here.',
      creates: true,
      secrets: ['secret'],
      answer: newSecret,
      async handle({ actor, params }) {
        const secret = makeSecret();
        await webhooks.replaceSecret(params.webhookId, actor.depotIds, secret, actor.name, clock.now());
        return { secret };
      },
    }),
    endpoint({
      method: 'post',
      path: '/webhooks/:webhookId/test',
      permission,
      // The receiver may take ten seconds to answer.
      transaction: 'own',
      summary: 'Send a signed message of the kind webhook.test, and tell what the receiver answered.',
      answer: webhookTest,
      async handle({ actor, params }) {
        return services.testWebhook(params.webhookId, actor.depotIds, actor.name, services.stopping);
      },
    }),
    endpoint({
      method: 'delete',
      path: '/webhooks/:webhookId',
      permission,
      summary: 'Remove a webhook.',
      async handle({ actor, params }) {
        await webhooks.remove(params.webhookId, actor.depotIds, actor.name, clock.now());
        return undefined;
      },
    }),
    endpoint({
      method: 'get',
      path: '/webhooks/:webhookId/deliveries',
      permission,
      summary: 'The last deliveries of a webhook, the newest first.',
      query: z.strictObject(pageQuery),
      answer: pageOf(webhookDelivery),
      async handle({ actor, params, query }) {
        const { webhookId } = await item('webhooks', params.webhookId, actor.depotIds);
        return services.list('webhook-deliveries', { webhook: webhookId }, query, undefined);
      },
    }),
  ];
}
