import { request } from "@/shared/api/client";
import { query } from "@/shared/api/query";
import type { Choice, Conflict, ConflictPage, Item, Resolution, StoredFile } from "./types";

const DATA = "/api/v1/orchestrator/data";
const ITEMS = "/api/gatherItems";
const id = encodeURIComponent;

export function readItem(item: string, signal?: AbortSignal): Promise<Item> {
  return request("GET", `${ITEMS}/${id(item)}${query({ depth: 0 })}`, { signal });
}

/** With all that it said; what others say, too, stays. */
export async function deleteItem(item: string): Promise<void> {
  await request("DELETE", `${ITEMS}/${id(item)}`);
}

/** Null for one that there is no more. */
export async function readFile(media: string, signal?: AbortSignal): Promise<StoredFile | null> {
  const select = { filename: true, mimeType: true, url: true };
  const parts = { where: { id: { equals: media } }, select, depth: 0, limit: 1 };
  return (
    (await request<{ docs: StoredFile[] }>("GET", `/api/media${query(parts)}`, { signal })).docs[0] ?? null
  );
}

/** Those that there still are, with what they are called. */
export async function readItems(ids: string[], signal?: AbortSignal): Promise<Item[]> {
  const select = { summary: true, name: true };
  const parts = { where: { id: { in: ids } }, select, depth: 0, limit: ids.length };
  return (await request<{ docs: Item[] }>("GET", `${ITEMS}${query(parts)}`, { signal })).docs;
}

/** What is done about an item that may be there twice. Throws `ApiError` 409 when it was decided otherwise. */
export function resolve(item: string, action: Resolution, other: string): Promise<unknown> {
  return request("POST", `${DATA}/${id(item)}/resolve`, { body: { action, with: other } });
}

/** The newest first. */
export function findConflicts(
  projectId: string,
  state: Conflict["state"],
  limit: number,
  signal?: AbortSignal,
): Promise<ConflictPage> {
  return request("GET", `${DATA}/conflicts${query({ projectId, state, limit })}`, { signal });
}

export function readConflict(conflict: string, signal?: AbortSignal): Promise<Conflict> {
  return request("GET", `${DATA}/conflicts/${id(conflict)}`, { signal });
}

/** Throws `ApiError` 409 when it was decided otherwise, or is none any more. */
export function decide(conflict: string, choose: Choice, value?: string): Promise<Conflict> {
  return request("POST", `${DATA}/conflicts/${id(conflict)}/resolve`, { body: { choose, value } });
}
