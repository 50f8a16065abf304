import type { Page } from 'playwright-core';
import { writeDemo } from '../../../server/adapters/map/write-demo.js';
import { withScratch } from '../servers/scratch.js';
import { changeAnswers, type Row } from './change-answers.js';
import { openPlannedDay } from './open-planned-day.js';
import { framesOf, type MeasuredFrames } from './watch-frames.js';

const port = 3392;
const date = '2024-06-14';
const day = { vehicles: 200, stops: 20 };

/**
 * How smoothly the console's timeline moves with 200 vehicles of 20 stops, half of them reported. The day is planned small, and
 * made as large as that in the answers that the browser gets: what is measured is the page.
 */
export async function measureTimeline(): Promise<MeasuredFrames[]> {
  return withScratch('timeline', async (scratch) => {
    const { page, address } = await openPlannedDay(scratch, { date, port }, (folder) =>
      writeDemo({ folder, date, stations: 40, orders: 600 }),
    );
    await enlarge(page);
    await page.goto(`${address}/?date=${date}&timeline=vehicles.500`);
    await page.locator(`.timeline [aria-rowcount="${day.vehicles}"]`).waitFor({ state: 'attached' });
    await page.waitForTimeout(2000);
    const timeline = (what: string, act: string) => framesOf(page, what, '.timeline__canvas', act);
    return [
      await timeline('moved in time', '(canvas) => wheel(canvas, { deltaX: 6, shiftKey: true })'),
      await timeline(
        'zoomed in and out',
        '(canvas, at) => wheel(canvas, { deltaY: at % 60 < 30 ? -12 : 12, ctrlKey: true })',
      ),
      await timeline(
        'scrolled through its rows',
        "(canvas) => { canvas.closest('.timeline__scroll').scrollTop += 12; }",
      ),
    ];
  });
}

/** Answers of one day as if it had 200 vehicles; the first run and route stand for all. */
async function enlarge(page: Page): Promise<void> {
  const numbers = Array.from({ length: day.vehicles }, (_, at) => at + 1);
  const change = (pattern: RegExp, make: (body: Row) => Row) => changeAnswers(page, pattern, make);
  let stations: string[] = [];
  let beginsAt = 0;
  const leaveOf = (no: number) => 6 * 3600 + (no % 8) * 900;
  const arrivalOf = (no: number, at: number) => leaveOf(no) + 1500 + at * 1200;
  await change(/\/plans\/[^/?]+$/, (plan) => {
    const routes = plan.routes as { trips: { stops: { stationId: string }[] }[] }[];
    stations = routes.flatMap(({ trips }) => trips.flatMap(({ stops }) => stops.map(({ stationId }) => stationId)));
    beginsAt = Date.parse(plan.beginsAt as string);
    const stop = routes[0].trips[0].stops[0];
    return {
      ...plan,
      routes: numbers.map((no) => ({
        vehicleId: `V${no}`,
        run: { runId: `run-${no}`, routeNo: no },
        trips: [
          {
            ...routes[0].trips[0],
            loadBegins: leaveOf(no) - 1200,
            departs: leaveOf(no),
            returns: arrivalOf(no, day.stops) + 600,
            breaks: [{ begins: arrivalOf(no, 10) - 500, ends: arrivalOf(no, 10) - 200, beforeStop: 10 }],
            stops: Array.from({ length: day.stops }, (_, at) => ({
              ...stop,
              stationId: stations[(no * 7 + at) % stations.length],
              arrives: arrivalOf(no, at),
              begins: arrivalOf(no, at) + 120,
              leaves: arrivalOf(no, at) + 600,
            })),
          },
        ],
      })),
    };
  });
  await change(/\/plans\/[^/]+\/route-kpis$/, (kpis) => ({ ...kpis, data: [] }));
  await change(/\/plans\/[^/?]+\?format=geojson/, (drawing) => ({ ...drawing, features: [] }));
  await change(/\/runs\?/, ({ data, ...page }) => ({
    ...page,
    nextCursor: null,
    data: numbers.map((no) => {
      const departedAt = new Date(Date.parse(`${date}T06:00:00+08:00`)).toISOString();
      const [run] = data as Row[];
      return {
        ...run,
        runId: `run-${no}`,
        routeNo: no,
        runCode: String(no),
        vehicleId: `V${no}`,
        status: 'departed',
        departedAt,
      };
    }),
  }));
  await change(/\/progress\?stops=all/, (progress) => {
    const [stop] = progress.stops as Row[];
    const at = (second: number) => new Date(beginsAt + second * 1000).toISOString();
    return {
      ...progress,
      stops: numbers.flatMap((no) =>
        Array.from({ length: day.stops }, (_, place) => {
          const arrives = arrivalOf(no, place);
          const isDone = place < day.stops / 2;
          return {
            ...stop,
            runId: `run-${no}`,
            stopId: `stop-${no}-${place}`,
            tripNo: 1,
            sequence: place + 1,
            stationId: stations[(no * 7 + place) % stations.length],
            plannedArrivalAt: at(arrives),
            arrivedAt: isDone ? at(arrives + 90) : null,
            leftAt: isDone ? at(arrives + 700) : null,
            expectedAt: isDone ? null : at(arrives + 240),
            lateSeconds: {
              planned: 0,
              predicted: isDone ? null : place % 5 === 0 ? 300 : 0,
              actual: isDone ? 0 : null,
            },
          };
        }),
      ),
    };
  });
}
