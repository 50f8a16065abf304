import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readInstance } from '../../../server/adapters/files/instances/read-instance.js';
import { scoreVroom } from '../../../server/adapters/files/instances/vroom/score-vroom.js';
import type { VroomRoute } from '../../../server/adapters/files/instances/vroom/vroom-routes.js';
import { search } from '../../../server/solver/index.js';
import { writeFiles } from '../../support/small-day.js';

/** Places 0 … 4 on a line, a minute apart; 1,000 meters between neighbours. */
const durations = [0, 1, 2, 3, 4].map((from) => [0, 1, 2, 3, 4].map((to) => 60 * Math.abs(from - to)));
const distances = durations.map((row) => row.map((seconds) => (seconds / 60) * 1000));
const matrices = { car: { durations, distances } };
const home = { id: 1, start_index: 0, end_index: 0 };
const job = (id: number, more: object = {}) => ({ id, location_index: id, ...more });

const solve = (file: object) => {
  const text = JSON.stringify({ matrices, ...file });
  const instance = readInstance(path.join(writeFiles({ 'x.json': text }), 'x.json'));
  const solution = search(instance.problem, { seed: 1, stop: { share: (iterations) => iterations / 300 } });
  const score = instance.score(solution);
  return { text, score, answer: JSON.parse(instance.answer(solution, score)) };
};
const ids = (route: { steps: { id?: number }[] }) => route.steps.flatMap(({ id }) => (id === undefined ? [] : [id]));

