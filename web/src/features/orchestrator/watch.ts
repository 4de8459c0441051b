import { ApiError, reasonOf, sentenceOf } from "@/shared/api/errors";
import type { Mode, Progress, Result, StreamEvent } from "@/shared/api/types";
import { streamOf } from "./api";
import { follow } from "./follow";
import { stepOf, withStep } from "./steps";
import { changeLive, type Live } from "./thread";

export type End =
  | { kind: "done"; result: Result | null }
  | { kind: "failed"; sentence: string; retryable: boolean }
  | { kind: "left" };

const HIDDEN_PAUSE_MS = 250;
const watches = new Map<string, AbortController>();

export function forgetWatches(): void {
  watches.forEach((control) => control.abort());
  watches.clear();
}

/** Shows a run in its thread while it is given, and says how it ended. */
export async function watch(key: string, runId: string, mode: Mode): Promise<End> {
  watches.get(runId)?.abort();
  const control = new AbortController();
  watches.set(runId, control);
  const paint = painter((said) =>
    changeLive(key, runId, (live) => ({ text: live.text + said, stage: "streaming" })),
  );
  let end: End = { kind: "done", result: null };

  function onEvent(event: StreamEvent): void {
    if (event.type === "token") paint.add(event.data.token);
    else if (event.type === "progress") changeLive(key, runId, (live) => noteOf(live, event.data));
    else if (event.type === "complete") end = { kind: "done", result: event.data };
    else end = { kind: "failed", sentence: reasonOf(event.data), retryable: event.data.retryable };
  }

  try {
    await follow(
      streamOf(mode, key, runId),
      { onEvent, onLink: (link) => changeLive(key, runId, () => ({ link })) },
      control.signal,
    );
  } catch (error) {
    if (control.signal.aborted) return { kind: "left" };
    end = {
      kind: "failed",
      sentence: sentenceOf(error),
      retryable: error instanceof ApiError && error.retryable,
    };
  } finally {
    paint.flush();
    if (watches.get(runId) === control) watches.delete(runId);
  }
  return end;
}

function noteOf(live: Live, data: Progress): Partial<Live> {
  if (data.stage === "started") return { stage: "thinking" };
  if (data.stage === "interrupted") return { note: "resumed" };
  if (data.stage === "fallback") return { note: "fallback" };
  if (data.stage === "retrieved") return { found: data.results ?? [] };
  const step = data.stage === "step" ? stepOf(data) : null;
  return step ? { steps: withStep(live.steps, step) } : {};
}

/** Gathers tokens and hands them over once per frame, however fast they come; a hidden page has no frames. */
function painter(show: (said: string) => void) {
  let gathered = "";
  let planned = false;
  function flush() {
    planned = false;
    if (gathered === "") return;
    const said = gathered;
    gathered = "";
    show(said);
  }
  return {
    flush,
    add(said: string) {
      gathered += said;
      if (planned) return;
      planned = true;
      if (document.hidden) setTimeout(flush, HIDDEN_PAUSE_MS);
      else requestAnimationFrame(flush);
    },
  };
}
