import type { Role } from '../../domain/accounts/role.js';
import { NotFoundError } from '../../domain/dispatch-error.js';
import { readArguments } from '../arguments.js';
import { type Command, makeSay, printJson } from '../command.js';
import { depotsSaid } from '../depots-said.js';
import { UsageError } from '../usage-error.js';

/** Couriers and stations are people with something of their own; programs are not. */
const keyRoles: readonly Role[] = ['admin', 'dispatcher', 'picker', 'integration'];

/** `tuanda key add`: an API key for a program. */
export const keyCommand: Command = {
  usage: `Usage: tuanda key add NAME [--role ROLE] [--depot ID[,ID…]] [--json]
Adds an API key and prints it; it is not shown again. Roles: ${keyRoles.join(', ')}; integration unless said.
Without --depot the key is for all depots.`,

  async run(given, context) {
    const args = readArguments(given, ['role', 'depot']);
    const [action, name, ...more] = args.names;
    if (action !== 'add' || name === undefined || more.length > 0) throw new UsageError('Say: key add NAME.');
    const role = (args.text('role') ?? 'integration') as Role;
    if (!keyRoles.includes(role)) throw new UsageError(`A key's role is one of ${keyRoles.join(', ')}.`);
    const depotIds = depotsSaid(args.text('depot'));
    const added = await context.withServices(async ({ accounts, network }) => {
      const known = new Set((await network.listDepots()).map(({ depotId }) => depotId));
      const strange = depotIds?.find((depotId) => !known.has(depotId));
      if (strange !== undefined) throw new NotFoundError('depot', strange);
      return accounts.addKey(name, role, depotIds, 'command line');
    });
    makeSay(context, args.flag('json'))(`Key ${added.name} (${role}) is added: ${added.key}`);
    if (args.flag('json')) printJson(context, { keyId: added.keyId, name: added.name, role, key: added.key });
    return 0;
  },
};
