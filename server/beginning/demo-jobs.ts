import { backends } from '../adapters/db/engine/backend.js';
import type { JobHandler } from '../application/jobs.js';
import type { Services } from '../compose.js';
import { DispatchError } from '../domain/dispatch-error.js';
import { loadDemo } from './load-demo.js';
import { removeDemoOf } from './remove-demo-of.js';

/** Loading the demo and taking it away as background jobs. */
export function demoJobs(services: Services, address: string): Readonly<Record<string, JobHandler>> {
  const remove = removeDemoOf(services);
  return {
    'demo-load': async ({ signal, tell }) => {
      await loadWanted(services, { address, signal, tell });
      return { demo: 'loaded', rows: null };
    },
    'demo-remove': async ({ by, payload, signal, tell }) => {
      const { accountId } = payload as { accountId: string };
      const { state } = await services.demo.find();
      // Taken again after its process had died behind the last step.
      if (state === 'removed') return { demo: 'removed', rows: 0 };
      const { total } = await remove({ by, accountId, signal, tell });
      return { demo: 'removed', rows: total };
    },
  };
}

/** Loads the demo that is wanted. @throws DispatchError `demo-busy`, `demo-not-loaded` */
export async function loadWanted(
  services: Services,
  load: Omit<Parameters<typeof loadDemo>[0], 'services'>,
): Promise<void> {
  const alone = !backends[services.database.backend].severalProcesses;
  if (!(await services.demo.take(alone))) {
    throw new DispatchError('demo-busy', 'The demo is being loaded by another server, or is not wanted any more.');
  }
  const end = await loadDemo({ services, ...load });
  if (end === 'loaded') return;
  load.signal.throwIfAborted();
  throw new DispatchError(
    'demo-not-loaded',
    end === 'failed'
      ? 'The demo could not be loaded; the log says why. Remove what is there of it, and try again.'
      : 'The demo was removed while it was being loaded.',
  );
}
