import type { Config } from '../../config.js';
import { loginKeyOf } from '../../domain/accounts/login.js';
import { type Role, roles } from '../../domain/accounts/role.js';
import { signInLink } from '../../domain/accounts/sign-in-link.js';
import { DispatchError, NotFoundError } from '../../domain/dispatch-error.js';
import { told } from '../../domain/told.js';
import { readArguments } from '../arguments.js';
import { type Command, makeSay, printJson } from '../command.js';
import { depotsSaid } from '../depots-said.js';
import { runInvite } from '../invite-people.js';
import { UsageError } from '../usage-error.js';

/** `tuanda user add` and `tuanda user reset`: people who may come in, and who cannot any more. */
export const userCommand: Command = {
  usage: `Usage: tuanda user add LOGIN --role ROLE [--name NAME] [--depot ID[,ID…]] [--courier ID] [--station ID] [--password] [--json]
       tuanda user invite --stations|--couriers|FILE --out CARDS.pdf [--depot ID[,ID…]] [--days N] [--language zh|en] [--json]
       tuanda user reset LOGIN [--second-factor] [--json]
add: adds a user and prints a link that lets them in once, within two days; there they choose a password.
Without --depot the account is for all depots.
With --password, the password is the first line of stdin and there is no link.
Roles: ${roles.join(', ')}. A courier needs --depot and --courier, a station --depot and --station.
reset: prints a new link for who cannot sign in, in place of earlier ones. With --second-factor, their second factor is taken away.
invite makes accounts for every station or courier that has none, or for the people of a CSV or Excel file (name, role,
station_id, courier_id, depot_id, login), and writes the cards that let them in, good for 30 days unless --days says
another number.`,

  asksFor: (given) => (given.includes('--password') ? 'Password: ' : undefined),

  async run(given, context) {
    if (given[0] === 'invite') return runInvite(given, context);
    const { config } = context;
    const args = readArguments(given, ['role', 'name', 'depot', 'courier', 'station'], ['password', 'second-factor']);
    const [action, login, ...more] = args.names;
    if (login === undefined || more.length > 0) throw new UsageError('Say: user add LOGIN, or user reset LOGIN.');
    if (action === 'reset') return resetUser(login, args.flag('second-factor'), args.flag('json'), context);
    if (action !== 'add') throw new UsageError('Say: user add LOGIN, or user reset LOGIN.');
    const role = args.text('role');
    if (!roles.includes(role as Role)) throw new UsageError(`Name a role: --role ${roles.join('|')}.`);
    const { user, link } = await context.withServices(async ({ accounts }) => {
      const user = await accounts.addUser(
        {
          login,
          password: args.flag('password') ? (context.input ?? '') : undefined,
          name: args.text('name') ?? login,
          role: role as Role,
          depotIds: depotsSaid(args.text('depot')),
          courierId: args.text('courier'),
          stationId: args.text('station'),
        },
        'command line',
      );
      const token = args.flag('password') ? undefined : await accounts.makeLoginLink(user.userId);
      return { user, link: token === undefined ? null : linkOf(config, token) };
    });
    makeSay(
      context,
      args.flag('json'),
    )(`User ${login} (${role}) is added.${link === null ? '' : ` This lets in once: ${link}`}`);
    if (args.flag('json')) printJson(context, { userId: user.userId, login, role, link });
    return 0;
  },
};

function linkOf({ publicUrl, port }: Pick<Config, 'publicUrl' | 'port'>, token: string): string {
  return signInLink(token, publicUrl ?? `http://localhost:${port}`);
}

/** A new link for who cannot sign in; where they lost phone and recovery codes, without the second factor. */
async function resetUser(
  login: string,
  takesFactor: boolean,
  isJson: boolean,
  context: Parameters<Command['run']>[1],
): Promise<number> {
  const { userId, link } = await context.withServices(async ({ accounts }) => {
    const key = loginKeyOf(login);
    const user = (await accounts.listUsers()).find((each) => loginKeyOf(each.login) === key);
    if (user === undefined) throw new NotFoundError('user', login);
    if (user.disabled) throw new DispatchError('wrong-state', told`${login} is suspended. Take them up again first.`);
    if (takesFactor) await accounts.resetSecondFactor(user.userId, undefined, 'command line');
    const token = await accounts.makeLoginLink(user.userId, 'command line');
    return { userId: user.userId, link: linkOf(context.config, token) };
  });
  const factor = takesFactor ? ' Their second factor is taken away.' : '';
  makeSay(context, isJson)(`This lets ${login} in: ${link}${factor}`);
  if (isJson) printJson(context, { userId, login, link });
  return 0;
}
