import { useCallback, useEffect, useRef } from "react";
import { useSearchParams } from "react-router";
import { NEW } from "./thread";

/** Which conversation is open (`new`, an id, or null for none), kept in the address. */
export function useAddress() {
  const [params, setParams] = useSearchParams();
  const chat = params.get("chat");
  const last = useRef(NEW);
  useEffect(() => {
    if (chat !== null) last.current = chat;
  }, [chat]);

  const set = useCallback(
    (next: string | null, replace = false) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          if (next === null) after.delete("chat");
          else after.set("chat", next);
          return after;
        },
        { replace, preventScrollReset: true },
      ),
    [setParams],
  );
  const close = useCallback(() => set(null), [set]);
  const toggle = useCallback(() => set(chat === null ? last.current : null), [set, chat]);
  const go = useCallback((id: string) => set(id), [set]);
  /** A new thread has become a conversation; if another one was opened meanwhile, that stays. */
  const become = useCallback(
    (id: string) => {
      if (last.current === NEW) last.current = id;
      const now = new URLSearchParams(location.search).get("chat");
      if (now === NEW) set(id, true);
    },
    [set],
  );
  return { chat, close, toggle, go, become };
}
