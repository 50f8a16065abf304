import { signal } from '@preact/signals';
import type { ComponentChild } from 'preact';
import { useEffect } from 'preact/hooks';
import { tellFailure } from './notices.js';
import { Loading } from './states.js';

/** A part of a page whose code is asked for when it is shown the first time. */
export function lazily(load: () => Promise<() => ComponentChild>): () => ComponentChild {
  const loaded = signal<{ readonly Content: () => ComponentChild } | undefined>(undefined);
  return function Lazily() {
    useEffect(() => {
      if (loaded.value !== undefined) return;
      load().then((Content) => {
        loaded.value = { Content };
      }, tellFailure);
    }, []);
    const shown = loaded.value;
    return shown === undefined ? <Loading /> : <shown.Content />;
  };
}
