import type { Beginning, makeFirstStart } from '../adapters/db/engine/first-start.js';
import { findCurrentMap, mapsFolderOf } from '../adapters/routing/map-folder.js';
import type { NewUser } from '../application/accounts/accounts.js';
import { type Services, systemClock } from '../compose.js';
import { addDemoPeople, addPeople, demoPeople } from './demo-people.js';
import { keepLinks, printLinks } from './first-links.js';

/** What a start was told to begin with; `ask` loads the demo, and the first admin who looks is asked. */
export type FirstChoice = 'ask' | 'demo' | 'empty';

const firstAdmin: NewUser = { login: 'admin', name: 'Admin', role: 'admin' };

/** There is no default password: the first start prints links that let in once. */
export async function writeFirstRows(
  services: Services,
  firstStart: ReturnType<typeof makeFirstStart>,
  { owner, address, choice }: { readonly owner: string; readonly address: string; readonly choice: FirstChoice },
): Promise<void> {
  const { accounts, network, config } = services;
  const isEmpty = (await network.listDepots()).length === 0;
  // Who has built a map of their own begins with their own.
  const hasOwnMap = findCurrentMap(mapsFolderOf(config.dataFolder))?.demo === false;
  const wantsDemo = isEmpty && !hasOwnMap && choice !== 'empty';
  const beginning: Beginning = { wantsDemo, isChosen: choice !== 'ask' || !wantsDemo };
  let links: readonly string[] = [];
  await firstStart.once(owner, systemClock.now(), async () => {
    links = [];
    if ((await accounts.listUsers()).length > 0) return { ...beginning, wantsDemo: false, isChosen: true };
    const first = await addPeople(accounts, [firstAdmin], address);
    links = [...first, ...(wantsDemo ? await addDemoPeople(services, demoPeople, address) : [])];
    // Before the rows are kept: a link that nobody has seen would be of no use.
    keepLinks(config.dataFolder, links);
    return beginning;
  });
  if (links.length > 0) printLinks(config.dataFolder, links);
}
