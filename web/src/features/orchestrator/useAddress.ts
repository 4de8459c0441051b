import { useCallback, useEffect, useRef } from "react";
import { useSearchParams } from "react-router";
import type { Mode } from "@/shared/api/types";
import { modeOf } from "./modes";
import { NEW } from "./thread";

/**
 * Which mode and which conversation are open (`new`, an id, or null for none), kept in the address: `?chat=` and, for
 * anything but chat, `&mode=`. Each mode comes back to the conversation it was left at.
 */
export function useAddress() {
  const [params, setParams] = useSearchParams();
  const chat = params.get("chat");
  const mode = modeOf(params.get("mode"));
  const last = useRef<{ mode: Mode; chats: Partial<Record<Mode, string>> }>({ mode, chats: {} });
  useEffect(() => {
    if (chat === null) return;
    last.current.mode = mode;
    last.current.chats[mode] = chat;
  }, [chat, mode]);

  const set = useCallback(
    (next: string | null, inMode: Mode, replace = false) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          after.delete("mode");
          if (next === null) after.delete("chat");
          else after.set("chat", next);
          if (next !== null && inMode !== "chat") after.set("mode", inMode);
          return after;
        },
        { replace, preventScrollReset: true },
      ),
    [setParams],
  );
  const close = useCallback(() => set(null, mode), [set, mode]);
  const choose = useCallback((to: Mode) => set(last.current.chats[to] ?? NEW, to, true), [set]);
  const toggle = useCallback(() => {
    const { mode: left, chats } = last.current;
    if (chat === null) set(chats[left] ?? NEW, left);
    else set(null, left);
  }, [set, chat]);
  const go = useCallback((id: string) => set(id, mode), [set, mode]);
  /** A new thread has become a conversation; if another one was opened meanwhile, that stays. */
  const become = useCallback(
    (id: string, inMode: Mode) => {
      const { chats } = last.current;
      if ((chats[inMode] ?? NEW) === NEW) chats[inMode] = id;
      const now = new URLSearchParams(location.search);
      if (now.get("chat") === NEW && modeOf(now.get("mode")) === inMode) set(id, inMode, true);
    },
    [set],
  );
  return { chat, mode, close, choose, toggle, go, become };
}
