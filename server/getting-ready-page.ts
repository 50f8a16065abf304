import type { IncomingMessage, ServerResponse } from 'node:http';

/** What is answered while the record is being opened: a page that looks again by itself, and 503 for programs. */
export function gettingReadyPage(request: IncomingMessage, response: ServerResponse, phase: string): void {
  if (request.url === '/healthz') {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"status":"ok"}');
    return;
  }
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Retry-After', '2');
  if (!(request.headers.accept ?? '').includes('text/html')) {
    const problem = {
      type: '/problems/not-ready',
      title: 'Not ready',
      status: 503,
      code: 'not-ready',
      detail: `Tuanda is ${phase}. Ask again in a moment.`,
    };
    response.writeHead(503, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify(problem));
    return;
  }
  response
    .writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      Refresh: '2',
      'Content-Security-Policy': "default-src 'none'",
    })
    .end(
      `<!doctype html><html lang="zh"><meta charset="utf-8"><title>团达 Tuanda</title><h1>团达 Tuanda</h1>` +
        `<p>正在启动，请稍候……</p><p>Starting: ${phase}. This page looks again by itself.</p></html>`,
    );
}
