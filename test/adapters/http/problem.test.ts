import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import express from 'express';
import { expect, it } from 'vitest';
import { EngineLostError } from '../../../server/adapters/db/engine/embedded/engine-lost-error.js';
import { nameFault } from '../../../server/adapters/db/name-faults.js';
import { problemHandler, statusOf } from '../../../server/adapters/http/requests/problem.js';
import { projectRoot } from '../../../server/compiled.js';
import { DispatchError, NotFoundError } from '../../../server/domain/dispatch-error.js';
import { silentLog } from '../../support/template-database.js';

const text = readFileSync(path.join(projectRoot, 'docs', 'errors.md'), 'utf8');

it('explains every code of the API in docs/errors.md, with its status', () => {
  const told = [...text.matchAll(/^\| `([\w-]+)` \| (\d+) \|/gm)].map(([, code, status]) => [code, Number(status)]);
  expect(Object.fromEntries(told)).toEqual(statusOf);
});

it('knows a status for every code that the program refuses with', () => {
  const ofTheStart = new Set([...text.matchAll(/^\| `([\w-]+)` \| start \|/gm)].map(([, code]) => code));
  const codes = new Set<string>();
  for (const folder of ['domain', 'application', 'adapters']) {
    const root = path.join(projectRoot, 'server', folder);
    for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const source = readFileSync(path.join(root, file), 'utf8');
      for (const [, code] of source.matchAll(/(?:new (?:Dispatch|Conflict)Error|super)\(\s*'([\w-]+)'/g))
        codes.add(code);
    }
  }
  expect(codes.size).toBeGreaterThan(20);
  expect([...codes].filter((code) => !Object.hasOwn(statusOf, code) && !ofTheStart.has(code))).toEqual([]);
});

async function answerTo(error: unknown, language?: string): Promise<Response> {
  const app = express();
  app.get('/', () => {
    throw error;
  });
  app.use(problemHandler(silentLog));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const headers: HeadersInit = language === undefined ? {} : { 'accept-language': language };
    return await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { headers });
  } finally {
    server.close();
  }
}

it.each([
  [new EngineLostError('ENGINE_DESYNC', 'The embedded database failed.'), 'ENGINE_DESYNC'],
  [new EngineLostError('ENGINE_TIMEOUT', 'The embedded database failed.'), 'ENGINE_TIMEOUT'],
  [new EngineLostError('ENGINE_ENDED', 'The embedded database failed.'), 'ENGINE_ENDED'],
  [nameFault(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })), 'database-unreachable'],
  [nameFault(new Error('Connection terminated unexpectedly')), 'database-unreachable'],
  [nameFault(Object.assign(new Error('shutting down'), { code: '57P01' })), 'database-unreachable'],
  [nameFault(Object.assign(new Error('statement timeout'), { code: '57014' })), 'database-busy'],
  [nameFault(Object.assign(new Error('lock timeout'), { code: '55P03' })), 'record-held'],
])('answers 503 and when to try again to %s', async (error, code) => {
  const response = await answerTo(error);
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('5');
  expect(await response.json()).toMatchObject({ code, detail: expect.stringMatching(/\.$/) });
});

it('tells of a lost write that nothing was kept, and not which table it was', async () => {
  const response = await answerTo(new DispatchError('write-lost', 'Writing totes touched 0 rows instead of 1.'));
  expect(response.status).toBe(500);
  const { code, detail } = await response.json();
  expect(code).toBe('write-lost');
  expect(detail).toContain('nothing of it was kept');
  expect(detail).not.toContain('totes');
});

it('tells nothing of a fault of ours', async () => {
  const response = await answerTo(new Error('select secret from users - syntax error'));
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('secret');
});

it('says title and detail in the language of who asks', async () => {
  const gone = new NotFoundError('wave', 'D1-20260602-1');
  const chinese = await answerTo(gone, 'zh-CN,zh;q=0.9');
  expect(chinese.headers.get('vary')).toContain('Accept-Language');
  expect(await chinese.json()).toMatchObject({
    code: 'not-found',
    title: '没有找到',
    detail: '没有编号为 D1-20260602-1 的波次。',
  });
  expect(await (await answerTo(gone, 'en')).json()).toMatchObject({
    title: 'Not found',
    detail: 'There is no wave with id D1-20260602-1.',
  });
  const fault = await (await answerTo(new Error('A bug.'), 'zh')).json();
  expect(fault).toMatchObject({ code: 'internal', title: '服务器出错' });
  expect(JSON.stringify(fault)).not.toContain('bug');
});
