import { send } from "@/shared/api/client";
import { ApiError } from "@/shared/api/errors";
import type { StreamEvent } from "@/shared/api/types";
import { frames } from "./sse";

export type Link = "open" | "lost";

export interface Watcher {
  onEvent: (event: StreamEvent) => void;
  onLink: (link: Link) => void;
}

/** The server comments every 15 s; silence for longer than two of these is a dead connection. */
const SILENCE_MS = 40_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

/**
 * Reads a run's stream to its terminal event, over as many connections as that takes: it goes on from the last event
 * it saw, and gives no event twice. Returns `true` after a terminal event, `false` when there is nothing more to read.
 * Throws `ApiError` when the server refuses, and the abort's reason when `signal` aborts.
 */
export async function follow(url: string, watcher: Watcher, signal: AbortSignal): Promise<boolean> {
  const seen = new Set<string>();
  let last: string | null = null;
  let pause = FIRST_PAUSE_MS;
  for (;;) {
    const attempt = new AbortController();
    const abort = () => attempt.abort();
    signal.addEventListener("abort", abort);
    let watchdog = setTimeout(abort, SILENCE_MS);
    try {
      const response = await send("GET", url, { headers: headers(last), signal: attempt.signal });
      if (response.status === 204 || !response.body) return false;
      watcher.onLink("open");
      for await (const frame of frames(response.body)) {
        clearTimeout(watchdog);
        watchdog = setTimeout(abort, SILENCE_MS);
        if (!frame || (frame.id !== null && seen.has(frame.id))) continue;
        const event = parse(frame.data);
        if (!event) continue;
        if (frame.id !== null) seen.add((last = frame.id));
        pause = FIRST_PAUSE_MS;
        watcher.onEvent(event);
        if (event.type === "complete" || event.type === "error") return true;
      }
    } catch (error) {
      if (!attempt.signal.aborted && !passes(error)) throw error;
      if (error instanceof ApiError && error.retryAfter) pause = Math.max(pause, error.retryAfter * 1_000);
    } finally {
      clearTimeout(watchdog);
      signal.removeEventListener("abort", abort);
      attempt.abort();
    }
    signal.throwIfAborted();
    watcher.onLink("lost");
    await rest(pause, signal);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
}

/** A gateway that finds no server says 502 or 504: the run goes on, and its server comes back. */
function passes(error: unknown): boolean {
  return error instanceof ApiError && (error.retryable || error.status === 502 || error.status === 504);
}

function headers(last: string | null): Record<string, string> {
  return { Accept: "text/event-stream", ...(last === null ? {} : { "Last-Event-ID": last }) };
}

function parse(data: string): StreamEvent | null {
  try {
    return JSON.parse(data) as StreamEvent;
  } catch {
    return null;
  }
}

/** Waits, but not longer than until the network is back. */
function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = () => {
      clearTimeout(timer);
      window.removeEventListener("online", finish);
      signal.removeEventListener("abort", cancel);
      resolve();
    };
    const cancel = () => {
      finish();
      reject(signal.reason as Error);
    };
    const timer = setTimeout(finish, ms);
    window.addEventListener("online", finish);
    signal.addEventListener("abort", cancel);
  });
}
