import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** A real provider of OpenID Connect on this machine. Who signs in there says who they are in the form. */
export async function openIdentityProvider(redirectUrl: string) {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  /** What it says of somebody, by their id there. */
  const people = new Map<string, Record<string, unknown>>();
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'tuanda', client_secret: 'a secret of tests', redirect_uris: [redirectUrl] }],
    claims: { profile: ['preferred_username', 'name'], email: ['email', 'email_verified'] },
    pkce: { required: () => true },
    cookies: { keys: ['a key of tests'] },
    findAccount: (_context, id) => ({ accountId: id, claims: async () => ({ sub: id, ...people.get(id) }) }),
  });
  provider.on('server_error', (_context, error) => console.error(error));
  const handle = provider.callback();
  /** The status that it fails with; everywhere, or only at a path. */
  const opened = { fails: undefined as number | undefined, failsAt: undefined as string | undefined };
  server.on('request', (request, response) => {
    const isMeant = opened.failsAt === undefined || request.url === opened.failsAt;
    if (opened.fails === undefined || !isMeant) handle(request, response);
    else response.writeHead(opened.fails).end();
  });
  /** Walks through the provider's pages as a browser does; returns the address that it is sent back to. */
  const walk = async (address: string, person: string): Promise<URL> => {
    const jar = new Map<string, string>();
    let at = new URL(address);
    let form: Record<string, string> | undefined;
    for (let steps = 0; steps < 12; steps++) {
      if (at.href.startsWith(redirectUrl)) return at;
      const response = await fetch(at, {
        method: form === undefined ? 'GET' : 'POST',
        redirect: 'manual',
        headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
        body: form === undefined ? undefined : new URLSearchParams(form),
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [name, value] = cookie.split(';')[0].split('=');
        jar.set(name, value);
      }
      form = undefined;
      const to = response.headers.get('location');
      if (to !== null) {
        at = new URL(to, at);
        continue;
      }
      const page = await response.text();
      const action = /action="([^"]+)"/.exec(page)?.[1];
      if (action === undefined) throw new Error(`The provider answered ${response.status}: ${page}`);
      at = new URL(action, at);
      form = page.includes('name="login"') ? { prompt: 'login', login: person, password: 'x' } : { prompt: 'consent' };
    }
    throw new Error('The provider leads in circles.');
  };
  return Object.assign(opened, { issuer, people, walk, close: () => new Promise((resolve) => server.close(resolve)) });
}
