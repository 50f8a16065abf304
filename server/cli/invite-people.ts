import path from 'node:path';
import { openTables } from '../adapters/files/open-tables.js';
import { asWriteFault, openOutputFile } from '../adapters/files/output-file.js';
import { writeCardsDocument } from '../adapters/files/write-document.js';
import type { InvitationResult, Invited } from '../application/accounts/invite-people.js';
import { readPeople } from '../application/accounts/read-people.js';
import { makeSignInCards } from '../application/accounts/sign-in-cards.js';
import type { Services } from '../compose.js';
import { linkDays } from '../domain/accounts/invitation.js';
import { signInLink } from '../domain/accounts/sign-in-link.js';
import { type Arguments, readArguments } from './arguments.js';
import { type CommandContext, makeSay, printJson } from './command.js';
import { depotsSaid } from './depots-said.js';
import { UsageError } from './usage-error.js';

const form = 'Say: user invite --stations|--couriers|FILE --out CARDS.pdf.';

/** `tuanda user invite`: accounts for many people at once, and the sheet of cards that lets them in. */
export async function runInvite(given: readonly string[], context: CommandContext): Promise<number> {
  const args = readArguments(given, ['out', 'depot', 'days', 'language'], ['stations', 'couriers']);
  const [, file, ...more] = args.names;
  const ways = [args.flag('stations'), args.flag('couriers'), file !== undefined].filter(Boolean).length;
  const out = args.text('out');
  const language = args.text('language') ?? 'zh';
  const days = Math.round(args.number('days', linkDays.least, linkDays.most, linkDays.printed));
  if (ways !== 1 || more.length > 0 || out === undefined) throw new UsageError(form);
  if (language !== 'zh' && language !== 'en') throw new UsageError('--language must be zh or en.');
  const isJson = args.flag('json');
  // Opened first: links that no card tells would be of use to nobody.
  const cards = await openOutputFile(path.resolve(context.workingFolder, out), 0o600);
  try {
    const { result, printed } = await context.withServices(async (services) => {
      const invited = await whomOf(args, file, context);
      const result = await inviteIn(services, invited, days);
      if (result.links.length > 0) await print(services, result, language, context, cards.stream);
      return { result, printed: result.links.length };
    });
    if (printed > 0) await cards.keep();
    else await cards.discard();
    const say = makeSay(context, isJson);
    const refused = result.people.filter(({ status }) => status === 'refused');
    for (const { error, login, name } of refused.slice(0, 100)) {
      context.stderr.write(`${name ?? login ?? 'A row'}: ${error?.detail}\n`);
    }
    say(
      printed === 0
        ? 'Nobody was invited.'
        : `${printed} people are invited. Their cards are in ${out}, good until ${result.expiresAt.toISOString()}.`,
    );
    if (result.more > 0) say(`${result.more} more are left. Run it again.`);
    if (isJson) {
      const counts = { invited: printed, refused: refused.length, more: result.more };
      printJson(context, { ...counts, expiresAt: result.expiresAt, out: printed === 0 ? null : out });
    }
    return printed === 0 && refused.length > 0 ? 2 : 0;
  } catch (error) {
    await cards.discard();
    context.signal.throwIfAborted();
    throw asWriteFault(error, out);
  }
}

async function whomOf(args: Arguments, file: string | undefined, context: CommandContext): Promise<Invited> {
  if (file === undefined) {
    const every = args.flag('stations') ? 'stations' : 'couriers';
    return { every, depotIds: depotsSaid(args.text('depot')) };
  }
  const { tables, unreadable } = await openTables([path.resolve(context.workingFolder, file)]);
  const { people, faults } = await readPeople(tables, unreadable);
  for (const { line, column, error } of faults.slice(0, 100)) {
    context.stderr.write(`${file} line ${line}${column === '' ? '' : `, ${column}`}: ${error.detail}\n`);
  }
  return { people };
}

/** One transaction, as over the API. */
function inviteIn({ database, invitePeople }: Services, invited: Invited, days: number): Promise<InvitationResult> {
  return database.inTransaction(() =>
    invitePeople({ invited, days, signInBy: 'password', dryRun: false, own: undefined, by: 'command line' }),
  );
}

async function print(
  { people, config }: Services,
  { links }: InvitationResult,
  language: 'zh' | 'en',
  context: CommandContext,
  stream: NodeJS.WritableStream,
): Promise<void> {
  const holders = await people.findLinks(
    links.map(({ token }) => token),
    undefined,
  );
  const address = config.publicUrl ?? `http://localhost:${config.port}`;
  const printed = holders.map((holder) => ({ ...holder, link: signInLink(holder.token, address) }));
  const book = makeSignInCards(printed, { language, timeZone: config.timeZone });
  await writeCardsDocument(book, stream as never, context.signal);
}
