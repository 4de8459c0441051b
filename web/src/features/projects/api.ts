import { request } from "@/shared/api/client";
import { query } from "@/shared/api/query";
import type { Project, ProjectChanges, ProjectDraft, ProjectPage } from "@/shared/api/types";

export interface Filter {
  search: string;
  status: string;
  genre: string;
}

export function findProjects(filter: Filter, limit: number, signal?: AbortSignal): Promise<ProjectPage> {
  const where = {
    title: filter.search.trim() ? { like: filter.search.trim() } : undefined,
    status: filter.status ? { equals: filter.status } : undefined,
    genre: filter.genre ? { equals: filter.genre } : undefined,
  };
  return request("GET", `/api/projects${query({ where, sort: "-updatedAt", limit, depth: 0 })}`, { signal });
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
