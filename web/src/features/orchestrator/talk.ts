import { ApiError, reasonOf, sentenceOf } from "@/shared/api/errors";
import { freshKey } from "@/shared/api/key";
import type { Accepted, Message, Mode, Result } from "@/shared/api/types";
import { brainChanged } from "@/shared/brain/changed";
import { text } from "@/shared/text";
import { cancelRun, readMessages, readRun, startEdit, startTurn } from "./api";
import { throughGateways } from "./again";
import { newest } from "./branch";
import { broughtIn } from "./bring";
import {
  change,
  changeLive,
  EMPTY,
  isNew,
  keepDrafts,
  type Live,
  type Pending,
  type Saying,
  threadOf,
  touchList,
} from "./thread";
import { forgetWatches, watch } from "./watch";

/** Loads a conversation, and goes on with the answer that is still being given in it. */
export async function open(key: string): Promise<void> {
  const { status } = threadOf(key);
  if (isNew(key) || status === "loading" || status === "ready") return;
  change(key, { status: "loading", error: null });
  try {
    const page = await readMessages(key);
    change(key, { ...page, status: "ready" });
  } catch (error) {
    const gone = error instanceof ApiError && error.status === 404;
    change(key, { status: gone ? "gone" : "failed", error });
    return;
  }
  await catchUp(key);
}

export async function loadEarlier(key: string): Promise<void> {
  const first = threadOf(key).messages[0];
  if (!first) return;
  const page = await readMessages(key, first.seq);
  change(key, ({ messages }) => ({ messages: [...page.messages, ...messages], hasMore: page.hasMore }));
}

/** Says something. `onConversation` is told the conversation that a new thread became. */
export async function say(
  key: string,
  projectId: string,
  saying: Saying,
  onConversation: (id: string) => void,
): Promise<void> {
  const pending: Pending = { ...saying, key: freshKey(), replaces: null, refusal: null };
  change(key, { pending, failed: null, leaf: null, draft: "", attached: [] });
  await submit(key, projectId, pending, onConversation);
}

/** Says something else in place of a message; what was there stays as a version. */
export async function revise(
  key: string,
  projectId: string,
  mode: Mode,
  message: Message,
  content: string,
): Promise<void> {
  const saying: Saying = { mode, content, attachments: message.attachments ?? [], asked: {} };
  const pending: Pending = { ...saying, key: freshKey(), replaces: message, refusal: null };
  change(key, { pending, failed: null, leaf: null });
  await submit(key, projectId, pending, () => undefined);
}

/** Tries again what was not accepted, under the same key, so that it can never be said twice. */
export async function resend(
  key: string,
  projectId: string,
  onConversation: (id: string) => void,
): Promise<void> {
  const { pending } = threadOf(key);
  if (!pending) return;
  const again = { ...pending, refusal: null };
  change(key, { pending: again });
  await submit(key, projectId, again, onConversation);
}

/** Asks the question of a failed run again, as a new version of it. */
export async function retry(key: string, projectId: string, mode: Mode, runId: string): Promise<void> {
  const { messages } = threadOf(key);
  const question = messages.find((message) => message.role === "user" && message.runId === runId);
  if (question) await revise(key, projectId, mode, question, question.content);
}

/** What a run was given to bring in, to try it once more. After a reload that is what its message says. */
export function givenTo(key: string, runId: string): Saying | null {
  const { said, messages } = threadOf(key);
  const question = messages.find((message) => message.role === "user" && message.runId === runId);
  if (said[runId] || !question) return said[runId] ?? null;
  const { content, attachments = [] } = question;
  return broughtIn(content, null, attachments[0] ?? null);
}

export async function stop(key: string): Promise<void> {
  const { live } = threadOf(key);
  if (!live || live.stopping) return;
  changeLive(key, live.runId, () => ({ stopping: true }));
  try {
    await cancelRun(live.runId);
  } catch {
    changeLive(key, live.runId, () => ({ stopping: false }));
  }
}

/** Stops watching everything, as when the project is left. The runs go on, and what was being written stays. */
export function leave(): void {
  forgetWatches();
  keepDrafts();
}

async function submit(
  key: string,
  projectId: string,
  pending: Pending,
  onConversation: (id: string) => void,
): Promise<void> {
  let accepted: Accepted;
  try {
    accepted = await throughGateways(() => start(key, projectId, pending));
  } catch (error) {
    const { status, retryable } = error instanceof ApiError ? error : { status: null, retryable: false };
    if (status === 401) return change(key, { pending: null, draft: pending.content });
    change(key, { pending: { ...pending, refusal: { sentence: sentenceOf(error), retryable } } });
    return;
  }
  const { conversationId, runId } = accepted;
  if (isNew(key)) {
    change(conversationId, { ...threadOf(key), status: "ready" });
    change(key, EMPTY);
    onConversation(conversationId);
  }
  touchList();
  const { mode, content, attachments, asked, untold } = pending;
  change(conversationId, (before) => ({
    said: { ...before.said, [runId]: { mode, content, attachments, asked, untold } },
    live: beginning(runId, pending.mode, accepted.status),
    announcement: text.chat.announce.started,
  }));
  await finish(conversationId, runId, pending.mode);
}

