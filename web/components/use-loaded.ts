import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

export interface Loaded<Value> {
  readonly value: Value | undefined;
  readonly error: unknown;
  readonly reload: () => Promise<void>;
  readonly set: (value: Value) => void;
}

/**
 * Loads something when `key` changes and on demand. What was there stays while it is loaded again; an answer that comes
 * after a later one was asked for is not shown.
 */
export function useLoaded<Value>(load: () => Promise<Value>, key: string): Loaded<Value> {
  const [value, set] = useState<Value>();
  const [error, setError] = useState<unknown>();
  const asked = useRef(0);
  const reload = useCallback(async () => {
    const number = ++asked.current;
    setError(undefined);
    try {
      const found = await load();
      if (number === asked.current) set(found);
    } catch (thrown) {
      if (number === asked.current) setError(thrown);
    }
  }, [key]);
  useEffect(() => {
    void reload();
  }, [reload]);
  return { value, error, reload, set };
}
