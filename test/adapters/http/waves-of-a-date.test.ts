import { beforeEach, describe, expect, it } from 'vitest';
import { checkSharing } from '../../../server/domain/planning/check-sharing.js';
import type { Plan, Trip } from '../../../server/domain/planning/plan.js';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const date = '2024-06-14';
const [one, two] = ['D1-20240614-1', 'D1-20240614-2'];

eachDatabase('waves of one date', (open) => {
  let api: Api;
  let key: string;
  beforeEach(async () => {
    // Before the cutoffs of the waves that are added.
    api = await serveApi(await open(), { clock: { now: () => new Date('2024-06-13T12:00:00Z') } });
    key = await api.keyOf('dispatcher', 'D1');
    await api.record.importFrom(writeFiles(smallDay));
    return () => api.close();
  });

  const addWave = (cutoffAt = '2024-06-14T09:00:00+08:00', deliveryDate = date) =>
    api.ask('POST', '/depots/D1/waves', { key, json: { deliveryDate, cutoffAt } });
  const move = (waveId: string, json: object, by = key) =>
    api.ask('POST', `/waves/${waveId}/orders`, { key: by, json });
  const orders = async () => {
    const { data } = (await api.ask('GET', '/orders?limit=200', { key })).body;
    return Object.fromEntries(data.map((row: Record<string, string>) => [row.orderId, row.waveId]));
  };
  const tripsOf = ({ routes }: Pick<Plan, 'routes'>) => routes.flatMap(({ trips }) => trips);
  const spanOf = ({ loadBegins, returns }: Trip) => [loadBegins, returns];

  it('adds waves with numbers of their own, and moves orders between those that collect', async () => {
    const added = await addWave();
    expect([added.status, added.body.waveId, added.body.sequence, added.body.status]).toEqual([
      201,
      two,
      2,
      'collecting',
    ]);
    expect((await addWave('2024-06-14T11:00:00+08:00')).body.sequence).toBe(3);
    expect((await move(two, { orderIds: ['o3'] })).body).toEqual({ moved: 1 });
    expect((await move(two, { orderIds: ['O3'] })).body).toEqual({ moved: 0 });
    expect(await orders()).toEqual({ O1: one, O2: one, O3: two });
    // By what orders have: the customer's tier.
    expect((await move(two, { customerTier: 'vip' })).body).toEqual({ moved: 1 });
    expect(await orders()).toEqual({ O1: one, O2: two, O3: two });
    const [audit] = (await api.ask('GET', '/audit?action=orders.moved&limit=1', { key: await api.keyOf('admin') })).body
      .data;
    expect(audit.detail).toEqual({ from: { [one]: ['O2'] }, to: two });
    // Back again: nothing is lost by it.
    expect((await move(one, { area: 'east' })).body).toEqual({ moved: 2 });
    expect(await orders()).toEqual({ O1: one, O2: one, O3: one });
  });

  it('moves nothing of closed waves, of strange orders, or for strangers', async () => {
    await addWave();
    expect((await move(two, {})).status).toBe(400);
    expect((await move(two, { orderIds: ['O1', 'NONE'] })).status).toBe(404);
    // What is there is said to be there, and why it is not moved.
    const tomorrow = (await addWave('2024-06-15T09:00:00+08:00', '2024-06-15')).body.waveId;
    const elsewhere = await move(tomorrow, { orderIds: ['O1'] });
    expect([elsewhere.status, elsewhere.body.code]).toEqual([409, 'wrong-state']);
    expect(elsewhere.body.detail).toContain('Order O1 goes out on 2024-06-14');
    expect((await move(two, { orderIds: ['O1'], customerTier: 'vip' })).body.detail).toContain('none of those');
    expect((await move(two, { orderIds: ['O1'] }, await api.keyOf('dispatcher', 'D9'))).status).toBe(404);
    expect(await orders()).toEqual({ O1: one, O2: one, O3: one });
    await api.ask('POST', `/waves/${one}/close`, { key, json: {} });
    expect((await move(two, { orderIds: ['O1'] })).body.code).toBe('wave-closed');
    expect((await move(two, { customerTier: 'vip' })).body).toEqual({ moved: 0 });
    expect((await move(one, { area: 'east' })).body.code).toBe('wave-closed');
    expect(await orders()).toEqual({ O1: one, O2: one, O3: one });
    expect((await addWave('2024-06-15T09:00:00+08:00')).status).toBe(400);
  });

  it('takes an order that is late for the first wave into the next one of its date', async () => {
    await addWave('2024-06-14T09:00:00+08:00');
    const lines = [{ skuId: 'MILK', quantity: 1 }];
    const send = async (orderId: string, placedAt: string) => {
      const json = { orderId, customerId: 'K', stationId: 'S1', placedAt, deliveryDate: date, lines };
      expect((await api.ask('POST', '/orders', { key, json })).body.data[0].status).toBe('taken');
      return (await orders())[orderId];
    };
    expect(await send('N1', '2024-06-13T22:00:00+08:00')).toBe(one);
    expect(await send('N2', '2024-06-14T08:00:00+08:00')).toBe(two);
    expect(await send('N3', '2024-06-14T10:00:00+08:00')).toBe('D1-20240615-1');
    await api.ask('POST', `/waves/${one}/close`, { key, json: {} });
    expect(await send('N4', '2024-06-13T22:00:00+08:00')).toBe(two);
  });

  it('plans a second wave with what the first leaves of vehicles and docks', async () => {
    await addWave();
    await move(two, { orderIds: ['O3'] });
    const first = await api.record.plan(one);
    const second = await api.record.plan(two);
    // One vehicle with two trips a day, one dock: each wave has a trip, one after the other.
    expect([tripsOf(first).length, tripsOf(second).length]).toEqual([1, 1]);
    expect([first.unassigned, second.unassigned]).toEqual([[], []]);
    const [[begins, ends], [otherBegins, otherEnds]] = [spanOf(tripsOf(first)[0]), spanOf(tripsOf(second)[0])];
    expect(otherBegins >= ends || otherEnds <= begins).toBe(true);
    // Planned anew, the first knows of the second.
    const again = await api.record.plan(one);
    const [b, e] = spanOf(tripsOf(again)[0]);
    expect(otherBegins >= e || otherEnds <= b).toBe(true);
    const vehicles = new Map((await api.record.network.listVehicles('D1')).map((each) => [each.vehicleId, each]));
    const faults: string[] = [];
    checkSharing(again, { vehicles, beside: [second] }, (rule) => faults.push(rule));
    expect(faults).toEqual([]);
  });

  it('leaves a wave unplanned where the vehicle has no trip left', async () => {
    await addWave();
    await addWave('2024-06-14T10:00:00+08:00');
    await move(two, { orderIds: ['O3'] });
    await move('D1-20240614-3', { orderIds: ['O2'] });
    await api.record.plan(one);
    await api.record.plan(two);
    const third = await api.record.plan('D1-20240614-3');
    expect(third.routes).toEqual([]);
    expect(third.unassigned).toHaveLength(1);
  });

  it('stores no plan whose vehicle another wave has taken meanwhile', async () => {
    await addWave();
    await move(two, { orderIds: ['O3'] });
    const second = await api.record.plan(two);
    const first = await api.record.plan(one);
    // As two servers might that planned at the same time: the same trips once more, under the second's clock.
    const clash = {
      ...first,
      planId: 'clash',
      parentPlanId: undefined,
      routes: first.routes.map((route) => ({
        ...route,
        trips: route.trips.map((trip) => ({ ...trip, ...spanAs(tripsOf(second)[0]) })),
      })),
    };
    await expect(api.record.plans.save(clash, 'test')).rejects.toMatchObject({ code: 'vehicle-taken' });
    expect((await api.record.waves.get(one)).currentPlanId).toBe(first.planId);
  });

  it('gives no wave a vehicle between two trips of another one, so that either can still be changed', async () => {
    // Two stations far apart in time, and no goods ride that long; the third could be served between or before.
    await api.record.importFrom(
      writeFiles({
        ...smallDay,
        'stations.csv': smallDay['stations.csv']
          .replace('07:00,12:00,,,5,2,,open', '07:00,07:30,,,5,2,,open')
          .replace('07:00,09:00,14:00,15:00', '15:00,15:30,,')
          .replace('07:00,12:00,,,5,2,,suspended', '05:00,16:00,,,5,2,,open'),
        'vehicles.csv': smallDay['vehicles.csv'].replace('05:00,16:00,2', '05:00,16:00,3'),
        'vehicle_compartments.csv': smallDay['vehicle_compartments.csv']
          .replace('volume_l', 'volume_l,max_time_on_board_min')
          .replace(/^(V.*)$/gm, '$1,60'),
      }),
    );
    await addWave();
    const lines = [{ skuId: 'MILK', quantity: 1 }];
    const order = { orderId: 'O9', customerId: 'K', stationId: 'S3', placedAt: '2024-06-13T20:00:00+08:00' };
    await api.ask('POST', '/orders', { key, json: { ...order, deliveryDate: date, lines } });
    expect((await move(two, { orderIds: ['O9'] })).body).toEqual({ moved: 1 });
    const first = await api.record.plan(one);
    const second = await api.record.plan(two);
    expect([tripsOf(first).length, tripsOf(second).length]).toEqual([2, 1]);
    const [early, late] = tripsOf(first).map(spanOf);
    const [begins, ends] = spanOf(tripsOf(second)[0]);
    expect(ends <= early[0] || begins >= late[1]).toBe(true);
    for (const plan of [first, second]) {
      const { violations } = await api.record.editPlan.evaluate(plan, [lock], new AbortController().signal);
      expect(violations).toEqual([]);
    }
    const [edited] = await api.record.editPlan.make(first, [lock], 'test', new AbortController().signal);
    // By hand, or by an older plan, it does not get between them either.
    const [trip] = tripsOf(second);
    const noon = (early[1] + late[0]) / 2;
    const between = { ...trip, loadBegins: noon, departs: noon + 60, returns: noon + 120 };
    const clash = { ...second, planId: 'between', routes: [{ vehicleId: 'V1', trips: [between] }] };
    await expect(api.record.plans.save(clash, 'test')).rejects.toMatchObject({ code: 'vehicle-taken' });
    expect((await api.record.waves.get(one)).currentPlanId).toBe(edited.planId);
  });

  describe('of which one is under way and the other loaded', () => {
    let early: Plan;
    let late: Plan;
    const at = (second: number) => new Date(Date.parse(`${date}T00:00:00+08:00`) + second * 1000).toISOString();
    const replan = (plan: Plan, json: object, language = 'en') =>
      api.ask('POST', `/plans/${plan.planId}/replan`, {
        key,
        json: { dryRun: true, ...json },
        headers: { 'accept-language': language },
      });
    const makeReplan = async ({ planId }: Plan, json: object) => {
      const headers = { 'if-match': (await api.ask('GET', `/plans/${planId}`, { key })).headers.get('etag')! };
      return api.ask('POST', `/plans/${planId}/replan`, { key, json, headers });
    };
    /** Whatever happened: what is on board stays there. */
    const event = { kind: 'station-closed', stationId: 'S3' };
    beforeEach(async () => {
      await addWave();
      await move(two, { orderIds: ['O3'] });
      const plans = [await api.record.plan(one), await api.record.plan(two)];
      for (const { planId } of plans) await api.record.plans.release(planId, new Date(), 'test');
      [early, late] = plans.sort((a, b) => tripsOf(a)[0].loadBegins - tripsOf(b)[0].loadBegins);
      const [run] = (await api.ask('GET', `/runs?wave=${early.waveId}`, { key })).body.data;
      const departed = { deviceEventId: 'd', kind: 'departed', deviceAt: at(tripsOf(early)[0].departs) };
      const cookie = await api.cookieOf('courier', { depotIds: ['D1'], courierId: 'C1' });
      const reported = await api.ask('POST', `/runs/${run.runId}/events`, {
        headers: { cookie, origin: api.address },
        json: { events: [departed] },
      });
      expect(reported.status).toBe(200);
    });

    it('says which wave is planned anew first where a vehicle is back too late for it', async () => {
      // Whichever of the two goes first is not back when the other one begins: it is on the road until then at least.
      const from = at(tripsOf(late)[0].loadBegins + 600);
      const refused = await replan(early, { event, from });
      expect([refused.status, refused.body.code]).toEqual([409, 'vehicle-taken']);
      expect(refused.body.detail).toMatch(
        new RegExp(
          `^Vehicle V1 is out for this wave until \\d\\d:\\d\\d, and wave ${late.waveId} has it from \\d\\d:\\d\\d\\. Plan`,
        ),
      );
      expect((await replan(early, { event, from }, 'zh')).body.detail).toContain(`请先为 ${late.waveId} 重新排线`);
      // As it says: without the vehicle in the other wave, this one can be planned anew.
      expect((await makeReplan(late, { event: { kind: 'vehicle-out', vehicleId: 'V1' } })).status).toBe(200);
      expect((await replan(early, { event, from })).status).toBe(200);
    });

    it('can be planned anew once the other leaves later, which is loaded later then, though the clock says it is loaded', async () => {
      const from = at(tripsOf(late)[0].loadBegins + 600);
      expect((await replan(early, { event, from })).body.code).toBe('vehicle-taken');
      const later = { kind: 'late-departure', vehicleId: 'V1', minutes: 180 };
      const made = await makeReplan(late, { event: later, from });
      expect(made.status).toBe(200);
      const [loadBegins] = spanOf(tripsOf(late)[0]);
      expect(spanOf(tripsOf(made.body.plan)[0])[0]).toBe(loadBegins + 180 * 60);
      expect((await replan(early, { event, from })).status).toBe(200);
    });

    it.each([
      ['trips', '05:00,16:00,2,,', '05:00,16:00,1,,'],
      ['stops', 'V1,冷藏车,D1,800,20,', 'V1,冷藏车,D1,800,1,'],
      ['range', '05:00,16:00,2,,', '05:00,16:00,2,1,'],
    ])('bring what is on board though all waves together have too much of %s by now', async (_, allowed, less) => {
      await api.record.importFrom(
        writeFiles({ ...smallDay, 'vehicles.csv': smallDay['vehicles.csv'].replace(allowed, less) }),
      );
      const from = at(tripsOf(early)[0].departs + 60);
      const made = await makeReplan(early, { event, from });
      expect([made.status, made.body.code]).toEqual([200, undefined]);
      expect(tripsOf(made.body.plan)).toHaveLength(1);
    });
  });

  describe('with two vehicles at one dock', () => {
    let plans: [Plan, Plan];
    beforeEach(async () => {
      const vehicles = smallDay['vehicles.csv'].replace('maintenance', 'available');
      await api.record.importFrom(writeFiles({ ...smallDay, 'vehicles.csv': vehicles }));
      await addWave();
      await move(two, { orderIds: ['O3'] });
      const [first, second] = [await api.record.plan(one), await api.record.plan(two)];
      // Planned anew, each with a vehicle of its own, both load at the same time.
      const begin = spanAs(tripsOf(first)[0]);
      const routes = [{ vehicleId: 'V2', trips: tripsOf(second).map((trip) => ({ ...trip, ...begin })) }];
      plans = [
        { ...first, planId: 'first', routes: [{ vehicleId: 'V1', trips: tripsOf(first) }] },
        { ...second, planId: 'second', routes },
      ];
    });
    const leaveOut = (plan: Plan, planId: string) =>
      api.record.plans.save(
        {
          ...plan,
          planId,
          routes: [],
          unassigned: tripsOf(plan).flatMap(({ stops }) =>
            stops.flatMap(({ stationId, consignments }) =>
              consignments.map(({ compartmentNo: _, ...goods }) => ({
                ...goods,
                stationId,
                reason: { code: 'by-hand' },
              })),
            ),
          ),
        },
        'test',
      );

    it('stores one of two plans that need the dock at once, in whichever order they come', async () => {
      const [first, second] = plans;
      await leaveOut(first, 'none-1');
      await leaveOut(second, 'none-2');
      const kept = await Promise.allSettled(plans.map((plan) => api.record.plans.save(plan, 'test')));
      const refused = kept.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
      expect(refused).toMatchObject([{ code: 'docks-taken' }]);
      expect(refused[0].message).toMatch(/Plan the wave anew/);
      const current = await Promise.all([one, two].map((waveId) => api.record.waves.get(waveId)));
      expect(current.map(({ currentPlanId }) => currentPlanId).sort()).toEqual(
        kept[0].status === 'fulfilled' ? ['first', 'none-2'] : ['none-1', 'second'],
      );
    });

    it('makes no older plan current that needs a dock another wave has by now', async () => {
      const [first, second] = plans;
      await leaveOut(second, 'none-2');
      await api.record.plans.save(first, 'test');
      await leaveOut(first, 'none-1');
      await api.record.plans.save(second, 'test');
      const current = await api.ask('GET', '/plans/none-1', { key });
      const refusedIn = async (language: string) => {
        const headers = { 'if-match': current.headers.get('etag')!, 'accept-language': language };
        const { status, body } = await api.ask('POST', '/plans/first/make-current', { key, headers });
        expect([status, body.code]).toEqual([409, 'docks-taken']);
        return body.detail;
      };
      expect(await refusedIn('en')).toMatch(/loads at the docks.*Plan the wave anew/);
      expect(await refusedIn('zh')).toMatch(/月台.*重新排线/);
      expect((await api.record.waves.get(one)).currentPlanId).toBe('none-1');
      // Once the other wave leaves the dock it is free again.
      await leaveOut(second, 'none-3');
      await api.record.plans.makeCurrent('first', new Date(), 'test');
      expect((await api.record.waves.get(one)).currentPlanId).toBe('first');
    });
  });
});

const spanAs = ({ loadBegins, departs, returns }: Trip) => ({ loadBegins, departs, returns });
const lock = { kind: 'lock', vehicleId: 'V1' } as const;