describe('problems in the form of VROOM', () => {
  it('cost the seconds driven, and are answered in the same form', () => {
    const { score, answer } = solve({
      vehicles: [{ ...home, description: 'van', start: [120, 30] }],
      jobs: [job(2, { service: 30, description: 'shop', location: [120.1, 30] })],
    });
    expect(score).toEqual({ cost: 240, routes: 1, unassigned: 0, feasible: true, faults: [] });
    expect(answer).toEqual({
      code: 0,
      summary: {
        cost: 240,
        routes: 1,
        unassigned: 0,
        delivery: [],
        pickup: [],
        setup: 0,
        service: 30,
        duration: 240,
        waiting_time: 0,
        priority: 0,
        distance: 4000,
      },
      unassigned: [],
      routes: [
        {
          vehicle: 1,
          description: 'van',
          cost: 240,
          delivery: [],
          pickup: [],
          setup: 0,
          service: 30,
          waiting_time: 0,
          priority: 0,
          duration: 240,
          distance: 4000,
          steps: [
            { type: 'start', location: [120, 30], location_index: 0, load: [], arrival: 0, duration: 0, distance: 0 },
            {
              type: 'job',
              id: 2,
              description: 'shop',
              location: [120.1, 30],
              location_index: 2,
              setup: 0,
              service: 30,
              waiting_time: 0,
              load: [],
              arrival: 120,
              duration: 120,
              distance: 2000,
            },
            { type: 'end', location_index: 0, load: [], arrival: 270, duration: 240, distance: 4000 },
          ],
        },
      ],
    });
  });

  it('may have their one matrix in the old form, for the profiles of all vehicles', () => {
    const old = { vehicles: [home, { ...home, id: 2, profile: 'bike' }], jobs: [job(4)] };
    const text = JSON.stringify({ ...old, matrix: durations });
    const instance = readInstance(path.join(writeFiles({ 'x.json': text }), 'x.json'));
    const solution = search(instance.problem, { seed: 1, stop: { share: (iterations) => iterations / 50 } });
    expect(instance.score(solution)).toMatchObject({ cost: 480, unassigned: 0, feasible: true });
    expect(() => solve({ ...old, matrix: durations })).toThrow(/"matrices" and "matrix", the old form of it/);
  });

  it('may end elsewhere, or begin and end anywhere', () => {
    const jobs = [job(1), job(3)];
    expect(solve({ vehicles: [{ id: 1, start_index: 0, end_index: 4 }], jobs }).score.cost).toBe(240);
    expect(solve({ vehicles: [{ id: 1, start_index: 0 }], jobs }).score.cost).toBe(180);
    const { answer } = solve({ vehicles: [{ id: 1, end_index: 4 }], jobs });
    expect(answer.summary.cost).toBe(180);
    expect(ids(answer.routes[0])).toEqual([1, 3]);
    expect(answer.routes[0].steps.map(({ type }: { type: string }) => type)).toEqual(['job', 'job', 'end']);
  });

  it('have prices per vehicle, hour and km, or a matrix of costs', () => {
    const jobs = [job(2)];
    const price = (costs: object) => solve({ vehicles: [{ ...home, costs }], jobs }).score.cost;
    // 240 s and 4 km.
    expect(price({ fixed: 50 })).toBe(290);
    expect(price({ per_hour: 7200 })).toBe(480);
    expect(price({ per_km: 5 })).toBe(260);
    expect(price({ per_hour: 0, per_km: 5 })).toBe(20);
    const costs = durations.map((row) => row.map((seconds) => (seconds === 0 ? 0 : 7)));
    expect(solve({ matrices: { car: { durations, costs } }, vehicles: [home], jobs }).score.cost).toBe(14);
  });

  it('know vehicles of other profiles and speeds', () => {
    const slow = durations.map((row) => row.map((seconds) => 2 * seconds));
    const both = { car: { durations }, truck: { durations: slow } };
    const time = (vehicle: object) =>
      solve({ matrices: both, vehicles: [{ ...home, ...vehicle }], jobs: [job(2)] }).score;
    expect(time({ profile: 'truck' }).cost).toBe(480);
    expect(time({ speed_factor: 2 }).cost).toBe(120);
    // 120 s at 0.7 of the speed are 171.4, rounded up.
    expect(time({ speed_factor: 0.7 })).toMatchObject({ cost: 344, feasible: true });
  });

  it('keep to windows, of which one may be chosen, in absolute times too', () => {
    const noon = 1_700_000_000;
    const windows = (from: number) => [
      [from, from + 30],
      [from + 600, from + 900],
    ];
    for (const from of [100, noon]) {
      const { answer, score } = solve({
        vehicles: [{ ...home, time_window: [from - 60, from + 2000] }],
        jobs: [job(2, { time_windows: windows(from) })],
      });
      expect(score.feasible).toBe(true);
      // There at from + 60 at the earliest: the first window is over. Nobody waits before the first task.
      expect(answer.routes[0].steps[1]).toMatchObject({ arrival: from + 600, waiting_time: 0 });
      expect(answer.routes[0].steps[0].arrival).toBe(from + 480);
    }
  });

  it('wait between tasks', () => {
    const { answer } = solve({
      vehicles: [home],
      jobs: [job(1, { time_windows: [[60, 60]] }), job(2, { time_windows: [[500, 500]] })],
    });
    expect(answer.routes[0].steps[2]).toMatchObject({ id: 2, arrival: 120, waiting_time: 380 });
    expect(answer.summary.waiting_time).toBe(380);
  });

  it('leave out what no vehicle can do: a result', () => {
    const { score, answer } = solve({
      vehicles: [{ ...home, capacity: [5], skills: [1], time_window: [0, 1000] }],
      jobs: [
        job(1, { delivery: [6] }),
        job(2, { delivery: [1], skills: [2] }),
        job(3, { delivery: [1], time_windows: [[0, 10]] }),
        job(4, { delivery: [1], skills: [1] }),
      ],
    });
    expect(score).toMatchObject({ unassigned: 3, routes: 1, feasible: false });
    expect(answer.unassigned.map(({ id }: { id: number }) => id)).toEqual([1, 2, 3]);
    expect(ids(answer.routes[0])).toEqual([4]);
  });

  it('prefer higher priority to any number of lower ones', () => {
    // One task a vehicle: the far one of priority 2, or one of the near ones.
    const jobs = [job(1, { priority: 1 }), job(2, { priority: 1 }), job(4, { priority: 2 })];
    const { answer } = solve({ vehicles: [{ ...home, max_tasks: 1 }], jobs });
    expect(ids(answer.routes[0])).toEqual([4]);
    expect(answer.summary.priority).toBe(2);
  });

  it('fill two dimensions, delivered or collected', () => {
    for (const way of ['delivery', 'pickup']) {
      const jobs = [1, 2, 3, 4].map((id) => job(id, { [way]: [1, id === 4 ? 3 : 1, 9] }));
      const vehicles = [1, 2].map((id) => ({ ...home, id, capacity: [3, 3, 99] }));
      const { answer, score } = solve({ vehicles, jobs });
      expect(score.feasible).toBe(true);
      expect(
        answer.routes
          .map(ids)
          .map((list: number[]) => list.length)
          .sort(),
      ).toEqual([1, 3]);
      expect(answer.summary[way]).toEqual([4, 6, 36]);
    }
  });

  it('take a shipment from its pickup to its delivery, or not at all', () => {
    const shipments = [
      {
        pickup: { id: 7, location_index: 3, service: 5 },
        delivery: { id: 8, location_index: 1 },
        amount: [2],
        priority: 3,
      },
      { pickup: { id: 9, location_index: 4 }, delivery: { id: 10, location_index: 2 }, amount: [2] },
    ];
    const vehicles = [{ ...home, capacity: [2] }];
    const { answer, score } = solve({ vehicles, shipments });
    // One at a time: 0 - 4 - 2 - 3 - 1 - 0 is 4 + 2 + 1 + 2 + 1 minutes, 0 - 3 - 1 - 4 - 2 - 0 two more.
    expect(score).toMatchObject({ cost: 600, unassigned: 0, feasible: true });
    expect(ids(answer.routes[0])).toEqual([9, 10, 7, 8]);
    expect(answer.routes[0].steps.map(({ type }: { type: string }) => type)).toEqual([
      'start',
      'pickup',
      'delivery',
      'pickup',
      'delivery',
      'end',
    ]);
    expect(answer.routes[0].steps.map(({ load }: { load: number[] }) => load[0])).toEqual([0, 2, 0, 2, 0, 0]);
    expect(answer.summary).toMatchObject({ delivery: [4], pickup: [4], service: 5, priority: 6 });
    // With room for both, one way out and back.
    expect(solve({ vehicles: [{ ...home, capacity: [4] }], shipments }).score.cost).toBe(480);
    const closed = shipments.map(({ delivery, ...rest }) => ({
      ...rest,
      delivery: { ...delivery, time_windows: [[0, delivery.id === 8 ? 0 : 9000]] },
    }));
    expect(solve({ vehicles, shipments: closed }).answer.unassigned).toEqual([
      { id: 7, location_index: 3, type: 'pickup' },
      { id: 8, location_index: 1, type: 'delivery' },
    ]);
  });

  it('bring a shipment within its ride time, straight or after waiting for it at the pickup', () => {
    const late = { time_windows: [[5000, 9000]] };
    const shipment = (max_ride_time?: number) => [
      { pickup: { id: 7, location_index: 3 }, delivery: { id: 8, location_index: 1 }, max_ride_time },
      { pickup: { id: 9, location_index: 1 }, delivery: { id: 10, location_index: 3, ...late }, max_ride_time: 130 },
    ];
    const vehicles = [home];
    const { answer, score } = solve({ vehicles, shipments: shipment(120) });
    expect(score).toMatchObject({ unassigned: 0, feasible: true });
    const step = (id: number) => answer.routes[0].steps.find((each: { id?: number }) => each.id === id);
    expect(step(8).arrival).toBe(step(7).arrival + step(7).waiting_time + 120);
    expect(step(10).arrival + step(10).waiting_time).toBe(5000);
    expect(step(9).arrival + step(9).waiting_time).toBeGreaterThanOrEqual(4870);
    expect(solve({ vehicles, shipments: shipment(119) }).answer.unassigned).toEqual([
      { id: 7, location_index: 3, type: 'pickup' },
      { id: 8, location_index: 1, type: 'delivery' },
    ]);
  });

  it('count both halves of a shipment as tasks', () => {
    const shipments = [1, 3].map((id) => ({
      pickup: { id, location_index: id },
      delivery: { id: id + 1, location_index: id + 1 },
    }));
    const left = (max_tasks: number) => solve({ vehicles: [{ ...home, max_tasks }], shipments }).score;
    expect([1, 2, 3, 4].map((most) => left(most).unassigned)).toEqual([4, 2, 2, 0]);
    expect(left(3).faults).toEqual(['2 tasks are on no route.']);
  });

  it('collect and deliver on one way, full at every moment at most', () => {
    const jobs = [job(1, { pickup: [2] }), job(2, { delivery: [2] })];
    const { answer, score } = solve({ vehicles: [{ ...home, capacity: [2] }], jobs });
    expect(score).toMatchObject({ cost: 240, unassigned: 0, feasible: true });
    expect(ids(answer.routes[0])).toEqual([2, 1]);
    expect(answer.routes[0].steps.map(({ load }: { load: number[] }) => load[0])).toEqual([2, 0, 2, 2]);
  });

  it('do both halves of a job on one visit', () => {
    // Two jobs that each give and get: beside each other they fit, halves of them would too.
    const jobs = [job(1, { delivery: [1], pickup: [1] }), job(2, { delivery: [1], pickup: [2] })];
    const { answer, score } = solve({ vehicles: [{ ...home, capacity: [2] }], jobs });
    expect(score).toMatchObject({ cost: 120, unassigned: 1, feasible: false });
    expect(ids(answer.routes[0])).toEqual([1]);
    const wide = solve({ vehicles: [{ ...home, capacity: [3] }], jobs });
    expect(wide.score).toMatchObject({ cost: 240, unassigned: 0, feasible: true });
    expect(wide.answer.summary).toMatchObject({ delivery: [2], pickup: [3] });
  });

  it('rest on the way, once, at the hour that is given', () => {
    const breaks = [{ id: 5, description: 'tea', service: 100, time_windows: [[150, 170]] }];
    const { answer, score } = solve({ vehicles: [{ ...home, breaks }], jobs: [job(4), job(2, { service: 10 })] });
    // Eight minutes of driving; a rest costs nothing.
    expect(score).toMatchObject({ cost: 480, feasible: true });
    const [{ steps, duration, service }] = answer.routes;
    expect([duration, service]).toEqual([480, 110]);
    const rest = steps.find(({ type }: { type: string }) => type === 'break');
    expect(rest).toMatchObject({ id: 5, description: 'tea', service: 100 });
    const begins = rest.arrival + rest.waiting_time;
    expect(begins).toBeGreaterThanOrEqual(150);
    expect(begins).toBeLessThanOrEqual(170);
    expect(steps.at(-1).arrival).toBe(steps[0].arrival + 480 + 110 + answer.summary.waiting_time);
    // Nobody is back in time for the second.
    const late = { time_window: [0, 589] };
    expect(
      solve({ vehicles: [{ ...home, ...late, breaks }], jobs: [job(4), job(2, { service: 10 })] }).score.unassigned,
    ).toBe(1);
  });

  it('drive no longer and no farther than a vehicle may', () => {
    const far = (vehicle: object) => solve({ vehicles: [{ ...home, ...vehicle }], jobs: [job(2), job(4)] }).answer;
    expect(far({ max_travel_time: 479 }).summary.unassigned).toBe(1);
    expect(far({ max_travel_time: 480 }).summary.unassigned).toBe(0);
    const perKm = { costs: { per_hour: 0, per_km: 10 } };
    expect(far({ ...perKm, max_distance: 7999 }).summary.unassigned).toBe(1);
    expect(far({ ...perKm, max_distance: 8000 }).summary.unassigned).toBe(0);
    expect(far({ ...perKm, max_distance: 8000, max_travel_time: 479 }).summary.unassigned).toBe(1);
    expect(far({ ...perKm, max_distance: 8000, max_travel_time: 480 }).summary.unassigned).toBe(0);
  });
});

