import { DispatchError, NotFoundError } from '../../domain/dispatch-error.js';
import { makeBatchDesk } from '../batch-desk.js';
import type { FieldStore, ReportRequest, TakenReports } from './field-store.js';

const mostReports = 500;

/**
 * Takes couriers' reports that come one by one, those of a depot together where they wait. Of each run one request is
 * taken at a time, in the order in which they came, so that every run goes through the same steps as if they had come
 * alone.
 */
export function makeReportDesk(store: Pick<FieldStore, 'reportTogether'>) {
  const together = async (requests: readonly ReportRequest[]) => {
    const taken = await store.reportTogether(requests);
    return requests.map(({ runId }, at) => taken[at] ?? new NotFoundError('run', runId));
  };
  return makeBatchDesk<ReportRequest, TakenReports>({
    laneOf: ({ by }) => by.depotIds?.join(' ') ?? '',
    subjectsOf: ({ runId }) => [runId],
    sizeOf: ({ reports }) => reports.length,
    mostSize: mostReports,
    together,
    alone: async (request) => (await together([request]))[0],
    tooBusy: () =>
      new DispatchError(
        'overloaded',
        'More reports come in than can be taken. Nothing of these was taken; send them again.',
      ),
  });
}

export type ReportDesk = ReturnType<typeof makeReportDesk>;
