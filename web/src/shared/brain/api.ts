import { request } from "@/shared/api/client";
import { query } from "@/shared/api/query";
import type { Choice, Conflict, ConflictPage, Resolution } from "./types";

const DATA = "/api/v1/orchestrator/data";
const id = encodeURIComponent;

/** What was brought in, as far as it is needed to open it. */
export interface Item {
  id: string;
  mediaId?: string | null;
  documentUrl?: string | null;
  imageUrl?: string | null;
}

export function readItem(projectId: string, item: string, signal?: AbortSignal): Promise<Item> {
  return request("GET", `${DATA}/${id(item)}?projectId=${id(projectId)}`, { signal });
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

export function resolve(item: string, action: Resolution, other: string): Promise<unknown> {
  return request("POST", `${DATA}/${id(item)}/resolve`, { body: { action, with: other } });
}
