import { request } from "@/shared/api/client";
import { query } from "@/shared/api/query";
import type { Media, MediaPage, MediaType, MediaVersion } from "@/shared/api/types";

const id = encodeURIComponent;

export interface Filter {
  search: string;
  type: string;
  status: string;
  tag: string;
  /** What was put away, instead of what is in use. */
  trash: boolean;
}

export function findMedia(
  project: string,
  filter: Filter,
  limit: number,
  signal?: AbortSignal,
): Promise<MediaPage> {
  const words = filter.search.trim();
  const where = {
    project: { equals: project },
    mediaType: filter.type ? { equals: filter.type } : undefined,
    status: filter.status ? { equals: filter.status } : undefined,
    tags: filter.tag.trim() ? { equals: filter.tag.trim() } : undefined,
    or: words ? [{ filename: { like: words } }, { description: { like: words } }] : undefined,
    deletedAt: filter.trash ? { exists: true } : undefined,
  };
  const trash = filter.trash || undefined;
  return request("GET", `/api/media${query({ where, sort: "-createdAt", limit, depth: 0, trash })}`, {
    signal,
  });
}

export function readMedia(media: string, signal?: AbortSignal): Promise<Media> {
  return request("GET", `/api/media/${id(media)}${query({ depth: 0, trash: true })}`, { signal });
}

export interface Changes {
  mediaType?: MediaType;
  description?: string;
  tags?: string[];
  deletedAt?: string | null;
}

export async function changeMedia(media: string, changes: Changes): Promise<Media> {
  const path = `/api/media/${id(media)}${query({ depth: 0, trash: true })}`;
  return (await request<{ doc: Media }>("PATCH", path, { body: changes })).doc;
}

/** Into the trash, or out of it. */
export function putAway(media: string, away: boolean): Promise<Media> {
  return changeMedia(media, { deletedAt: away ? new Date().toISOString() : null });
}

/** For good, with all its versions. */
export async function deleteMedia(media: string): Promise<void> {
  await request("DELETE", `/api/media/${id(media)}?trash=true`);
}

/** The newest first. */
export async function findVersions(media: string, signal?: AbortSignal): Promise<MediaVersion[]> {
  const where = { parent: { equals: media } };
  const path = `/api/media/versions${query({ where, sort: "-updatedAt", limit: 50, depth: 0 })}`;
  return (await request<{ docs: MediaVersion[] }>("GET", path, { signal })).docs;
}

export async function restoreVersion(version: string): Promise<void> {
  await request("POST", `/api/media/versions/${id(version)}`);
}
