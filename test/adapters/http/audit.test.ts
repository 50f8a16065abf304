import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, expect, it } from 'vitest';
import type { Database } from '../../../server/adapters/db/engine/database.js';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

eachDatabase('the audit and webhooks on pages', (open) => {
  let database: Database;
  let api: Api;
  let admin: string;
  beforeEach(async () => {
    database = await open();
    api = await serveApi(database, { webhookPrivateHosts: ['127.0.0.1'] });
    await api.record.importFrom(writeFiles(smallDay));
    const depot = (await api.ask('GET', '/depots/D1', { key: await api.keyOf('admin') })).body;
    admin = await api.keyOf('admin');
    await api.ask('PUT', '/depots/D2', { key: admin, json: { ...depot, depotId: 'D2', name: '北仓' } });
    return () => api.close();
  });

  it('finds rows by words, and hands on what is found as CSV, of the own depot only', async () => {
    for (const [login, depotId] of [
      ['wang', 'D1'],
      ['zhao', 'D2'],
    ]) {
      await api.ask('POST', '/users', { key: admin, json: { login, name: login, role: 'picker', depotId } });
    }
    const rows = async (query: string, key = admin) =>
      (await api.ask('GET', `/audit?${query}`, { key })).body.data as { detail: { login?: string } }[];
    expect((await rows('q=ZHAO')).map(({ detail }) => detail.login)).toEqual(['zhao']);
    expect(await rows('q=user.added%20wang')).toHaveLength(1);
    const csv = async (query: string, key = admin) => (await api.ask('GET', `/audit/export?${query}`, { key })).body;
    const [header, ...lines] = (await csv('action=user.added')).trim().split(/\r?\n/);
    expect(header.replace('\uFEFF', '')).toBe('auditId,at,actor,action,subjectKind,subjectId,depotId,reason,detail');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('zhao');
    const chief = await api.keyOf('admin', 'D2');
    const own = await csv('', chief);
    expect(own).toContain('zhao');
    expect(own).not.toContain('wang');
    expect((await api.ask('GET', '/audit/export?depot=D1', { key: chief })).status).toBe(404);
    expect((await api.ask('GET', '/audit/export?limit=3', { key: admin })).status).toBe(400);
  });

  it('says which key did something, whatever the key is called', async () => {
    const add = (name: string) => api.ask('POST', '/api-keys', { key: admin, json: { name, role: 'admin' } });
    for (const name of ['TUANDA_ADMIN_KEY', ' tuanda_admin_key ', 'ＴＵＡＮＤＡ_ADMIN_KEY']) {
      const { status, body } = await add(name);
      expect([status, body.code]).toEqual([400, 'invalid-input']);
      expect(body.detail).toBe('TUANDA_ADMIN_KEY is what the key of the settings is called. Choose another name.');
    }
    for (const name of ['oms\nuser wang', 'oms\u2028x', 'oms\u202ex', '\t', 'x'.repeat(101)]) {
      expect((await add(name)).status).toBe(400);
    }
    const twins = [(await add(' 订单 oms ')).body, (await add('订单 oms')).body];
    expect(twins.map(({ name }) => name)).toEqual(['订单 oms', '订单 oms']);
    for (const [no, { key }] of twins.entries()) {
      await api.ask('POST', '/users', { key, json: { login: `twin${no}`, name: 'x', role: 'picker' } });
    }
    const rows = (await api.ask('GET', '/audit?action=user.added', { key: admin })).body.data as { actor: string }[];
    expect(rows.map(({ actor }) => actor).reverse()).toEqual(twins.map(({ keyId }) => `key 订单 oms (${keyId})`));
  });

  it('says whether the audit is whole, to admins of all depots', async () => {
    const verify = (key: string, query = '') => api.ask('GET', `/audit/verification${query}`, { key });
    const { body } = await verify(admin);
    expect(body).toMatchObject({ isWhole: true, hasNoted: true });
    await api.keyOf('admin');
    expect((await verify(admin, `?noted=${body.headHash}`)).body).toMatchObject({ isWhole: true, hasNoted: true });
    expect((await verify(admin, '?noted=other')).body).toMatchObject({ isWhole: true, hasNoted: false });
    expect((await verify(await api.keyOf('admin', 'D2'))).body.code).toBe('not-allowed');
    expect((await verify(await api.keyOf('dispatcher'))).status).toBe(403);
  });

  it('tries a webhook with a signed message, and tells what was answered', async () => {
    const got: { headers: IncomingHttpHeaders; body: string }[] = [];
    let status = 200;
    const receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => {
        got.push({ headers: request.headers, body });
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    try {
      const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
      const added = (await api.ask('POST', '/webhooks', { key: admin, json: { name: 'oms', url, depotId: 'D1' } }))
        .body;
      const test = (key = admin) => api.ask('POST', `/webhooks/${added.webhookId}/test`, { key });
      expect((await test()).body).toMatchObject({ httpStatus: 200, error: null });
      const [{ headers, body }] = got;
      expect(JSON.parse(body)).toMatchObject({ type: 'webhook.test', data: { webhookId: added.webhookId } });
      const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
      const secret = Buffer.from(added.secret.slice('whsec_'.length), 'base64');
      expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', secret).update(signed).digest('base64')}`);
      status = 500;
      expect((await test()).body).toMatchObject({ httpStatus: 500, error: 'The receiver answered 500.' });
      expect((await test(await api.keyOf('integration', 'D2'))).status).toBe(404);
      // It counts for no failure.
      const after = (await api.ask('GET', `/webhooks/${added.webhookId}`, { key: admin })).body;
      expect(after).toMatchObject({ status: 'active', failures: 0 });
      const trail = (await api.ask('GET', `/audit?subject=${added.webhookId}`, { key: admin })).body.data;
      expect(trail.map(({ action }: { action: string }) => action)).toEqual([
        'webhook.tested',
        'webhook.tested',
        'webhook.added',
      ]);
    } finally {
      receiver.closeAllConnections();
      receiver.close();
    }
  });
});
