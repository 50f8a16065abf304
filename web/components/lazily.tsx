import { signal } from '@preact/signals';
import type { ComponentChild } from 'preact';
import { useEffect } from 'preact/hooks';
import { ApiError } from '../api/api-error.js';
import { Failure, Loading } from './states.js';

/** A part of a page whose code is asked for when it is shown the first time. */
export function lazily(load: () => Promise<() => ComponentChild>): () => ComponentChild {
  const loaded = signal<{ readonly Content: () => ComponentChild } | undefined>(undefined);
  const failure = signal<ApiError | undefined>(undefined);
  const begin = () => {
    failure.value = undefined;
    load().then(
      (Content) => {
        loaded.value = { Content };
      },
      (error) => {
        failure.value = new ApiError(0, 'offline', 'A part of the page did not come.', { cause: error });
      },
    );
  };
  return function Lazily() {
    useEffect(() => {
      if (loaded.value === undefined) begin();
    }, []);
    if (failure.value !== undefined) return <Failure error={failure.value} onRetry={begin} />;
    const shown = loaded.value;
    return shown === undefined ? <Loading /> : <shown.Content />;
  };
}
