import { setTimeout as wait } from 'node:timers/promises';
import type { Express, Request } from 'express';
import type { HttpOptions } from './app.js';
import { findActor, readKey } from './requests/find-actor.js';

/** How long it may take to find out who asks; who is not known by then is told no more than anybody. */
const findMilliseconds = 200;

/** Whether the process lives, whether it can answer requests, and its figures. */
export function serveHealth(app: Express, options: HttpOptions): void {
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/readyz', async (request, response) => {
    const { ready, databaseFault, detail } = await options.readiness();
    const database = databaseFault === undefined ? 'It answers.' : `It does not answer: ${databaseFault}.`;
    const told = (await isAdmin(request, databaseFault === undefined, options)) ? { database, ...detail } : {};
    response
      .status(ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      // How far the demo day is tells nothing of the installation.
      .json({ ready, demo: detail.demo, ...told });
  });
  app.get('/metrics', (_request, response) => {
    response.type('text/plain; version=0.0.4').send(options.metrics());
  });
}

/** While the database is away only the settings' own key is known: asking for others would pile up. */
async function isAdmin(request: Request, databaseAnswers: boolean, { accounts, publicUrl }: HttpOptions) {
  const key = readKey(request);
  if (key !== undefined && accounts.isAdminKey(key)) return true;
  if (!databaseAnswers) return false;
  const found = findActor(request, accounts, publicUrl).catch(() => undefined);
  const actor = await Promise.race([found, wait(findMilliseconds, undefined, { ref: false })]);
  return actor?.role === 'admin' && actor.depotIds === undefined;
}
