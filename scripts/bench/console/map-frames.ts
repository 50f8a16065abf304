import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { Seeded } from '../../../server/demo/seeded.js';
import type { MeasuredTime } from '../pages/table-times.js';
import { withScratch } from '../servers/scratch.js';
import { deliveryDate, makeOrder, ordersFile, writeNetwork } from '../servers/small-network.js';
import { changeAnswers, type Row } from './change-answers.js';
import { openPlannedDay } from './open-planned-day.js';
import { framesWhile, type MeasuredFrames } from './watch-frames.js';

const port = 3393;
const size = { stations: 10_000, skus: 100, vehicles: 40 };
const runs = 600;
/** Points of a run's way: what roads of a city come to after what the eye does not need is left out. */
const pointsOfWay = 300;

export interface MeasuredMap {
  readonly frames: readonly MeasuredFrames[];
  readonly times: readonly MeasuredTime[];
}

/**
 * How smoothly the console's map moves with 10,000 stations and 600 runs. The stations are the server's; a small plan is made as
 * large as that in the answers that the browser gets: what is measured is the page.
 */
export async function measureMap(): Promise<MeasuredMap> {
  return withScratch('map', async (scratch) => {
    const date = deliveryDate(2);
    const { page, address } = await openPlannedDay(scratch, { date, port }, (files) => {
      const random = new Seeded(1);
      writeNetwork(files, size, 1);
      const orders = Array.from({ length: 200 }, (_, at) => makeOrder(random, `O${at + 1}`, date, size));
      writeFileSync(path.join(files, 'orders.csv'), ordersFile(orders));
    });
    await enlarge(page);
    let drawnAt = 0;
    page.on('response', (response) => {
      if (response.url().includes('format=geojson')) drawnAt = performance.now();
    });
    await page.goto(`${address}/?date=${date}`);
    await page.locator('.run-number').first().waitFor({ state: 'attached', timeout: 120_000 });
    const firstUse = (performance.now() - drawnAt) / 1000;
    await page.waitForTimeout(3000);
    const box = (await page.locator('.map__canvas').boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const frames = [
      await framesWhile(page, 'pushed around', async () => {
        await page.mouse.move(x, y);
        await page.mouse.down();
        for (let at = 0; at < 120; at++) {
          await page.mouse.move(x + Math.sin(at / 12) * 150, y + Math.cos(at / 12) * 100 - 100);
          await page.waitForTimeout(16);
        }
        await page.mouse.up();
      }),
      await framesWhile(page, 'zoomed in and out', async () => {
        for (let at = 0; at < 8; at++) {
          await page.mouse.wheel(0, at < 4 ? -120 : 120);
          await page.waitForTimeout(500);
        }
      }),
    ];
    const selected = await page.evaluate<number>(`(async () => {
      const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      await drawn();
      const began = performance.now();
      document.querySelector('table tbody tr:nth-child(5)').click();
      await drawn();
      return (performance.now() - began) / 1000;
    })()`);
    return {
      frames,
      times: [
        { what: 'routes are there to their being drawn', seconds: firstUse, asked: 2 },
        { what: 'a run is chosen', seconds: selected, asked: 0.1 },
      ],
    };
  });
}

/** Streets one after the other, each some blocks of 50 m long, which turn the corner now and then: 15 km. */
function roundFrom(random: Seeded, west: number, south: number): [number, number][] {
  let [lon, lat] = [west, south];
  let turn = 0;
  return Array.from({ length: pointsOfWay }, (_, at) => {
    if (at % 5 === 0) turn = random.below(4);
    lon += [0.0005, 0, -0.0005, 0][turn];
    lat += [0, 0.0005, 0, -0.0005][turn];
    return [lon, lat];
  });
}

/** A plan of some runs as if it had 600, over all of the ground. */
async function enlarge(page: Page): Promise<void> {
  const numbers = Array.from({ length: runs }, (_, at) => at + 1);
  await changeAnswers(page, /\/runs\?/, ({ data, ...rest }) => ({
    ...rest,
    nextCursor: null,
    data: numbers.map((no) => ({
      ...(data as Row[])[0],
      runId: `run-${no}`,
      routeNo: no,
      runCode: String(no),
      vehicleId: `V${no}`,
    })),
  }));
  await changeAnswers(page, /\/plans\/[^/?]+\?format=geojson/, (drawing) => {
    const random = new Seeded(2);
    const depot = (drawing.features as Row[]).filter(({ properties }) => (properties as Row).kind === 'depot');
    return {
      ...drawing,
      features: [
        ...depot,
        ...numbers.flatMap((routeNo) => {
          const named = { routeNo, tripNo: 1, vehicleId: `V${routeNo}` };
          const [west, south] = [random.between(120, 120.27), random.between(30.1, 30.37)];
          const round = roundFrom(random, west, south);
          const home = [120.15, 30.25];
          const way = (to: number[], at: number) => [0, 1].map((axis) => home[axis] + (to[axis] - home[axis]) * at);
          const steps = Array.from({ length: 50 }, (_, at) => at / 50);
          const out = steps.map((at) => way(round[0], at));
          const back = steps.map((at) => way(round[round.length - 1], 1 - at));
          return [
            {
              type: 'Feature',
              geometry: { type: 'LineString', coordinates: [...out, ...round, ...back] },
              properties: {
                kind: 'trip',
                ...named,
                meters: 50_000,
                seconds: 9_000,
                estimated: false,
                firstStopAt: out.length,
                lastStopAt: out.length + round.length - 1,
              },
            },
            {
              type: 'Feature',
              geometry: {
                type: 'Polygon',
                coordinates: [
                  [
                    [west, south],
                    [west + 0.03, south],
                    [west + 0.03, south + 0.03],
                    [west, south + 0.03],
                    [west, south],
                  ],
                ],
              },
              properties: { kind: 'district', ...named },
            },
          ];
        }),
      ],
    };
  });
}
