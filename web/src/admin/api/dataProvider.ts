import type { DataProvider, RaRecord } from "react-admin";
import { query } from "@/shared/api/query";
import { changes, filled } from "./changes";
import type { Collection } from "./declarations";
import { call } from "./http";
import { isFile, uploaded } from "./upload";
import { whereOf, type Where } from "./where";

export interface Page {
  docs: RaRecord[];
  totalDocs: number;
}

interface Doc {
  doc: RaRecord;
}

/** A record carries the ETag that it was read with, so that a form saves what it showed and nothing newer. */
export const ETAG = "_etag";
const MOST = 200;

type Query = Parameters<typeof query>[0];

/** Our REST as react-admin asks for it. Every call is under the same rules as anybody else's. */
export function restProvider(collections: Collection[]): DataProvider {
  const bySlug = new Map(collections.map((one) => [one.slug, one]));

  const of = (slug: string) => {
    const found = bySlug.get(slug);
    if (!found) throw new Error(`There is no collection ${slug}.`);
    return found;
  };
  const address = (slug: string, id: unknown, parts: Query) =>
    `/api/${slug}/${encodeURIComponent(String(id))}${query({ depth: 0, ...shown(of(slug)), ...parts })}`;

  async function find(slug: string, where: Where, parts: Query) {
    const asked = { where: where as Query, depth: 0, ...drafts(of(slug)), ...parts };
    const { body } = await call<Page>("GET", `/api/${slug}${query(asked)}`);
    return { data: body.docs as never[], total: body.totalDocs };
  }

  async function readOne(slug: string, id: unknown) {
    const { body, etag } = await call<RaRecord>("GET", address(slug, id, {}));
    return { data: { ...body, [ETAG]: etag } as never };
  }

  async function each(method: "PATCH" | "DELETE", slug: string, ids: unknown[], body?: unknown) {
    const where = { id: { in: ids.map(String) } };
    const path = `/api/${slug}${query({ where, depth: 0, limit: 0, ...trash(of(slug)) })}`;
    const answer = await call<{ docs: RaRecord[] }>(method, path, { body });
    return { data: answer.body.docs.map((doc) => doc.id) as never[] };
  }

  return {
    getList: (slug, { pagination, sort, filter, meta }) => {
      const { trashed, ...rest } = (filter ?? {}) as Record<string, unknown>;
      const own = whereOf(rest, of(slug));
      const parts = [own, (meta?.where ?? {}) as Where, trashed ? { deletedAt: { exists: true } } : {}];
      return find(slug, every(parts), {
        sort: sort ? `${sort.order === "DESC" ? "-" : ""}${sort.field}` : undefined,
        page: pagination?.page,
        limit: pagination?.perPage,
        trash: trashed ? true : undefined,
      });
    },
    getOne: (slug, { id }) => readOne(slug, id),
    getMany: (slug, { ids }) =>
      find(slug, { id: { in: ids.slice(0, MOST).map(String) } }, { limit: MOST, ...trash(of(slug)) }),
    getManyReference: (slug, { target, id, pagination, sort, filter }) =>
      find(slug, every([whereOf(filter ?? {}, of(slug)), { [target]: { equals: id } }]), {
        sort: sort ? `${sort.order === "DESC" ? "-" : ""}${sort.field}` : undefined,
        page: pagination?.page,
        limit: pagination?.perPage,
      }),
    create: async (slug, { data }) => {
      const collection = of(slug);
      const values = { ...filled(collection.fields, data), ...statusOf(data) };
      const parts = query({ depth: 0, ...asDraft(data) });
      const { body, etag } = isFile(data.file)
        ? await uploaded<Doc>("POST", collection, parts, values, data.file)
        : await call<Doc>("POST", `/api/${slug}${parts}`, { body: values });
      return { data: { ...body.doc, [ETAG]: etag } as never };
    },
    update: async (slug, { id, data, previousData }) => {
      const collection = of(slug);
      const values = { ...changes(collection.fields, previousData ?? {}, data), ...statusOf(data) };
      const path = address(slug, id, asDraft(data));
      const headers = typeof data[ETAG] === "string" ? { "If-Match": data[ETAG] } : undefined;
      const { body, etag } = isFile(data.file)
        ? await uploaded<Doc>(
            "PATCH",
            collection,
            path.slice(`/api/${slug}`.length),
            values,
            data.file,
            headers,
          )
        : await call<Doc>("PATCH", path, { body: values, headers });
      return { data: { ...body.doc, [ETAG]: etag } as never };
    },
    updateMany: (slug, { ids, data }) => each("PATCH", slug, ids, data),
    delete: async (slug, { id }) => {
      const { body } = await call<Doc>("DELETE", address(slug, id, {}));
      return { data: body.doc as never };
    },
    deleteMany: (slug, { ids }) => each("DELETE", slug, ids),
  };
}

export function every(parts: Where[]): Where {
  const given = parts.filter((part) => Object.keys(part).length > 0);
  return given.length < 2 ? (given[0] ?? {}) : { and: given };
}

/** An admin sees the newest state, also while it is a draft, and what lies in the trash. */
function shown(collection: Collection): Query {
  return { ...trash(collection), ...drafts(collection) };
}

function trash(collection: Collection): Query {
  return collection.trash ? { trash: true } : {};
}

function drafts(collection: Collection): Query {
  return collection.drafts ? { draft: true } : {};
}

/** `_status` is said by the button: saved as a draft, or published. */
function statusOf(data: Record<string, unknown>): Record<string, unknown> {
  return data.saveAs === undefined ? {} : { _status: data.saveAs };
}

function asDraft(data: Record<string, unknown>): Query {
  return data.saveAs === undefined ? {} : { draft: data.saveAs === "draft" ? true : undefined };
}