describe('counting a VROOM answer again', () => {
  const text = JSON.stringify({
    matrices,
    vehicles: [
      { ...home, capacity: [1], time_window: [0, 400], max_tasks: 1, max_travel_time: 100, max_distance: 1000 },
    ],
    jobs: [job(2, { delivery: [2], skills: [7], service: 10, time_windows: [[0, 100]] })],
  });
  const step = {
    what: { kind: 'job', at: 0 },
    driven: 120,
    arrives: 120,
    begins: 120,
    leaves: 130,
  } as VroomRoute['steps'][number];
  const route = (more: object = {}) => [{ vehicle: 0, departs: 0, returns: 250, steps: [step], ...more }];

  it('sees every broken rule', () => {
    const { faults, feasible } = scoreVroom(text, route());
    expect(feasible).toBe(false);
    expect(faults).toEqual([
      'Vehicle 1 departs with more than it holds.',
      'Job 2 begins at 120, outside its time windows.',
      'Vehicle 1 lacks a skill for job 2.',
      'Vehicle 1 drives too long.',
      'Vehicle 1 drives too far.',
    ]);
    expect(scoreVroom(text, route({ returns: 401 })).faults).toContain('Vehicle 1 works outside its time window.');
    expect(scoreVroom(text, route({ steps: [step, step] })).faults).toContain('Job 2 is done twice.');
    expect(scoreVroom(text, route({ departs: 1 })).faults).toContain('Job 2 is reached at another moment than told.');
    expect(scoreVroom(text, [])).toMatchObject({ unassigned: 1, feasible: false });
  });
});

