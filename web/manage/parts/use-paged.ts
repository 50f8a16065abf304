import { signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ask } from '../../api/ask.js';
import type { Page } from '../../api/types.js';

export interface Paged<Row> {
  /** Undefined until the first page is there. */
  readonly rows: readonly Row[] | undefined;
  readonly error: unknown;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly more: () => Promise<void>;
  /** From the first page on. */
  readonly reload: () => Promise<void>;
}

const rowsAtOnce = 100;

/** Counts what was done to rows outside of their list, such as a removal some seconds after who did it went back to the list. */
const doneOutside = signal(0);

/** Lists that are shown read their rows again. */
export function rereadLists(): void {
  doneOutside.value++;
}

/** A list page by page: the first when `path` changes, each further one when it is asked for. */
export function usePaged<Row>(path: string): Paged<Row> {
  const [rows, setRows] = useState<readonly Row[]>();
  const [cursor, setCursor] = useState<string | null>(null);
  const [error, setError] = useState<unknown>();
  const [isLoading, setLoading] = useState(false);
  /** An answer to what was asked before is not shown any more. */
  const asked = useRef(0);
  const load = async (before: readonly Row[], at: string | null) => {
    const mine = ++asked.current;
    setLoading(true);
    setError(undefined);
    try {
      const query = `limit=${rowsAtOnce}${at === null ? '' : `&cursor=${encodeURIComponent(at)}`}`;
      const page = await ask<Page<Row>>('GET', `${path}${path.includes('?') ? '&' : '?'}${query}`);
      if (mine !== asked.current) return;
      setRows([...before, ...page.data]);
      setCursor(page.nextCursor);
    } catch (thrown) {
      if (mine === asked.current) setError(thrown);
    } finally {
      if (mine === asked.current) setLoading(false);
    }
  };
  const done = doneOutside.value;
  useEffect(() => void load([], null), [path, done]);
  return {
    rows,
    error,
    hasMore: cursor !== null,
    isLoading,
    more: () => load(rows ?? [], cursor),
    reload: () => load([], null),
  };
}
