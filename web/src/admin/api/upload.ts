import { request } from "@/shared/api/client";
import { ApiError } from "@/shared/api/errors";
import type { Collection } from "./declarations";
import { call, told, type Answer } from "./http";

/** What fits through the gateway in one form; larger files go straight to the storage. */
const LARGEST_FORM = 4_000_000;

/** A file as react-admin's input hands it over. */
export interface Chosen {
  rawFile: File;
}

export function isFile(value: unknown): value is Chosen {
  return typeof value === "object" && value !== null && (value as Chosen).rawFile instanceof File;
}

/** Sends the document with its file. `rest` is what follows the collection in the address. */
export async function uploaded<T>(
  method: "POST" | "PATCH",
  collection: Collection,
  rest: string,
  values: Record<string, unknown>,
  { rawFile }: Chosen,
  headers: Record<string, string> = {},
): Promise<Answer<T>> {
  const path = `/api/${collection.slug}${rest}`;
  if (rawFile.size > LARGEST_FORM)
    return call<T>(method, path, {
      body: { ...values, file: await put(collection, values, rawFile) },
      headers,
    });
  const form = new FormData();
  form.append("file", rawFile, rawFile.name);
  form.append("_payload", JSON.stringify(values));
  try {
    const response = await fetch(path, { method, body: form, headers, credentials: "same-origin" });
    const body: unknown = await response.json().catch(() => null);
    if (!response.ok) throw ApiError.from(response.status, body);
    return { body: body as T, etag: response.headers.get("etag") ?? undefined };
  } catch (error) {
    throw told(error instanceof TypeError ? ApiError.offline() : error);
  }
}

/** Puts the file into the storage; returns what the document is then created with. */
async function put(collection: Collection, values: Record<string, unknown>, file: File): Promise<string> {
  const mimeType = file.type || "application/octet-stream";
  const facts = { collectionSlug: collection.slug, filename: file.name, mimeType };
  const signed = await request<{ url: string; filename: string; docPrefix: string }>(
    "POST",
    "/api/storage-s3-generate-signed-url",
    { body: { ...facts, filesize: file.size, ...(values.project ? { project: values.project } : {}) } },
  ).catch((error: unknown) => {
    throw told(error);
  });
  const response = await fetch(signed.url, {
    method: "PUT",
    body: file,
    headers: { "Content-Type": mimeType },
  }).catch(() => null);
  if (!response?.ok) throw told(ApiError.offline());
  return JSON.stringify({
    clientUploadContext: { prefix: signed.docPrefix },
    collectionSlug: collection.slug,
    filename: signed.filename,
    mimeType,
    size: file.size,
  });
}
