import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAccountStore } from '../../server/adapters/db/accounts/account-store.js';
import { makeIdempotencyStore } from '../../server/adapters/db/accounts/idempotency-store.js';
import { makeSessionStore } from '../../server/adapters/db/accounts/sign-in/session-store.js';
import { makeFieldStore } from '../../server/adapters/db/delivery/field-store.js';
import { type Database, openDatabase } from '../../server/adapters/db/engine/database.js';
import { makeIntakeStore } from '../../server/adapters/db/exchange/import-store.js';
import { makeWebhookStore } from '../../server/adapters/db/exchange/webhook-store.js';
import { makeNetworkChangeStore } from '../../server/adapters/db/network/network-changes.js';
import { makeOrderBatches } from '../../server/adapters/db/orders/order-batches.js';
import { makeOrderChangeStore } from '../../server/adapters/db/orders/order-changes.js';
import { makePriorityRuleStore } from '../../server/adapters/db/orders/priority-rule-store.js';
import { makePlanStore } from '../../server/adapters/db/planning/plan-store.js';
import { makeTrafficStore } from '../../server/adapters/db/traffic/traffic-store.js';
import { makeLeavingGoods } from '../../server/adapters/db/warehouse/leaving-goods.js';
import { makeFurtherWaves } from '../../server/adapters/db/waves/further-waves.js';
import { makeWaveStore } from '../../server/adapters/db/waves/wave-store.js';
import { answerOnce } from '../../server/adapters/http/requests/idempotency.js';
import { makeAccounts } from '../../server/application/accounts/accounts.js';
import { makeEndings } from '../../server/application/network/remove-from-network.js';
import { makeChangeOrders } from '../../server/application/orders/change-orders.js';
import { makeOrderDesk } from '../../server/application/orders/order-desk.js';
import { assertGoodsAgree } from '../support/goods-agree.js';
import { type Interleaver, openInterleaver } from '../support/interleave.js';
import { createPostgresDatabase, testServerUrl } from '../support/postgres-database.js';
import { recordOver } from '../support/record.js';
import { smallDay, writeFiles } from '../support/small-day.js';
import { silentLog } from '../support/template-database.js';
import { testBox } from '../support/test-box.js';
import { assertNotBehind, clock, dateOf, importOrder, newId, orderTable, waveIdOf } from '../support/wave-orders.js';

if (testServerUrl === undefined) {
  console.warn('Left out: the interleavings, because TUANDA_TEST_DATABASE_URL is not set.');
}

