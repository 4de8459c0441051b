import { HttpError } from "react-admin";
import { send, type Options } from "@/shared/api/client";
import { ApiError } from "@/shared/api/errors";

type Method = "GET" | "POST" | "PATCH" | "DELETE";

export interface Answer<T> {
  body: T;
  etag: string | undefined;
}

/** One request; an `ApiError` becomes what react-admin's forms understand. */
export async function call<T>(method: Method, path: string, options: Options = {}): Promise<Answer<T>> {
  try {
    const response = await send(method, path, options);
    return { body: (await response.json()) as T, etag: response.headers.get("etag") ?? undefined };
  } catch (error) {
    throw told(error);
  }
}

export function told(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  const fields = Object.keys(error.fields).length > 0;
  return new HttpError(
    error.message,
    error.status,
    fields ? { errors: { ...nested(error.fields), root: { serverError: error.message } } } : null,
  );
}

/** `{"a.0.b": "wrong"}` as `{a: {0: {b: "wrong"}}}`. */
export function nested(fields: Record<string, string>): Record<string, unknown> {
  const tree: Record<string, unknown> = {};
  for (const [path, message] of Object.entries(fields)) {
    const names = path.split(".");
    const last = names.pop()!;
    let node = tree;
    for (const name of names) {
      const inner = node[name];
      node = (node[name] = typeof inner === "object" && inner !== null ? inner : {}) as typeof tree;
    }
    node[last] = message;
  }
  return tree;
}