describe('counting breaks again', () => {
  const text = JSON.stringify({
    matrices,
    vehicles: [{ ...home, breaks: [{ id: 5, service: 30, time_windows: [[70, 90]] }] }],
    jobs: [job(2)],
  });
  const work = (driven: number, arrives: number) => ({ ...at('job', driven, arrives), leaves: arrives });
  const at = (kind: string, driven: number, arrives: number) => ({
    what: { kind, at: 0 },
    driven,
    arrives,
    begins: arrives,
    leaves: arrives + 30,
  });
  const count = (steps: object[], returns: number) =>
    scoreVroom(text, [{ vehicle: 0, departs: 0, returns, steps }] as unknown as VroomRoute[]).faults;

  it('sees those missed, too early, or that shorten the way', () => {
    expect(count([at('break', 80, 80), work(40, 150)], 270)).toEqual([]);
    expect(count([work(120, 120)], 240)).toEqual(['Vehicle 1 misses its break 5.']);
    expect(count([at('break', 60, 60), work(60, 150)], 270)).toEqual([
      'Break 5 begins at 60, outside its time windows.',
    ]);
    expect(count([at('break', 80, 80), work(10, 120)], 240)).toEqual([
      'Vehicle 1 does not take the time of the way to job 2.',
    ]);
  });
});

