import { ask, once, part } from '../../api/ask.js';
import type {
  AddedApiKey,
  ApiKey,
  AuditVerdict,
  NewApiKey,
  NewWebhook,
  Webhook,
  WebhookChange,
  WebhookTest,
} from '../../api/types.js';

/** What the pages about keys, webhooks and the audit ask of the server. */
export const systemApi = {
  addKey: (key: NewApiKey) => ask<AddedApiKey>('POST', '/api-keys', key, once()),
  revokeKey: (keyId: ApiKey['keyId']) => ask<void>('DELETE', `/api-keys/${part(keyId)}`),
  takeOverKey: (keyId: ApiKey['keyId']) => ask<ApiKey>('POST', `/api-keys/${part(keyId)}/take-over`),
  webhook: (webhookId: string) => ask<Webhook>('GET', `/webhooks/${part(webhookId)}`),
  addWebhook: (webhook: NewWebhook) => ask<Webhook & { secret?: string }>('POST', '/webhooks', webhook, once()),
  changeWebhook: (webhookId: string, change: WebhookChange) =>
    ask<Webhook>('PATCH', `/webhooks/${part(webhookId)}`, change),
  rotateSecret: (webhookId: string) =>
    ask<{ secret?: string }>('POST', `/webhooks/${part(webhookId)}/secret`, undefined, once()),
  testWebhook: (webhookId: string) => ask<WebhookTest>('POST', `/webhooks/${part(webhookId)}/test`),
  removeWebhook: (webhookId: string) => ask<void>('DELETE', `/webhooks/${part(webhookId)}`),
  verifyAudit: (noted: string) =>
    ask<AuditVerdict>('GET', `/audit/verification${noted === '' ? '' : `?noted=${part(noted)}`}`),
};
