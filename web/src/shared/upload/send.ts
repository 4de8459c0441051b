import { ApiError, answerOf } from "@/shared/api/errors";

export interface Sending {
  method: "POST" | "PUT" | "PATCH";
  url: string;
  body: XMLHttpRequestBodyInit;
  headers?: Record<string, string>;
  signal: AbortSignal;
  /** Bytes of the body that have left so far. */
  onSent: (bytes: number) => void;
}

/** One request that tells how far it is, which `fetch` cannot. Throws `ApiError`, or an `AbortError` when given up. */
export function sendBody({ method, url, body, headers, signal, onSent }: Sending): Promise<unknown> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(gaveUp());
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers ?? {})) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onabort = () => reject(gaveUp());
    request.onerror = () => reject(ApiError.offline());
    request.onload = () => {
      const answer = answerOf(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(answer);
      else reject(ApiError.from(request.status, answer));
    };
    request.onloadend = () => signal.removeEventListener("abort", abort);
    signal.addEventListener("abort", abort);
    request.send(body);
  });
}

export function gaveUp(): DOMException {
  return new DOMException("The upload was given up.", "AbortError");
}

export function isGivenUp(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
