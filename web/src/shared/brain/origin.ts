import type { StoredFile } from "./types";

/** An address out there that may be followed; null for everything that is none of the web's. */
export function addressOf(written: string | null | undefined): string | null {
  const url = URL.parse(written ?? "");
  return url && (url.protocol === "https:" || url.protocol === "http:") ? url.href : null;
}

/** A PDF to be looked at, open at a page; null for files that browsers do not leaf through. */
export function pageOfFile({ url, mimeType }: StoredFile, page: number | null): string | null {
  if (!url || mimeType !== "application/pdf") return null;
  const asked = `${url}${url.includes("?") ? "&" : "?"}view=true`;
  return page ? `${asked}#page=${page}` : asked;
}
