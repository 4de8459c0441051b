import type { MediaVersion } from "@/shared/api/types";

/**
 * The address that saves a file. It leads on to the storage, and a link's own `download` ends there: a picture would
 * take the studio's place.
 */
export function savingAddress(url: string): string {
  return `${url}${url.includes("?") ? "&" : "?"}download=true`;
}

/**
 * One version for each file that was ever shown, newest first: what was only said of a file makes no other version of
 * it, and what is being checked or was refused is none.
 */
export function filesOf(versions: MediaVersion[]): MediaVersion[] {
  const seen = new Set<string>();
  return versions.filter(({ version: { url, status } }) => {
    if (!url || status === "processing" || status === "failed" || seen.has(url)) return false;
    seen.add(url);
    return true;
  });
}
