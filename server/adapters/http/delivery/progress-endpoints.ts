import { type FollowedStopRow, progressLists, progressOfWave } from '../../../application/delivery/wave-progress.js';
import { NotFoundError } from '../../../domain/dispatch-error.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import type { HttpServices } from '../services.js';
import { progressQuery, waveProgress } from './progress-contract.js';

/** How far waves are. */
export function progressEndpoints(services: HttpServices): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/waves/:waveId/progress',
      permission: 'runs:read',
      summary:
        'What became of a wave by now, by stops, totes and orders, and what is late; and the stops of one figure.',
      query: progressQuery,
      answer: waveProgress,
      async handle({ actor, params, query: { stops: wanted, run } }) {
        const wave = await services.progress.readWave(params.waveId, actor.depotIds);
        const at = services.clock.now();
        const { figures, runs, stops } = progressOfWave(wave, at);
        if (run !== undefined && !runs.some(({ runId }) => runId === run)) throw new NotFoundError('run', run);
        const isAsked = (row: FollowedStopRow) => run === undefined || row.run.runId === run;
        return {
          waveId: wave.waveId,
          at,
          figures,
          runs,
          ...(wanted && { stops: stops.filter(isAsked).filter(progressLists[wanted]).map(sentStop) }),
        };
      },
    }),
  ];
}

function sentStop({ stop, run, result, standing, late, expectedAt }: FollowedStopRow) {
  const { windows: _, goods: __, plannedBeginAt: ___, etaAt: ____, ...told } = stop;
  return {
    ...told,
    routeNo: run.routeNo,
    runCode: run.runCode,
    result,
    standing: standing ?? null,
    expectedAt: expectedAt ?? null,
    lateSeconds: { planned: late.planned, predicted: late.predicted ?? null, actual: late.actual ?? null },
  };
}