function start(key: string, projectId: string, pending: Pending): Promise<Accepted> {
  const { replaces, content, untold, mode, asked } = pending;
  if (replaces) return startEdit(key, replaces.id, content, pending.key);
  const conversationId = isNew(key) ? undefined : key;
  return startTurn(
    mode,
    { content: untold ? undefined : content, projectId, conversationId },
    asked,
    pending.key,
  );
}

async function catchUp(key: string): Promise<void> {
  const last = newest(threadOf(key).messages);
  if (!last?.runId) return;
  const { runId } = last;
  const run = await throughGateways(() => readRun(runId)).catch(() => null);
  if (!run) return;
  if (run.status === "queued" || run.status === "running") {
    change(key, { live: beginning(run.id, run.mode, run.status) });
    await finish(key, run.id, run.mode);
  } else if (run.status === "failed" && last.role === "user") {
    const sentence = run.error ? reasonOf(run.error) : text.errors.server;
    change(key, { failed: { runId: run.id, text: "", sentence, retryable: run.error?.retryable ?? true } });
  } else if (run.result) {
    const result = run.result;
    change(key, ({ messages }) => ({ messages: withResult(messages, result) }));
  }
}

function beginning(runId: string, mode: Mode, status: string): Live {
  const stage = status === "queued" ? "queued" : "thinking";
  return { runId, mode, text: "", found: [], steps: [], stage, link: "open", note: null, stopping: false };
}

async function finish(key: string, runId: string, mode: Mode): Promise<void> {
  const end = await watch(key, runId, mode);
  if (end.kind === "left") return;
  const fresh = await readMessages(key).catch(() => null);
  change(key, (before) => {
    const messages = fresh ? merge(before.messages, fresh.messages) : before.messages;
    const said = before.live?.text ?? "";
    const pending = fresh ? null : before.pending;
    if (end.kind === "failed") {
      const answered = messages.some((message) => message.role === "assistant" && message.runId === runId);
      return {
        messages,
        pending,
        live: null,
        failed: answered ? null : { runId, text: said, sentence: end.sentence, retryable: end.retryable },
        announcement:
          mode === "data"
            ? `${text.modes.data.failed} ${end.sentence}`
            : text.chat.announce.failed(end.sentence),
      };
    }
    const done = fresh ? messages : [...messages, ...spoken(before.messages, before.pending, end.result)];
    return {
      messages: end.result ? withResult(done, end.result) : done,
      pending: null,
      live: null,
      announcement: announcementOf(end.result),
    };
  });
  touchList();
  if (mode === "data") brainChanged();
}

function announcementOf(result: Result | null): string {
  if (!result) return "";
  return result.success ? text.chat.announce.done(result.message) : text.chat.announce.stopped;
}

/** The page that was read last wins; what lies before it stays. */
function merge(before: Message[], page: Message[]): Message[] {
  const first = page[0]?.seq ?? Infinity;
  return [...before.filter((message) => message.seq < first), ...page];
}

/** What the message says itself. */
const SAID_ELSEWHERE = new Set(["success", "conversationId", "runId", "messageId", "message"]);

/** The result knows more about its message than the message itself: what to ask next, and what it cost. */
function withResult(messages: Message[], result: Result): Message[] {
  const known = Object.fromEntries(
    Object.entries(result).filter(([name]) => !SAID_ELSEWHERE.has(name)),
  ) as Partial<Result>;
  return messages.map((message) =>
    message.role === "assistant" && message.runId === result.runId
      ? { ...message, metadata: { ...definedOf(message.metadata), ...definedOf(known) } }
      : message,
  );
}

function definedOf<T extends object>(value: T | null | undefined): Partial<T> {
  return Object.fromEntries(
    Object.entries(value ?? {}).filter(([, one]) => one !== null && one !== undefined),
  ) as Partial<T>;
}

/** The turn as far as it is known here, for when it could not be read back. */
function spoken(before: Message[], pending: Pending | null, result: Result | null): Message[] {
  if (!result) return [];
  const last = newest(before);
  const createdAt = new Date().toISOString();
  const question: Message = {
    id: `${result.runId}-question`,
    seq: (last?.seq ?? 0) + 1,
    parent: pending?.replaces ? pending.replaces.parent : (last?.id ?? null),
    role: "user",
    content: pending?.content ?? "",
    attachments: pending?.attachments ?? [],
    runId: result.runId,
    createdAt,
  };
  const answer: Message = {
    id: result.messageId ?? `${result.runId}-answer`,
    seq: question.seq + 1,
    parent: pending ? question.id : (last?.id ?? null),
    role: "assistant",
    content: result.message,
    runId: result.runId,
    createdAt,
  };
  return pending ? [question, answer] : [answer];
}
