import type { AddedToDemo } from '../../application/beginning/demo-store.js';
import type { DemoProgress } from '../../application/beginning/remove-demo.js';
import { readArguments } from '../arguments.js';
import { type Command, type CommandContext, makeSay, printJson, showProgress } from '../command.js';
import { UsageError } from '../usage-error.js';

const actions = ['status', 'load', 'remove'] as const;

/** `tuanda demo`: the demo city, in and out. */
export const demoCommand: Command = {
  usage: `Usage: tuanda demo status|load|remove [--json]
status says whether the demo city is in the record, and what people added to it, which goes with it. load loads it with today's demo day, into an empty record only.
remove takes away all that is the demo's: its depots, stations, vehicles, products, orders, plans, runs, accounts and its map.
Your own account, what is your own and the audit stay.`,

  async run(given, context) {
    const args = readArguments(given, []);
    const [action, ...more] = args.names;
    if (!actions.includes(action as (typeof actions)[number]) || more.length > 0) {
      throw new UsageError(`Say one of: demo ${actions.join(', demo ')}.`);
    }
    const json = args.flag('json');
    const say = makeSay(context, json);
    if (action === 'status') {
      const { state, added } = await context.withServices(async ({ demo }) => {
        const { state } = await demo.find();
        return { state, added: state === 'none' || state === 'removed' ? [] : await demo.listAdded() };
      });
      say(`${sentences[state]}${sentenceOf(added)}`);
      if (json) printJson(context, { state, added });
    } else if (action === 'load') {
      await loadHere(context);
      say('The demo city is loaded, and its day is planned.');
      if (json) printJson(context, { state: 'loaded' });
    } else {
      const added = await context.withServices(({ demo }) => demo.listAdded());
      const { total, logins } = await removeDemoHere(context);
      const accounts = logins.length === 0 ? '' : ` The accounts ${logins.join(', ')} went with it.`;
      say(`The demo is removed: ${total} rows.${accounts}${sentenceOf(added)}`);
      if (json) printJson(context, { state: 'removed', rows: total, logins });
    }
    return 0;
  },
};

/** What people added, with how many there are of it. */
function sentenceOf(added: readonly AddedToDemo[]): string {
  if (added.length === 0) return '';
  const things = added.map(({ what, count, examples }) => {
    return `${count} ${what} (${examples.join(', ')}${count > examples.length ? ', …' : ''})`;
  });
  return ` What people added or changed goes with it: ${things.join(', ')}.`;
}

const sentences = {
  none: 'There is no demo in this record.',
  wanted: 'The demo is being loaded, or will be when the server starts.',
  loaded: 'The demo city is in this record.',
  failed: 'The demo could not be loaded whole; tuanda demo remove takes away what is there of it.',
  removing: 'The demo is being removed. Where that was interrupted, tuanda demo remove goes on.',
  removed: 'There is no demo in this record; it was removed.',
} as const;

/** Takes the demo away from within a command. @throws ConflictError `no-demo` */
export async function removeDemoHere(context: CommandContext) {
  const { removeDemoOf } = await import('../../beginning/remove-demo-of.js');
  const tell = (progress: DemoProgress) => showProgress(context, wordsOf(progress));
  return context.withServices((services) =>
    removeDemoOf(services)({ by: 'command line', accountId: undefined, signal: context.signal, tell }),
  );
}

/** The same, where it may not be there at all. @returns whether it was. */
export async function removeDemoIfThere(context: CommandContext): Promise<boolean> {
  const { state } = await context.withServices(({ demo }) => demo.find());
  if (state === 'none' || state === 'removed') return false;
  await removeDemoHere(context);
  return true;
}

async function loadHere(context: CommandContext): Promise<void> {
  const { config, signal } = context;
  const { loadWanted } = await import('../../beginning/demo-jobs.js');
  const address = config.publicUrl?.replace(/\/$/, '') ?? `http://localhost:${config.port}`;
  const tell = (progress: DemoProgress) => showProgress(context, wordsOf(progress));
  await context.withServices(async (services) => {
    await services.demo.want('command line', new Date());
    await loadWanted(services, { address, signal, tell });
  });
}

function wordsOf(progress: DemoProgress): string {
  return progress.phase === 'rows' ? `${progress.table}: ${progress.rows} rows …` : `${progress.step} …`;
}
