import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { ApiError } from '../../api/api-error.js';
import type { Job } from '../../api/types.js';
import { tellFailure } from '../../components/notices.js';
import { startApi } from './start-api.js';

const lookMilliseconds = 700;

/** What the server is at, and before that the sending. */
type Step = 'sending' | 'waiting' | 'reading' | 'tiles' | 'opening' | 'base-map' | 'done';

export type BuildState =
  | { readonly is: 'idle' }
  | { readonly is: 'working'; readonly step: Step; readonly share: number }
  | { readonly is: 'failed'; readonly error: unknown }
  | { readonly is: 'done' };

export interface Build {
  readonly state: Signal<BuildState>;
  send(file: File, name: string): void;
  fromServer(path: string, name: string): void;
  /** Takes up a build that somebody began before. */
  follow(jobId: string): void;
  cancel(): void;
}

/** Builds a map and follows the job. @param onDone is called when the map is in use. */
export function useMapBuild(onDone: () => void): Build {
  const state = useSignal<BuildState>({ is: 'idle' });
  const stop = useRef<() => void>(() => undefined);
  const isGone = useRef(false);
  useEffect(
    () => () => {
      isGone.current = true;
    },
    [],
  );

  const work = async (begin: () => Promise<string>) => {
    try {
      const jobId = await begin();
      stop.current = () => void startApi.cancelJob(jobId).catch(tellFailure);
      await untilEnd(jobId);
      state.value = { is: 'done' };
      onDone();
    } catch (error) {
      const isCancelled = error instanceof ApiError && error.code === 'cancelled';
      state.value = isCancelled ? { is: 'idle' } : { is: 'failed', error };
    }
  };

  const untilEnd = async (jobId: string) => {
    while (!isGone.current) {
      const job = await startApi.job(jobId);
      if (job.status === 'done') return;
      if (job.status === 'cancelled') throw new ApiError(0, 'cancelled', '');
      if (job.status === 'failed') throw new ApiError(422, job.error?.code ?? 'internal', job.error?.detail ?? '');
      state.value = { is: 'working', ...stepOf(job) };
      await new Promise((resolve) => window.setTimeout(resolve, lookMilliseconds));
    }
    throw new ApiError(0, 'cancelled', '');
  };

  return {
    state,
    send: (file, name) =>
      void work(async () => {
        state.value = { is: 'working', step: 'sending', share: 0 };
        const { sent, abort } = startApi.sendMap(file, name, (share) => {
          state.value = { is: 'working', step: 'sending', share };
        });
        stop.current = abort;
        return (await sent).jobId;
      }),
    fromServer: (path, name) => void work(async () => (await startApi.mapFromServer(path, name)).jobId),
    follow: (jobId) => state.value.is !== 'working' && void work(async () => jobId),
    cancel: () => stop.current(),
  };
}

function stepOf({ progress }: Job): { readonly step: Step; readonly share: number } {
  return progress?.phase === 'map' ? { step: progress.step, share: progress.share } : { step: 'waiting', share: 0 };
}
