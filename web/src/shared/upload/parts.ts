import { request } from "@/shared/api/client";
import { ApiError } from "@/shared/api/errors";
import { sendBody } from "./send";

const BASE = "/api/storage-s3-multipart";
const AT_ONCE = 3;
const TRIES = 4;

export interface Placed {
  filename: string;
  docPrefix: string;
}

interface Upload extends Placed {
  id: string;
  partSize: number;
  partCount: number;
}

interface Ticket {
  filename: string;
  filesize: number;
  mimeType: string;
  project: string;
}

/** The same file for the same project, so that what was begun is found again after a reload. */
function nameOf(file: File, project: string): string {
  return `aladdin.upload ${project} ${file.size} ${file.lastModified} ${file.name}`;
}

/** Sends a large file in parts, several at once; what a break or a reload left behind is gone on with. */
export async function sendInParts(
  file: File,
  ticket: Ticket,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Placed> {
  const name = nameOf(file, ticket.project);
  const begun = await resume(name, signal);
  const upload = begun?.upload ?? (await begin(name, ticket, signal));
  const missing = begun?.missing ?? range(upload.partCount);
  const sent = new Map<number, number>();
  const there = range(upload.partCount).filter((part) => !missing.includes(part));
  for (const part of there) sent.set(part, sliceOf(file, upload, part).size);
  const tell = () => onSent([...sent.values()].reduce((sum, bytes) => sum + bytes, 0));
  tell();

  const queue = [...missing];
  async function work(): Promise<void> {
    for (let part = queue.shift(); part !== undefined; part = queue.shift()) {
      const number = part;
      await sendPart(upload, number, sliceOf(file, upload, number), signal, (bytes) => {
        sent.set(number, bytes);
        tell();
      }).catch((error: unknown) => {
        queue.length = 0; // nobody sends on what has failed already
        throw error;
      });
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const { filename, docPrefix } = await request<Placed>("POST", `${BASE}/${upload.id}/complete`, { signal });
  forget(name);
  return { filename: filename ?? upload.filename, docPrefix: docPrefix ?? upload.docPrefix };
}

/** Gives up what was begun for a file, so that nothing of it stays in the storage. */
export async function giveUpParts(file: File, project: string): Promise<void> {
  const name = nameOf(file, project);
  const upload = remembered(name);
  forget(name);
  if (upload) await request("DELETE", `${BASE}/${upload.id}`).catch(() => undefined);
}

async function sendPart(
  upload: Upload,
  number: number,
  slice: Blob,
  signal: AbortSignal,
  onSent: (bytes: number) => void,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      // An address for each try: it may have run out while the connection was gone.
      const url = await addressOf(upload, number, signal);
      await sendBody({ method: "PUT", url, body: slice, signal, onSent });
      return onSent(slice.size);
    } catch (error) {
      onSent(0);
      if (!(error instanceof ApiError) || !error.retryable || attempt === TRIES) throw error;
      await new Promise((wake) => setTimeout(wake, 500 * 2 ** attempt));
    }
  }
}

async function addressOf(upload: Upload, number: number, signal: AbortSignal): Promise<string> {
  const { parts } = await request<{ parts: { url: string }[] }>("POST", `${BASE}/${upload.id}/parts`, {
    body: { partNumbers: [number] },
    signal,
  });
  return parts[0]!.url;
}

async function begin(name: string, ticket: Ticket, signal: AbortSignal): Promise<Upload> {
  const body = { collectionSlug: "media", ...ticket };
  const upload = await request<Upload>("POST", BASE, { body, signal });
  remember(name, upload);
  return upload;
}

async function resume(
  name: string,
  signal: AbortSignal,
): Promise<{ upload: Upload; missing: number[] } | null> {
  const upload = remembered(name);
  if (!upload) return null;
  try {
    const { missing } = await request<{ missing: number[] }>("GET", `${BASE}/${upload.id}`, { signal });
    return { upload, missing };
  } catch (error) {
    if (!(error instanceof ApiError) || error.retryable) throw error;
    forget(name);
    return null;
  }
}

function sliceOf(file: File, upload: Upload, number: number): Blob {
  return file.slice((number - 1) * upload.partSize, number * upload.partSize);
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at + 1);
}

function remember(name: string, upload: Upload): void {
  try {
    localStorage.setItem(name, JSON.stringify(upload));
  } catch {
    // Storage is switched off: the upload works, but not across a reload.
  }
}

function remembered(name: string): Upload | null {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null") as Upload | null;
  } catch {
    return null;
  }
}

function forget(name: string): void {
  try {
    localStorage.removeItem(name);
  } catch {
    // Nothing was remembered.
  }
}