describe('counting shipments again', () => {
  const text = JSON.stringify({
    matrices,
    vehicles: [{ ...home, capacity: [2] }],
    jobs: [job(4, { delivery: [1] })],
    shipments: [
      {
        pickup: { id: 7, location_index: 1 },
        delivery: { id: 8, location_index: 2 },
        amount: [2],
        skills: [5],
        max_ride_time: 100,
      },
    ],
  });
  const steps = (...kinds: [string, number][]) =>
    kinds.map(([kind, arrives], at) => ({
      what: { kind, at: 0 },
      driven: arrives - (kinds[at - 1]?.[1] ?? 0),
      arrives,
      begins: arrives,
      leaves: arrives,
    }));
  const count = (list: object[], returns: number) =>
    scoreVroom(text, [{ vehicle: 0, departs: 0, returns, steps: list }] as unknown as VroomRoute[]).faults;

  it('sees halves, a delivery before its pickup, and what is too much on the way', () => {
    const lacks = ['Vehicle 1 lacks a skill for pickup 7.', 'Vehicle 1 lacks a skill for delivery 8.'];
    expect(count(steps(['pickup', 60], ['job', 240], ['delivery', 360]), 480)).toContain(
      'Delivery 8 begins after a ride of 300 s.',
    );
    expect(count(steps(['pickup', 60], ['delivery', 120], ['job', 240]), 480)).toEqual([
      lacks[0],
      'Vehicle 1 carries more than it holds after pickup 7.',
      lacks[1],
    ]);
    expect(count(steps(['job', 240], ['pickup', 420], ['delivery', 480]), 600)).toEqual(lacks);
    expect(count(steps(['job', 240], ['delivery', 360], ['pickup', 420]), 480)[0]).toBe(
      'Delivery 8 is done before its pickup.',
    );
    expect(count(steps(['job', 240], ['pickup', 420]), 480)).toContain(
      'Vehicle 1 makes half of the shipment from pickup 7.',
    );
  });
});

