import { readArguments } from '../arguments.js';
import { type Command, makeSay, printJson } from '../command.js';
import { UsageError } from '../usage-error.js';

/** `tuanda access revoke --all`: the first thing to do after a leak. */
export const accessCommand: Command = {
  usage: `Usage: tuanda access revoke --all [--json]
Ends every session, every unused one-time link and every API key at once. People sign in again with their passwords;
programs need new keys. The key of TUANDA_ADMIN_KEY stays: change it in the settings and start the servers anew.`,

  async run(given, context) {
    const args = readArguments(given, [], ['all']);
    if (args.names.length !== 1 || args.names[0] !== 'revoke' || !args.flag('all')) {
      throw new UsageError('Say: access revoke --all.');
    }
    const ended = await context.withServices(({ accounts }) => accounts.revokeAll('command line'));
    const { sessions, links, keys } = ended;
    makeSay(context, args.flag('json'))(`Ended: ${sessions} sessions, ${links} unused links, ${keys} API keys.`);
    if (context.config.adminKey !== undefined) {
      context.stderr.write('TUANDA_ADMIN_KEY still lets in: change it in the settings and start the servers anew.\n');
    }
    if (args.flag('json')) printJson(context, ended);
    return 0;
  },
};
