import { create } from "zustand";
import type { Message, Mode } from "@/shared/api/types";
import type { Finding } from "@/shared/brain/types";
import type { Step } from "./steps";

/** What is said in a mode: the text, the ids of the media that show beside it, and what else the mode takes. */
export interface Saying {
  mode: Mode;
  content: string;
  attachments: string[];
  asked: Record<string, unknown>;
  /** The text only says here what goes along; it is not sent. */
  untold?: boolean;
}

/** What was typed and sent, until the server has made a message of it. */
export interface Pending extends Saying {
  key: string;
  /** The message this is a new version of. */
  replaces: Message | null;
  refusal: { sentence: string; retryable: boolean } | null;
}

/** A run that is being watched. */
export interface Live {
  runId: string;
  mode: Mode;
  text: string;
  /** What was found for the answer, before its first word. */
  found: Finding[];
  /** How far the work is, the latest last. */
  steps: Step[];
  stage: "queued" | "thinking" | "streaming";
  link: "open" | "lost";
  note: "resumed" | "fallback" | null;
  stopping: boolean;
}

/** A run that ended in an error; what it had said stays. */
export interface Failed {
  runId: string;
  text: string;
  sentence: string;
  retryable: boolean;
}

export interface Thread {
  status: "empty" | "loading" | "ready" | "failed" | "gone";
  error: unknown;
  messages: Message[];
  hasMore: boolean;
  /** The end of the line that is shown; null is the newest. */
  leaf: string | null;
  pending: Pending | null;
  live: Live | null;
  failed: Failed | null;
  /** What was asked for in full, by run, as long as the page stays open. */
  said: Record<string, Saying>;
  draft: string;
  /** The uploads that go along with the next message. */
  attached: string[];
  announcement: string;
}

export const EMPTY: Thread = {
  status: "empty",
  error: null,
  messages: [],
  hasMore: false,
  leaf: null,
  pending: null,
  live: null,
  failed: null,
  said: {},
  draft: "",
  attached: [],
  announcement: "",
};

interface Store {
  /** Whose threads these are, and about what. */
  owner: string;
  threads: Record<string, Thread>;
  /** Grows when the list of conversations may have changed. */
  listVersion: number;
}

/** Threads by conversation id; `NEW` is the one that has no conversation yet, one for each mode. */
export const NEW = "new";

export function keyOf(mode: Mode, conversation: string): string {
  return conversation === NEW && mode !== "chat" ? `${NEW}:${mode}` : conversation;
}

export function isNew(key: string): boolean {
  return key === NEW || key.startsWith(`${NEW}:`);
}

export const useThreads = create<Store>(() => ({ owner: "", threads: {}, listVersion: 0 }));

export function useThread(key: string): Thread {
  return useThreads((state) => state.threads[key] ?? EMPTY);
}

export function threadOf(key: string): Thread {
  return useThreads.getState().threads[key] ?? EMPTY;
}

export function change(key: string, next: Partial<Thread> | ((before: Thread) => Partial<Thread>)): void {
  useThreads.setState(({ threads }) => {
    const before = threads[key] ?? EMPTY;
    const part = typeof next === "function" ? next(before) : next;
    return { threads: { ...threads, [key]: { ...before, ...part } } };
  });
}

export function changeLive(key: string, runId: string, next: (live: Live) => Partial<Live>): void {
  change(key, ({ live }) => (live?.runId === runId ? { live: { ...live, ...next(live) } } : {}));
}

export function drop(key: string): void {
  useThreads.setState(({ threads }) => {
    return { threads: Object.fromEntries(Object.entries(threads).filter(([one]) => one !== key)) };
  });
}

/** Begins with nothing for another user or another project. */
export function belongTo(owner: string): void {
  if (useThreads.getState().owner !== owner) useThreads.setState({ owner, threads: {} });
}

/** Forgets everything but what was being written. */
export function keepDrafts(): void {
  useThreads.setState(({ threads }) => ({
    threads: Object.fromEntries(
      Object.entries(threads).map(([key, { draft, pending }]) => [
        key,
        { ...EMPTY, draft: draft || (pending?.refusal ? pending.content : "") },
      ]),
    ),
  }));
}

export function touchList(): void {
  useThreads.setState(({ listVersion }) => ({ listVersion: listVersion + 1 }));
}
