import { parseArgs } from 'node:util';
import { killUnderLoad } from './faults/kill-rounds.js';
import { sendRandomRequests } from './faults/random-requests.js';
import { sendUploads } from './faults/uploads.js';
import { withScratch } from './servers/scratch.js';

const help = `npm run bench -- faults --rounds N | --requests N | --uploads [options]

--rounds N kills servers N times under a load of orders, files, closing, planning, releasing and couriers' reports, at a
moment that the seed chooses; on PostgreSQL, with two servers, every other time one of their database connections. Then the
server starts again, unanswered requests are repeated with their Idempotency-Keys, and the record is compared with what was
acknowledged: nothing lost, doubled or half.

--requests N sends N random requests, made from /api/openapi.json and nearly right or quite wrong, one after the other to a server of
its own with the demo day. None may be answered with 5xx but 503 with Retry-After, none may hold up the event loop for over
100 ms, and the server must be there at the end. What is found is printed in full.

--uploads sends files that are hostile or large to the import and to the wizard's drafts (Linux only). None may take over 300 MB
or hold up the event loop for over 100 ms.

  --database URL    a PostgreSQL server whose role may create databases; TUANDA_TEST_DATABASE_URL unless said
  --embedded        the embedded database, also where TUANDA_TEST_DATABASE_URL is set
  --seconds 7       of a round's load, at most; more on a slow machine, so that waves are closed and planned in it
  --seed 1
  --port 7200       of the first server; others take the following ones`;

/** Looks for faults of real servers: see `help`. */
export async function benchFaults(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string' },
      requests: { type: 'string' },
      uploads: { type: 'boolean', default: false },
      database: { type: 'string' },
      embedded: { type: 'boolean', default: false },
      seconds: { type: 'string', default: '7' },
      seed: { type: 'string', default: '1' },
      port: { type: 'string', default: '7200' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || (values.requests === undefined && values.rounds === undefined && !values.uploads)) {
    console.log(help);
    return;
  }
  const settings = {
    database: values.embedded ? undefined : (values.database ?? process.env.TUANDA_TEST_DATABASE_URL),
    seed: Number(values.seed),
    port: Number(values.port),
  };
  const isWell = await withScratch('faults', (scratch) => {
    if (values.uploads) return sendUploads(scratch, settings);
    return values.rounds === undefined
      ? sendRandomRequests(scratch, { ...settings, requests: Number(values.requests) })
      : killUnderLoad(scratch, { ...settings, rounds: Number(values.rounds), seconds: Number(values.seconds) });
  });
  if (!isWell) process.exitCode = 1;
}
