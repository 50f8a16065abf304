import path from 'node:path';
import type { Express } from 'express';
import expressStaticGzip from 'express-static-gzip';

const pages = {
  '/': 'index',
  '/floor': 'floor',
  '/manage{/*section}': 'manage',
  '/courier': 'courier',
  '/station': 'station',
  '/login{/provider}': 'login',
  '/account': 'account',
} as const;

/**
 * The built pages and what they are made of, in the smallest form that the browser takes. Names of assets change with their
 * content: a browser keeps them for a year without asking. Pages are asked for each time.
 */
export function servePages(app: Express, webFolder: string): void {
  for (const [address, page] of Object.entries(pages)) {
    app.get(address, (_request, response) => {
      response.set('Cache-Control', 'no-cache').sendFile(path.join(webFolder, `${page}.html`));
    });
  }
  const serve = (folder: string, serveStatic: { index: false; immutable?: boolean; maxAge?: string }) =>
    expressStaticGzip(folder, { enableBrotli: true, index: false, orderPreference: ['br', 'gz'], serveStatic });
  app.use('/assets', serve(path.join(webFolder, 'assets'), { immutable: true, maxAge: '1y', index: false }));
  app.use(serve(webFolder, { index: false }));
}
