import { createHmac } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { WebhookSender } from '../../application/exchange/webhooks/deliver-webhooks.js';
import { TimeLimit } from '../../application/time-limit.js';
import { type AllowedHosts, assertSendable, publicLookup } from './public-address.js';

const answerMilliseconds = 10_000;

/**
 * Sends signed messages by the Standard Webhooks specification (standardwebhooks.com): HMAC-SHA256 over id, timestamp
 * and body. Redirects are not followed, and the answer's body is not read.
 */
export function makeWebhookSender(allowed: AllowedHosts, version: string): WebhookSender {
  return {
    async send({ url, secret }, { id, body }, signal) {
      const limit = new TimeLimit(signal, answerMilliseconds);
      try {
        const target = assertSendable(url, allowed);
        const timestamp = Math.floor(Date.now() / 1000);
        const httpStatus = await post(target, body, {
          signal: limit.signal,
          lookup: publicLookup(target, allowed),
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            'user-agent': `Tuanda/${version}`,
            'webhook-id': id,
            'webhook-timestamp': timestamp,
            'webhook-signature': `v1,${sign(secret, `${id}.${timestamp}.${body}`)}`,
          },
        });
        const arrived = httpStatus >= 200 && httpStatus < 300;
        return { httpStatus, error: arrived ? undefined : `The receiver answered ${httpStatus}.` };
      } catch (error) {
        return { httpStatus: undefined, error: reasonOf(error as Error) };
      } finally {
        limit.end();
      }
    },
  };
}

function post(target: URL, body: string, options: http.RequestOptions): Promise<number> {
  const { request } = target.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    // A connection of its own each time: one that is kept would not be looked up again.
    const sent = request(target, { ...options, method: 'POST', agent: false }, (answer) => {
      resolve(answer.statusCode ?? 0);
      answer.destroy();
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** @param secret `whsec_` and the key in base64. */
function sign(secret: string, content: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return createHmac('sha256', key).update(content).digest('base64');
}

function reasonOf(error: Error): string {
  const { name, code, message, errors } = error as Error & { code?: string; errors?: Error[] };
  if (name === 'TimeoutError' || name === 'AbortError') return `No answer within ${answerMilliseconds / 1000} s.`;
  return (errors?.[0]?.message ?? (message === '' ? (code ?? 'It could not be sent.') : message)).slice(0, 300);
}
