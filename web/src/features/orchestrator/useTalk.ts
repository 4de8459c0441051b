import { useEffect } from "react";
import type { Message } from "@/shared/api/types";
import { text } from "@/shared/text";
import { lineOf, newest } from "./branch";
import { open, resend, say } from "./talk";
import { change, isNew, type Saying, type Thread, useThread } from "./thread";
import { useOnline } from "./useOnline";

export interface Talk {
  key: string;
  thread: Thread;
  /** The messages that are shown, oldest first. */
  line: Message[];
  busy: boolean;
  /** Nothing has been said yet. */
  blank: boolean;
  /** What is to be known before something is said, and what can be done about it. */
  notice: string | null;
  noticeAction: { label: string; run: () => void } | null;
  say: (saying: Saying) => void;
  resend: () => void;
  takeBack: () => void;
}

/** A thread that is open in a tab: loaded, with what can be done in it. */
export function useTalk(key: string, projectId: string, onBecame: (conversation: string) => void): Talk {
  const thread = useThread(key);
  const online = useOnline();
  useEffect(() => void open(key), [key]);

  const line = lineOf(thread.messages, thread.leaf);
  const last = newest(thread.messages);
  const older = last !== undefined && line.at(-1)?.id !== last.id && !thread.pending;
  return {
    key,
    thread,
    line,
    busy: thread.live !== null || (thread.pending !== null && thread.pending.refusal === null),
    blank: isNew(key) && !thread.pending,
    notice: !online ? text.chat.offline : older ? text.chat.viewingOlder : null,
    noticeAction:
      older && online ? { label: text.chat.toLatest, run: () => change(key, { leaf: null }) } : null,
    say: (saying) => void say(key, projectId, saying, onBecame),
    resend: () => void resend(key, projectId, onBecame),
    takeBack: () =>
      change(key, ({ pending }) => ({
        pending: null,
        draft: pending?.replaces ? "" : (pending?.content ?? ""),
      })),
  };
}