describe.runIf(testServerUrl !== undefined)('two use cases side by side, in every order of their statements', () => {
  let database: Database;
  let interleaver: Interleaver;
  let record: ReturnType<typeof recordOver>;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const made = await createPostgresDatabase();
    drop = made.drop;
    database = await openDatabase({ databaseUrl: made.url, dataFolder: 'unused', log: silentLog });
    await database.migrate();
    const { 'orders.csv': _, 'order_lines.csv': __, ...network } = smallDay as Record<string, string>;
    record = recordOver(database);
    await record.importFrom(writeFiles(network));
    interleaver = await openInterleaver(made.url);
  });
  afterAll(async () => {
    await interleaver?.close();
    await database?.close();
    await drop?.();
  });

  it('an order that comes while its wave closes is grouped with it or joins a later one, and never stays behind', async () => {
    const runs = await interleaver.run(
      async (run) => {
        await importOrder(database, `first-${run}`, dateOf(run));
        return [
          (over) => makeWaveStore(over).close(waveIdOf(run), clock.now(), 'test'),
          (over) => importOrder(over, `second-${run}`, dateOf(run)),
        ];
      },
      (run, outcomes, order) => assertNotBehind(database, `second-${run}`, outcomes, order),
      2,
      200,
    );
    expect(runs).toBeGreaterThan(100);
  });

  it('an order of the desk, too, is grouped with its wave or joins a later one', async () => {
    const take = (over: Database, orderId: string, deliveryDate: string) =>
      makeOrderDesk(makeOrderBatches(over), clock, newId).take({
        table: orderTable(orderId, deliveryDate),
        orderIds: [orderId],
        stationIds: ['S1'],
        from: deliveryDate,
        lines: 1,
        begunBy: 'test',
        depotIds: undefined,
        answerOf: ({ findings }) => findings,
        repeatable: undefined,
      });
    await interleaver.run(
      async (run) => {
        await take(database, `desk-first-${run}`, dateOf(2000 + run));
        return [
          (over) => makeWaveStore(over).close(waveIdOf(2000 + run), clock.now(), 'test'),
          (over) => take(over, `desk-second-${run}`, dateOf(2000 + run)),
        ];
      },
      (run, outcomes, order) => assertNotBehind(database, `desk-second-${run}`, outcomes, order),
      2,
      150,
    );
  });

  /** An order of two bottles and another beside it, in a wave of their own; `until` says how far it has come. */
  const prepare = async (run: number, until: 'collecting' | 'closed' | 'planned') => {
    await importOrder(database, `kept-${run}`, dateOf(run));
    await importOrder(database, `changed-${run}`, dateOf(run));
    if (until === 'collecting') return '';
    await record.waves.close(waveIdOf(run), clock.now(), 'test');
    return until === 'planned' ? (await record.plan(waveIdOf(run), 20)).planId : '';
  };
  let idsMade = 0;
  const change = (run: number, wanted: { cancels?: boolean; lines?: { lineNo: number; quantity: number }[] }) => {
    const options = {
      reason: '',
      by: 'test',
      depotIds: undefined,
      dryRun: false,
      signal: new AbortController().signal,
    };
    return async (over: Database) => {
      const changeOrders = makeChangeOrders({
        ...recordOver(over).planning,
        // Two records give the same ids.
        newId: (prefix) => `${newId(prefix)}-${++idsMade}`,
        intake: makeIntakeStore(over),
        store: makeOrderChangeStore(over),
        goods: makeLeavingGoods(over),
      });
      const { orders } = await changeOrders([{ orderId: `changed-${run}`, ...wanted }], options);
      return orders[0].status;
    };
  };
  /** The wave behind the first of a date. */
  const secondOf = (run: number) => waveIdOf(8000 + run).replace(/1$/, '2');
  /** Its refusal by its code: that one of two is refused may be right. */
  const coded =
    (work: (over: Database) => Promise<unknown>) =>
    (over: Database): Promise<string> =>
      work(over).then(
        () => 'done',
        (error: { code?: string }) => error.code ?? String(error),
      );
  const outcomesOf = (outcomes: readonly PromiseSettledResult<unknown>[]) =>
    outcomes.map((outcome) => (outcome.status === 'rejected' ? String(outcome.reason) : outcome.value));

  it('an order that is cancelled while its wave closes is grouped with nothing', async () => {
    await interleaver.run(
      async (run) => {
        await prepare(4000 + run, 'collecting');
        return [
          coded((over) => makeWaveStore(over).close(waveIdOf(4000 + run), clock.now(), 'test')),
          coded(change(4000 + run, { cancels: true })),
        ];
      },
      async (run, outcomes, order) => {
        expect(outcomesOf(outcomes), order).toEqual(['done', 'done']);
        await assertGoodsAgree(database, waveIdOf(4000 + run), order);
      },
      1,
      40,
    );
  });

  it('a line that is ticked off while its order becomes smaller asks for what is left', async () => {
    await interleaver.run(
      async (run) => {
        await prepare(5000 + run, 'closed');
        const pick = { lineNo: 1, pickedQuantity: 4 };
        return [
          coded((over) =>
            makeFieldStore(over).pick(`${waveIdOf(5000 + run)}.chilled`, [pick], clock.now(), 'test', undefined),
          ),
          coded(change(5000 + run, { lines: [{ lineNo: 1, quantity: 1 }] })),
        ];
      },
      async (run, outcomes, order) => {
        // Whoever ticks off what the line asks for no more is told so.
        expect(
          [
            ['done', 'done'],
            ['invalid-input', 'done'],
          ],
          order,
        ).toContainEqual(outcomesOf(outcomes));
        await assertGoodsAgree(database, waveIdOf(5000 + run), order);
      },
      1,
      40,
    );
  });

  it('a plan that is kept while an order is cancelled has the goods that there are', async () => {
    await interleaver.run(
      async (run) => {
        const planId = await prepare(6000 + run, 'planned');
        const { version: _, ...plan } = await record.plans.get(planId);
        const again = { ...plan, planId: `again-${run}`, parentPlanId: planId };
        return [coded((over) => makePlanStore(over).save(again, 'test')), coded(change(6000 + run, { cancels: true }))];
      },
      async (run, outcomes, order) => {
        expect(['done', 'plan-replaced', 'orders-changed'], order).toContain(outcomesOf(outcomes)[0]);
        expect(outcomesOf(outcomes)[1], order).toBe('done');
        await assertGoodsAgree(database, waveIdOf(6000 + run), order);
      },
      1,
      25,
    );
  });

  it('runs that are released while an order is cancelled bring the goods that there are', async () => {
    await interleaver.run(
      async (run) => {
        const planId = await prepare(7000 + run, 'planned');
        return [
          coded((over) => makePlanStore(over).release(planId, clock.now(), 'test')),
          coded(change(7000 + run, { cancels: true })),
        ];
      },
      async (run, outcomes, order) => {
        expect(['done', 'plan-replaced'], order).toContain(outcomesOf(outcomes)[0]);
        expect(outcomesOf(outcomes)[1], order).toBe('done');
        await assertGoodsAgree(database, waveIdOf(7000 + run), order);
      },
      1,
      40,
    );
  });

  it('orders of two planned waves of one date are cancelled at once, and none waits for the other for ever', async () => {
    await interleaver.run(
      async (run) => {
        const ids = { depotId: 'D1', deliveryDate: dateOf(8000 + run) };
        const orderId = `changed-${9000 + run}`;
        await importOrder(database, orderId, ids.deliveryDate);
        const { timeZone, cutoffAt } = await record.waves.get(waveIdOf(8000 + run));
        const further = makeFurtherWaves(database);
        await further.add({ ...ids, timeZone, cutoffAt }, 'test', clock.now());
        await further.moveOrders(secondOf(run), undefined, { orderIds: [orderId] }, 'test', clock.now());
        await prepare(8000 + run, 'planned');
        await record.waves.close(secondOf(run), clock.now(), 'test');
        await record.plan(secondOf(run), 20);
        idsMade = 0;
        return [coded(change(8000 + run, { cancels: true })), coded(change(9000 + run, { cancels: true }))];
      },
      async (run, outcomes, order) => {
        expect(outcomesOf(outcomes), order).toEqual(['done', 'done']);
        // One of two that wait for each other is ended by the database and begins again: then there would be a third plan.
        expect(idsMade, order).toBe(2);
        for (const waveId of [waveIdOf(8000 + run), secondOf(run)]) await assertGoodsAgree(database, waveId, order);
      },
      1,
      12,
    );
  });

  it('a wave is finished when the last two of its runs end at the same time', async () => {
    await record.importFrom(writeFiles(smallDay));
    const wave = 'D1-20240614-1';
    await record.waves.close(wave, clock.now(), 'test');
    const { planId } = await record.plan(wave);
    await record.plans.release(planId, clock.now(), 'test');
    const { rows } = await database.knex.raw('select run_id from runs where wave_id = ?', [wave]);
    expect(rows).toHaveLength(1);
    const [{ run_id: one }] = rows;
    // A second run of the same wave, with nothing aboard.
    const { rows: columns } = await database.knex.raw(
      `select string_agg(quote_ident(column_name), ', ') as names from information_schema.columns
       where table_name = 'runs' and column_name not in ('run_id', 'vehicle_id', 'route_no') and is_generated = 'NEVER'`,
    );
    await database.knex.raw(
      `insert into runs (run_id, vehicle_id, route_no, ${columns[0].names})
       select 'other', 'other', 99, ${columns[0].names} from runs where run_id = ?`,
      [one],
    );
    const home = (run: number, runId: string) => (over: Database) =>
      makeFieldStore(over).report(
        runId,
        [{ deviceEventId: `home-${run}`, kind: 'returned', deviceAt: new Date('2024-06-14T03:00:00Z') }],
        { name: 'test', depotIds: ['D1'] } as never,
        new Date('2024-06-14T03:00:00Z'),
      );
    await interleaver.run(
      async (run) => {
        await database.knex.raw("delete from events where kind = 'run.returned'");
        await database.knex.raw("update runs set status = 'departed', finished_at = null where wave_id = ?", [wave]);
        // No server lets a finished wave begin again.
        await database.knex.raw('alter table waves disable trigger waves_next_state');
        await database.knex.raw("update waves set status = 'dispatched' where wave_id = ?", [wave]);
        await database.knex.raw('alter table waves enable trigger waves_next_state');
        return [home(run, one), home(run, 'other')];
      },
      async (_run, outcomes, order) => {
        expect(
          outcomes.map((outcome) => (outcome.status === 'rejected' ? String(outcome.reason) : outcome.status)),
          order,
        ).toEqual(['fulfilled', 'fulfilled']);
        const { rows } = await database.knex.raw('select status from waves where wave_id = ?', [wave]);
        expect(rows[0].status, order).toBe('finished');
      },
      1,
      60,
    );
  });

  it('who ends everything and who takes a key over, or comes in by a link, do not wait for each other for ever', async () => {
    const end = (over: Database) => makeAccountStore(over).revokeAll('test', clock.now());
    const add = async (run: number) => {
      const userId = `boss-${run}`;
      await database.knex.raw(
        `insert into users (user_id, login, login_key, name, role, sign_in_by, created_at)
         values (?, ?, ?, 'x', 'picker', 'link', now())`,
        [userId, userId, userId],
      );
      await database.knex.raw(
        `insert into api_keys (key_id, name, key_hash, role, created_by, created_at)
         values (?, 'k', ?, 'picker', 'test', now())`,
        [`key-${run}`, `hash-${run}`],
      );
      await database.knex.raw(
        `insert into login_links (token_hash, user_id, made_at, expires_at) values (?, ?, ?, 'infinity')`,
        [`token-${run}`, userId, clock.now()],
      );
      return userId;
    };
    const check = async (_run: number, [ended, other]: readonly PromiseSettledResult<unknown>[], order: string) => {
      expect(ended.status, `${order} ${ended.status === 'rejected' ? ended.reason : ''}`).toBe('fulfilled');
      // What comes second finds nothing there.
      if (other.status === 'rejected') expect(other.reason, order).toMatchObject({ code: 'not-found' });
    };
    const overs = await interleaver.run(
      async (run) => {
        const userId = await add(run);
        return [
          end,
          (over) => makeAccountStore(over).takeOverKey(`key-${run}`, userId, undefined, 'test', clock.now()),
        ];
      },
      check,
      2,
      60,
    );
    expect(overs).toBeGreaterThan(5);
    await interleaver.run(
      async (run) => {
        await add(1000 + run);
        const at = clock.now();
        const expiresAt = new Date(at.getTime() + 3_600_000);
        const session = { sessionId: `s-${run}`, sessionHash: `s-${run}`, at, expiresAt, endsAt: expiresAt };
        return [
          end,
          (over) =>
            makeAccountStore(over).openSessionByLink(
              `token-${1000 + run}`,
              { ...session, address: '', device: '' },
              { passwordHash: undefined, reopensUntil: () => expiresAt },
            ),
        ];
      },
      check,
      2,
      60,
    );
  });

  it('what two tracks saw of a road counts together', async () => {
    const track = (run: number, which: string) => (over: Database) =>
      makeTrafficStore(over).addTrack(
        `track-${which}-${run}`,
        `map-${run}`,
        Array.from({ length: 3 }, () => ({ edgeId: 7, hour: 8, seenAt: clock.now(), kph: 30 })) as never,
        'test',
        clock.now(),
      );
    await interleaver.run(
      async (run) => [track(run, 'one'), track(run, 'other')],
      async (run, outcomes, order) => {
        expect(
          outcomes.map(({ status }) => status),
          order,
        ).toEqual(['fulfilled', 'fulfilled']);
        const { rows } = await database.knex.raw('select seen::int as seen from learned_speeds where map_id = ?', [
          `map-${run}`,
        ]);
        expect(rows, order).toEqual([{ seen: 6 }]);
      },
      2,
      80,
    );
  });

  it('one request sent twice has one effect, and both get its answer', async () => {
    const request = (run: number) => ({
      accountId: 'a',
      key: `key ${run}`,
      method: 'POST',
      address: '/x',
      content: {},
      secrets: [],
      status: 201,
    });
    const send = (run: number) => (over: Database) =>
      answerOnce(makeIdempotencyStore(over), over.inTransaction, request(run), (once) =>
        once(async () => {
          const importId = newId(`once-${run}`);
          await over.knex.raw(
            "insert into imports (import_id, status, begun_by, begun_at) values (?, 'reading', 'test', now())",
            [importId],
          );
          return { importId };
        }),
      );
    const runs = await interleaver.run(
      async (run) => [send(run), send(run)],
      async (run, outcomes, order) => {
        const answers = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : outcome.reason));
        expect(answers[0], order).toEqual(answers[1]);
        const { rows } = await database.knex.raw('select import_id from imports where import_id like ?', [
          `once-${run}-%`,
        ]);
        expect(rows, order).toHaveLength(1);
      },
      2,
      100,
    );
    expect(runs).toBeGreaterThan(20);
  });

  it('of two imports that bring one order, one takes it and the other finds it there', async () => {
    await interleaver.run(
      async (run) => {
        await importOrder(database, `before-${run}`, dateOf(1000 + run));
        const take = (over: Database) => importOrder(over, `same-${run}`, dateOf(1000 + run));
        return [take, take];
      },
      async (run, outcomes, order) => {
        expect(
          outcomes.map(({ status }) => status),
          order,
        ).toEqual(['fulfilled', 'fulfilled']);
        const { rows } = await database.knex.raw('select order_id from orders where order_id = ?', [`same-${run}`]);
        expect(rows, order).toHaveLength(1);
      },
      1,
      30,
    );
  });

  it('of two tables of priorities one stands whole', async () => {
    const table = (priority: number) => (over: Database) =>
      makePriorityRuleStore(over).replacePriorityRules(
        [1, 2, 3].map((at) => ({
          orderClass: 'mixed',
          customerTier: '*',
          area: `area ${priority}-${at}`,
          priority,
        })) as never,
        'test',
        clock.now(),
      );
    await interleaver.run(
      async () => [table(3), table(7)],
      async (_run, outcomes, order) => {
        expect(
          outcomes.map(({ status }) => status),
          order,
        ).toEqual(['fulfilled', 'fulfilled']);
        const { rows } = await database.knex.raw(
          'select priority, count(*)::int as rows from priority_rules group by 1',
        );
        expect(rows, order).toEqual([{ priority: expect.any(Number), rows: 3 }]);
      },
      2,
      80,
    );
  });

  it('a key or a webhook of a depot that is deleted at the same time is refused, or keeps the depot', async () => {
    const add = (what: 'key' | 'webhook', over: Database, depotId: string) => {
      if (what === 'key') {
        return makeAccounts({ store: makeAccountStore(over), clock, newId, secretBox: testBox }).addKey(
          'oms',
          'admin',
          [depotId],
          'test',
        );
      }
      const webhook = {
        webhookId: newId('hook'),
        name: 'oms',
        url: 'https://oms.example/',
        kinds: [],
        depotIds: [depotId],
        secret: 'whsec_c2VjcmV0',
        lastEventId: 0,
      };
      return makeWebhookStore(over, testBox).add(webhook as never, 'test', clock.now());
    };
    for (const what of ['key', 'webhook'] as const) {
      const runs = await interleaver.run(
        async (run) => {
          const depotId = `${what}-${run}`;
          await database.knex.raw(
            `insert into depots select (jsonb_populate_record(depots, jsonb_build_object('depot_id', ?::text))).* from depots where depot_id = 'D1'`,
            [depotId],
          );
          return [
            (over) => add(what, over, depotId),
            (over) =>
              makeEndings(makeNetworkChangeStore(over), clock, 'Asia/Shanghai').remove(
                { kind: 'depots', id: depotId, depotIds: undefined },
                'test',
              ),
          ];
        },
        async (run, outcomes, order) => {
          const { rows } = await database.knex.raw(
            `select (select count(*)::int from depots where depot_id = :depotId) as depots,
               (select count(*)::int from api_keys where depot_ids @> to_jsonb(:depotId::text)) +
               (select count(*)::int from webhooks where depot_ids @> to_jsonb(:depotId::text)) as added`,
            { depotId: `${what}-${run}` },
          );
          expect(rows[0], order).toEqual(
            outcomes[0].status === 'fulfilled' ? { depots: 1, added: 1 } : { depots: 0, added: 0 },
          );
        },
        2,
        60,
      );
      expect(runs).toBeGreaterThan(3);
    }
  });

  it('a session that is used is renewed while its user is signed out everywhere, and neither loses against the other', async () => {
    const { userId } = await makeAccounts({
      store: makeAccountStore(database),
      clock,
      newId,
      secretBox: testBox,
    }).addUser({ login: 'wang', name: 'Wang', role: 'admin' }, 'test');
    const at = clock.now();
    const runs = await interleaver.run(
      async () => {
        await database.knex.raw('delete from sessions');
        await database.knex.raw(
          `insert into sessions (session_hash, session_id, user_id, created_at, last_used_at, expires_at, opened_by)
           select 's' || n, 's' || n, :userId, :at, :at, :at::timestamptz + interval '1 day', 'password'
           from generate_series(1, 2) as n`,
          { userId, at },
        );
        const use = { at: new Date(at.getTime() + 7_200_000), expiresAt: at, unusedSince: at };
        return [
          (over) => makeSessionStore(over).renewSession('s1', use),
          (over) => makeSessionStore(over).endSessionsOf(userId, {}, 'test', at),
        ];
      },
      async (_run, outcomes, order) => {
        expect(
          outcomes.map((outcome) => (outcome.status === 'rejected' ? String(outcome.reason) : outcome.status)),
          order,
        ).toEqual(['fulfilled', 'fulfilled']);
        expect((await database.knex.raw('select from sessions')).rows, order).toHaveLength(0);
      },
      2,
      60,
    );
    expect(runs).toBeGreaterThan(3);
  });

  it('finds the fault it is there for: a look that is not held until the write', async () => {
    const careless = async (over: Database) =>
      over.inTransaction(async (transaction) => {
        const { rows } = await transaction.raw("select summary from imports where import_id = 'counter'");
        await transaction.raw("update imports set summary = ? where import_id = 'counter'", [
          JSON.stringify({ n: rows[0].summary.n + 1 }),
        ]);
      });
    let lost = 0;
    await interleaver.run(
      async () => {
        await database.knex.raw(
          `insert into imports (import_id, status, begun_by, begun_at, summary) values ('counter', 'reading', 'x', now(), '{"n":0}')
           on conflict (import_id) do update set summary = excluded.summary`,
        );
        return [careless, careless];
      },
      async () => {
        const { rows } = await database.knex.raw("select summary from imports where import_id = 'counter'");
        if (rows[0].summary.n !== 2) lost++;
      },
      1,
    );
    expect(lost).toBeGreaterThan(0);
  });
});
