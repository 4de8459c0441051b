import { request } from "@/shared/api/client";
import type { Media, MediaType } from "@/shared/api/types";
import { kindOf } from "./kinds";
import { giveUpParts, type Placed, sendInParts } from "./parts";
import { gaveUp, isGivenUp, sendBody } from "./send";

const MB = 1024 * 1024;
/** Up to here a form goes through the gateway, whose own limit is on the encoded request. */
const FORM_LIMIT = 4 * MB;
const ONE_PIECE_LIMIT = 100 * MB;

export interface Wanted {
  project: string;
  mediaType?: MediaType;
  /** The document that gets a new version of its file; without it a new one is made. */
  replaces?: string;
  /** Shown beside the message it belongs to, and not among the uploads of a page. */
  beside?: "message";
}

/** Brings a file into a project, by the way that fits its size. `onSent` is told bytes of the file. */
export async function uploadFile(
  file: File,
  wanted: Wanted,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Media> {
  const told = (bytes: number) => onSent(Math.min(bytes, file.size));
  if (file.size <= FORM_LIMIT) return await byForm(file, wanted, told, signal);
  const ticket = {
    filename: file.name,
    filesize: file.size,
    mimeType: kindOf(file.name)?.mimeType ?? (file.type || "application/octet-stream"),
    project: wanted.project,
  };
  try {
    const placed =
      file.size <= ONE_PIECE_LIMIT
        ? await inOnePiece(file, ticket, told, signal)
        : await sendInParts(file, ticket, told, signal);
    return await create(placed, ticket, wanted, signal);
  } catch (error) {
    if (isGivenUp(error) || signal.aborted) {
      void giveUpParts(file, wanted.project);
      throw gaveUp();
    }
    throw error;
  }
}

async function byForm(
  file: File,
  wanted: Wanted,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Media> {
  const form = new FormData();
  form.append("_payload", JSON.stringify(fieldsOf(wanted)));
  form.append("file", file);
  const [method, url] = target(wanted);
  return docOf(await sendBody({ method, url, body: form, signal, onSent }));
}

async function inOnePiece(
  file: File,
  ticket: { mimeType: string },
  onSent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Placed> {
  const body = { collectionSlug: "media", ...ticket };
  const { url, ...placed } = await request<Placed & { url: string }>(
    "POST",
    "/api/storage-s3-generate-signed-url",
    { body, signal },
  );
  await sendBody({
    method: "PUT",
    url,
    body: file.slice(0, file.size, ticket.mimeType),
    headers: { "Content-Type": ticket.mimeType },
    signal,
    onSent,
  });
  return placed;
}

async function create(
  placed: Placed,
  ticket: { mimeType: string; filesize: number },
  wanted: Wanted,
  signal: AbortSignal,
): Promise<Media> {
  const file = JSON.stringify({
    clientUploadContext: { prefix: placed.docPrefix },
    collectionSlug: "media",
    filename: placed.filename,
    mimeType: ticket.mimeType,
    size: ticket.filesize,
  });
  const [method, url] = target(wanted);
  return docOf(await request(method, url, { body: { ...fieldsOf(wanted), file }, signal }));
}

function target({ replaces }: Wanted): ["POST" | "PATCH", string] {
  return replaces
    ? ["PATCH", `/api/media/${encodeURIComponent(replaces)}?depth=0`]
    : ["POST", "/api/media?depth=0"];
}

function fieldsOf({ project, mediaType, replaces }: Wanted) {
  return replaces ? {} : { project, mediaType };
}

function docOf(answer: unknown): Media {
  return (answer as { doc: Media }).doc;
}
