import { request } from "@/shared/api/client";
import { query } from "@/shared/api/query";
import type { Entity, EntityType, Graph, Relation, Source } from "@/shared/brain/types";

const id = encodeURIComponent;
const base = (project: string) => `/api/v1/brain/${id(project)}`;

/** Pieces of what was brought in are asked for as if they were a kind. They are nothing the film is made of. */
export const PASSAGES = "passages" as const;

export interface Filter {
  search: string;
  /** A kind of entity, `PASSAGES`, or "" for every kind but these. */
  type: string;
  page: number;
}

export type EntityCard = Omit<Entity, "facts" | "sources">;

export interface EntityPage {
  docs: EntityCard[];
  totalDocs: number;
  totalPages: number;
  page: number;
  hasNextPage: boolean;
}

/** By title. */
export function findEntities(
  project: string,
  { search, type, page }: Filter,
  limit: number,
  signal?: AbortSignal,
): Promise<EntityPage> {
  const passages = type === PASSAGES;
  const parts = { q: search.trim(), type: passages ? "" : type, passages, page, limit };
  return request("GET", `${base(project)}/entities${query(parts)}`, { signal });
}

export function readEntity(project: string, entity: string, signal?: AbortSignal): Promise<Entity> {
  return request("GET", `${base(project)}/entities/${id(entity)}`, { signal });
}

/** What a person says of an entity. `facts` are those that were written by hand, all of them. */
export interface Draft {
  type: EntityType;
  title: string;
  content: string;
  aliases: string[];
  facts: { attribute: string; value: string; source?: Omit<Source, "item"> }[];
}

export function createEntity(project: string, draft: Draft): Promise<Entity> {
  return request("POST", `${base(project)}/entities`, { body: draft });
}

/** Throws `ApiError` 412 when it is not this version any more. */
export function changeEntity(
  project: string,
  entity: string,
  version: number,
  changes: Partial<Draft>,
): Promise<Entity> {
  return request("PATCH", `${base(project)}/entities/${id(entity)}`, {
    body: changes,
    headers: { "If-Match": `"${version}"` },
  });
}

export function removeEntity(project: string, { id: entity, version }: Entity): Promise<unknown> {
  return request("DELETE", `${base(project)}/entities/${id(entity)}`, {
    headers: { "If-Match": `"${version}"` },
  });
}

export function relate(
  project: string,
  relation: Pick<Relation, "start" | "type" | "end">,
): Promise<Relation> {
  return request("POST", `${base(project)}/relations`, { body: relation });
}

export function unrelate(project: string, relation: string): Promise<unknown> {
  return request("DELETE", `${base(project)}/relations/${id(relation)}`);
}

/** The entities with the most relations, passages left out, or `around` one: it and its direct neighbours. */
export function readGraph(
  project: string,
  around: string | null,
  limit: number,
  signal?: AbortSignal,
): Promise<Graph> {
  return request("GET", `${base(project)}/graph${query({ around, passages: false, limit })}`, { signal });
}