describe('VROOM files are refused with a sentence', () => {
  const good = { vehicles: [home], jobs: [job(1)], matrices };
  const refusal = (content: string) => {
    const folder = writeFiles({ 'x.json': content });
    expect(() => readInstance(path.join(folder, 'x.json'))).toThrow(/^x\.json.*\.$/);
    try {
      readInstance(path.join(folder, 'x.json'));
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };
  const rows = (change: (row: number[], at: number) => unknown) => ({ car: { durations: durations.map(change) } });

  it.each([
    ['broken JSON', '{"vehicles": [', 'no valid JSON'],
    ['NaN', '{"vehicles": [NaN]}', 'no valid JSON'],
    ['a list', '[]', 'x.json:'],
    ['no matrices', { ...good, matrices: undefined }, 'knows no roads'],
    ['no vehicle', { ...good, vehicles: [] }, 'there is no vehicle'],
    ['nothing to do', { ...good, jobs: [] }, 'neither jobs nor shipments'],
    ['a vehicle twice', { ...good, vehicles: [home, home] }, 'two vehicles with id 1'],
    ['a job twice', { ...good, jobs: [job(1), job(1)] }, 'two jobs with id 1'],
    ['a vehicle without ends', { ...good, vehicles: [{ id: 1 }] }, 'neither start_index nor end_index'],
    ['an inverted window', { ...good, jobs: [job(1, { time_windows: [[5, 4]] })] }, 'ends before it begins'],
    ['no window', { ...good, jobs: [job(1, { time_windows: [] })] }, 'jobs[0].time_windows'],
    ['a negative amount', { ...good, jobs: [job(1, { delivery: [-1] })] }, 'jobs[0].delivery[0]'],
    ['an amount beyond exact numbers', { ...good, jobs: [job(1, { delivery: [1e300] })] }, 'jobs[0].delivery[0]'],
    ['amounts without capacity', { ...good, jobs: [job(1, { delivery: [1] })] }, 'vehicle 1 has no capacity'],
    ['an index outside', { ...good, jobs: [{ id: 1, location_index: 5 }] }, 'index 5 is outside the 5 × 5 matrix'],
    ['a ragged matrix', { ...good, matrices: rows((row, at) => row.slice(0, at)) }, 'must be square'],
    ['a negative way', { ...good, matrices: rows((row) => row.map(() => -1)) }, 'holds "-1"'],
    ['a way in parts', { ...good, matrices: rows((row) => row.map(() => 1.5)) }, 'holds "1.5"'],
    ['a missing way', { ...good, matrices: rows((row) => row.map(() => null)) }, 'holds "null"'],
    ['distances of another size', { ...good, matrices: { car: { durations, distances: [[0]] } } }, 'has 1 rows'],
    ['an unknown profile', { ...good, vehicles: [{ ...home, profile: 'bike' }] }, 'profile "bike"'],
    ['an unknown key', { ...good, vehicles: [{ ...home, steps: [] }] }, 'vehicles[0] has the key "steps"'],
    ['an unknown key of a job', { ...good, jobs: [job(1, { max_lateness: 1 })] }, 'jobs[0] has the key "max_lateness"'],
    ['an unknown price', { ...good, vehicles: [{ ...home, costs: { per_task_hour: 1 } }] }, '"per_task_hour"'],
    ['an endless service', { ...good, jobs: [job(1, { service: 1e15 })] }, 'jobs[0].service'],
    ['an endless price', { ...good, vehicles: [{ ...home, costs: { fixed: 1e15 } }] }, 'vehicles[0].costs.fixed'],
    ['a light break', { ...good, vehicles: [{ ...home, breaks: [{ id: 1, max_load: [1] }] }] }, '"max_load"'],
    [
      'a limit beside other costs',
      { ...good, vehicles: [{ ...home, max_distance: 5 }] },
      '"max_distance" of vehicle 1',
    ],
    ['times far apart', { ...good, jobs: [1, 9e9].map((t, at) => job(at, { time_windows: [[t, t]] })) }, 's apart'],
    ['a shared setup', { ...good, jobs: [job(1, { setup: 9 }), { id: 2, location_index: 1 }] }, '"setup"'],
    [
      'too much to do',
      { ...good, jobs: Array.from({ length: 50_000 }, (_, id) => ({ id, location_index: 1 })) },
      '20000',
    ],
    [
      'three dimensions that bind',
      { ...good, vehicles: [{ ...home, capacity: [1, 1, 1] }], jobs: [job(1, { delivery: [2, 2, 2] })] },
      '3 dimensions',
    ],
    [
      'a price per km without distances',
      { ...good, matrices: { car: { durations } }, vehicles: [{ ...home, costs: { per_km: 1 } }] },
      'no distances',
    ],
  ])('%s', (_, content, sentence) => {
    expect(refusal(typeof content === 'string' ? content : JSON.stringify(content))).toContain(sentence);
  });
});
