import { download, request } from "@/shared/api/client";
import { query } from "@/shared/api/query";
import type { Accepted, ConversationPage, Message, Mode, Run } from "@/shared/api/types";

const BASE = "/api/v1/orchestrator";
const id = encodeURIComponent;

export interface Turn {
  content?: string;
  projectId: string;
  conversationId?: string;
}

/** `asked` is what a mode takes besides the text: files, types, an address. */
export function startTurn(
  mode: Mode,
  turn: Turn,
  asked: Record<string, unknown>,
  key: string,
): Promise<Accepted> {
  return request("POST", `${BASE}/${mode}`, {
    body: { ...asked, ...turn, stream: true },
    headers: { "Idempotency-Key": key },
  });
}

export function startEdit(
  conversation: string,
  message: string,
  content: string,
  key: string,
): Promise<Accepted> {
  return request("POST", `${BASE}/conversations/${id(conversation)}/messages/${id(message)}/edit`, {
    body: { content, stream: true },
    headers: { "Idempotency-Key": key },
  });
}

export function readRun(runId: string, signal?: AbortSignal): Promise<Run> {
  return request("GET", `${BASE}/runs/${id(runId)}`, { signal });
}

export function cancelRun(runId: string): Promise<Run> {
  return request("POST", `${BASE}/runs/${id(runId)}/cancel`, { body: {} });
}

export function streamOf(mode: Mode, conversationId: string, runId: string): string {
  return `${BASE}/stream${query({ conversationId, mode, runId })}`;
}

export function readMessages(
  conversation: string,
  before?: number,
): Promise<{ messages: Message[]; hasMore: boolean }> {
  return request("GET", `${BASE}/conversations/${id(conversation)}/messages${query({ before, limit: 50 })}`);
}

export function findConversations(
  projectId: string,
  mode: Mode | undefined,
  q: string,
  limit: number,
  signal?: AbortSignal,
): Promise<ConversationPage> {
  return request("GET", `${BASE}/conversations${query({ projectId, mode, q: q.trim(), limit })}`, {
    signal,
  });
}

export function renameConversation(conversation: string, name: string): Promise<unknown> {
  return request("PATCH", `${BASE}/conversations/${id(conversation)}`, { body: { name } });
}

export function deleteConversation(conversation: string): Promise<unknown> {
  return request("DELETE", `${BASE}/conversations/${id(conversation)}`);
}

export async function exportConversation(conversation: string, format: "md" | "json"): Promise<void> {
  const path = `${BASE}/conversations/${id(conversation)}/export?format=${format}`;
  const { blob, name } = await download(path, `conversation.${format}`);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}
