import { request } from "@/shared/api/client";
import { query } from "@/shared/api/query";
import type {
  Collaborator,
  Project,
  ProjectChanges,
  ProjectDraft,
  ProjectPage,
  User,
} from "@/shared/api/types";
import { idOf } from "./rights";

export interface Filter {
  search: string;
  status: string;
  genre: string;
  /** Those that were put into the archive, instead of those that are worked on. */
  archive: boolean;
}

export function findProjects(filter: Filter, limit: number, signal?: AbortSignal): Promise<ProjectPage> {
  const where = {
    title: filter.search.trim() ? { like: filter.search.trim() } : undefined,
    status: filter.status ? { equals: filter.status } : undefined,
    genre: filter.genre ? { equals: filter.genre } : undefined,
    deletedAt: filter.archive ? { exists: true } : undefined,
  };
  const trash = filter.archive || undefined;
  return request("GET", `/api/projects${query({ where, sort: "-updatedAt", limit, depth: 0, trash })}`, {
    signal,
  });
}

export function readProject(id: string, signal?: AbortSignal): Promise<Project> {
  return request("GET", `/api/projects/${encodeURIComponent(id)}${query({ depth: 1 })}`, { signal });
}

export async function createProject(draft: ProjectDraft): Promise<Project> {
  return (await request<{ doc: Project }>("POST", "/api/projects", { body: draft })).doc;
}

export async function updateProject(id: string, changes: ProjectChanges): Promise<Project> {
  const path = `/api/projects/${encodeURIComponent(id)}${query({ depth: 1 })}`;
  return (await request<{ doc: Project }>("PATCH", path, { body: changes })).doc;
}

/** Puts a project into the archive, or takes it out of it. */
export async function archiveProject(id: string, away: boolean): Promise<void> {
  const deletedAt = away ? new Date().toISOString() : null;
  await request("PATCH", `/api/projects/${encodeURIComponent(id)}?trash=true`, { body: { deletedAt } });
}

/** For good, with everything that belongs to it. */
export async function deleteProject(id: string): Promise<void> {
  await request("DELETE", `/api/projects/${encodeURIComponent(id)}?trash=true`);
}

export function setTeam(id: string, collaborators: Collaborator[]): Promise<Project> {
  return updateProject(id, {
    collaborators: collaborators.map(({ user, role }) => ({
      user: idOf(user),
      role,
    })),
  });
}

/** The id of the account with this address, for those who may look accounts up. */
export async function findUserByEmail(email: string): Promise<string | null> {
  const where = { email: { equals: email.toLowerCase() } };
  const page = await request<{ docs: User[] }>("GET", `/api/users${query({ where, limit: 1, depth: 0 })}`);
  return page.docs[0]?.id ?? null;
}
