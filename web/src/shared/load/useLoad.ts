import { useCallback, useEffect, useState } from "react";

export type Loaded<T> =
  | { status: "loading"; data: T | null; error: null }
  | { status: "ready"; data: T; error: null }
  | { status: "failed"; data: T | null; error: unknown };

interface Outcome<T> {
  stamp: string;
  data: T | null;
  error: unknown;
  failed: boolean;
}

/**
 * Runs `load` now and whenever `key` changes, dropping what was overtaken. While it runs again the last data stays to
 * be shown. The second value loads once more.
 */
export function useLoad<T>(key: string, load: (signal: AbortSignal) => Promise<T>): [Loaded<T>, () => void] {
  const [outcome, setOutcome] = useState<Outcome<T> | null>(null);
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((before) => before + 1), []);
  const stamp = `${round} ${key}`;
  useEffect(() => {
    const control = new AbortController();
    load(control.signal).then(
      (data) => control.signal.aborted || setOutcome({ stamp, data, error: null, failed: false }),
      (error: unknown) =>
        control.signal.aborted ||
        setOutcome((before) => ({ stamp, data: before?.data ?? null, error, failed: true })),
    );
    return () => control.abort();
    // `load` closes over what `key` names, and `stamp` holds the key.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [stamp]);

  const data = outcome?.data ?? null;
  if (outcome?.stamp !== stamp) return [{ status: "loading", data, error: null }, again];
  if (outcome.failed) return [{ status: "failed", data, error: outcome.error }, again];
  return [{ status: "ready", data: outcome.data as T, error: null }, again];
}
