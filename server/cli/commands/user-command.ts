import { type Role, roles } from '../../domain/accounts/role.js';
import { readArguments } from '../arguments.js';
import { type Command, makeSay, printJson } from '../command.js';
import { depotsSaid } from '../depots-said.js';
import { runInvite } from '../invite-people.js';
import { UsageError } from '../usage-error.js';

/** `tuanda user add`: a person who may come in. */
export const userCommand: Command = {
  usage: `Usage: tuanda user add LOGIN --role ROLE [--name NAME] [--depot ID[,ID…]] [--courier ID] [--station ID] [--password] [--json]
       tuanda user invite --stations|--couriers|FILE --out CARDS.pdf [--depot ID[,ID…]] [--days N] [--language zh|en] [--json]
Adds a user and prints a link that lets them in once, within two days; there they choose a password.
Without --depot the account is for all depots.
With --password, the password is the first line of stdin and there is no link.
Roles: ${roles.join(', ')}. A courier needs --depot and --courier, a station --depot and --station.
invite makes accounts for every station or courier that has none, or for the people of a CSV or Excel file (name, role,
station_id, courier_id, depot_id, login), and writes the cards that let them in, good for 30 days unless --days says
another number.`,

  asksFor: (given) => (given.includes('--password') ? 'Password: ' : undefined),

  async run(given, context) {
    if (given[0] === 'invite') return runInvite(given, context);
    const { config } = context;
    const args = readArguments(given, ['role', 'name', 'depot', 'courier', 'station'], ['password']);
    const [action, login, ...more] = args.names;
    if (action !== 'add' || login === undefined || more.length > 0) throw new UsageError('Say: user add LOGIN.');
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
      const address = config.publicUrl?.replace(/\/$/, '') ?? `http://localhost:${config.port}`;
      return { user, link: token === undefined ? null : `${address}/login?token=${token}` };
    });
    makeSay(
      context,
      args.flag('json'),
    )(`User ${login} (${role}) is added.${link === null ? '' : ` This lets in once: ${link}`}`);
    if (args.flag('json')) printJson(context, { userId: user.userId, login, role, link });
    return 0;
  },
};
