import { DispatchError, NotFoundError } from '../../domain/dispatch-error.js';
import type { FieldStore, ReportRequest, TakenReports } from './field-store.js';

interface Waiting {
  readonly request: ReportRequest;
  readonly since: number;
  resolve(taken: TakenReports): void;
  reject(error: unknown): void;
}

/** More than this in one transaction makes those who wait behind it wait longer than it spares. */
const mostRequests = 64;
const mostReports = 500;
/** Who would wait longer is told at once to come again. */
const longestWaitMilliseconds = 2_500;
const mostWaiting = 2_000;

/**
 * Takes couriers' reports that come one by one: those that wait together are one transaction, a request of each run, so
 * that every run goes through the same steps as if they had come alone. A request is answered only when its reports are
 * kept. Where a transaction fails, each of its requests is tried alone.
 */
export function makeReportDesk(store: Pick<FieldStore, 'reportTogether'>) {
  const waiting: Waiting[] = [];
  let isRunning = false;

  const run = async () => {
    if (isRunning) return;
    isRunning = true;
    try {
      while (waiting.length > 0) {
        const late = waiting.filter(({ since }) => performance.now() - since > longestWaitMilliseconds);
        for (const each of late) each.reject(tooBusy());
        waiting.splice(0, waiting.length, ...waiting.filter((each) => !late.includes(each)));
        const together = takeTogether(waiting);
        if (together.length > 0) await settle(together);
      }
    } finally {
      isRunning = false;
    }
  };

  const settle = async (together: readonly Waiting[]) => {
    try {
      const taken = await store.reportTogether(together.map(({ request }) => request));
      together.forEach(({ request, resolve, reject }, at) => {
        const own = taken[at];
        if (own === undefined) reject(new NotFoundError('run', request.runId));
        else resolve(own);
      });
    } catch (error) {
      if (together.length === 1 || isOfDatabase(error)) for (const { reject } of together) reject(error);
      else for (const each of together) await settle([each]);
    }
  };

  return {
    /**
     * Takes reports; resolves when they are kept. Those of one run are taken in the order in which they came.
     *
     * @throws NotFoundError for somebody else's run, DispatchError `overloaded` when too many wait already; nothing was
     *   taken then.
     */
    take(request: ReportRequest): Promise<TakenReports> {
      if (waiting.length >= mostWaiting) return Promise.reject(tooBusy());
      return new Promise<TakenReports>((resolve, reject) => {
        waiting.push({ request, since: performance.now(), resolve, reject });
        void run();
      });
    },
  };
}

export type ReportDesk = ReturnType<typeof makeReportDesk>;

function tooBusy(): DispatchError {
  return new DispatchError(
    'overloaded',
    'More reports come in than can be taken. Nothing of these was taken; send them again.',
  );
}

/** What every request would meet alone as well, after as long a wait. */
function isOfDatabase(error: unknown): boolean {
  return error instanceof DispatchError && /^(database-|ENGINE_)/.test(error.code);
}

/** Takes those off the list that go together: in their order, and no run twice; its next request stays for the next time. */
function takeTogether(waiting: Waiting[]): Waiting[] {
  const together: Waiting[] = [];
  const left: Waiting[] = [];
  const runIds = new Set<string>();
  let reports = 0;
  for (const next of waiting) {
    const { runId, reports: own } = next.request;
    const fits = together.length === 0 || (together.length < mostRequests && reports + own.length <= mostReports);
    if (!fits || runIds.has(runId)) left.push(next);
    else {
      together.push(next);
      reports += own.length;
    }
    // Also where it was too large: what came later of the run must not come before it.
    runIds.add(runId);
  }
  waiting.splice(0, waiting.length, ...left);
  return together;
}
