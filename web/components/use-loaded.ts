import { useCallback, useEffect, useState } from 'preact/hooks';

export interface Loaded<Value> {
  readonly value: Value | undefined;
  readonly error: unknown;
  readonly reload: () => Promise<void>;
  readonly set: (value: Value) => void;
}

/** Loads something when `key` changes and on demand. What was there stays while it is loaded again. */
export function useLoaded<Value>(load: () => Promise<Value>, key: string): Loaded<Value> {
  const [value, set] = useState<Value>();
  const [error, setError] = useState<unknown>();
  const reload = useCallback(async () => {
    setError(undefined);
    try {
      set(await load());
    } catch (thrown) {
      setError(thrown);
    }
  }, [key]);
  useEffect(() => {
    void reload();
  }, [reload]);
  return { value, error, reload, set };
}
