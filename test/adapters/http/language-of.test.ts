import express from 'express';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { languageOf } from '../../../server/adapters/http/requests/language-of.js';

const app = express();
app.get('/', (request, response) => {
  response.send(languageOf(request, response));
});
let server: ReturnType<typeof app.listen>;
beforeAll(async () => {
  server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
});
afterAll(() => server.close());

it.each([
  ['zh', 'zh'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['en,zh;q=0.5', 'en'],
  ['*', 'en'],
  ['fr', 'en'],
])('takes the language that is preferred of those there are: %s', async (accepted, language) => {
  const { port } = server.address() as { port: number };
  const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { 'accept-language': accepted } });
  expect(await response.text()).toBe(language);
  // What is kept between is kept for each language.
  expect(response.headers.get('vary')).toContain('Accept-Language');
});
