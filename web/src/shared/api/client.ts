import { answerOf, ApiError } from "./errors";

export interface Options {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

type Method = "GET" | "POST" | "PATCH" | "DELETE";

let onRefused: (status: 401 | 403) => void = () => undefined;

/** Called when the API says 401 to a request other than signing in, or 403, its answer to strangers on content. */
export function whenRefused(listener: (status: 401 | 403) => void): void {
  onRefused = listener;
}

/** One request to the API with the session's cookie. Throws `ApiError`; an abort stays an `AbortError`. */
export async function request<T>(method: Method, path: string, options: Options = {}): Promise<T> {
  const response = await send(method, path, options);
  return (await readJson(response)) as T;
}

/** Like `request`, for answers that are files: the bytes and the name they should be saved under. */
export async function download(path: string, fallbackName: string): Promise<{ blob: Blob; name: string }> {
  const response = await send("GET", path, {});
  const named = /filename="?([^";]+)"?/.exec(response.headers.get("content-disposition") ?? "")?.[1];
  return { blob: await response.blob(), name: named ?? fallbackName };
}

/** The raw, successful response, for streams. */
export async function send(method: Method, path: string, options: Options): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", ...options.headers };
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: "same-origin",
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw ApiError.offline();
  }
  if (response.ok) return response;
  const failure = ApiError.from(response.status, await readJson(response), retryAfter(response));
  if (failure.status === 403 || (failure.status === 401 && path !== "/api/users/login"))
    onRefused(failure.status);
  throw failure;
}

async function readJson(response: Response): Promise<unknown> {
  return answerOf(await response.text().catch(() => ""));
}

function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get("retry-after"));
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}
