import { useEffect } from "react";
import { request } from "@/shared/api/client";
import { query } from "@/shared/api/query";
import { useLoad } from "@/shared/load/useLoad";
import type { Media } from "@/shared/api/types";
import { kindOf, mediaTypeFor } from "@/shared/upload/kinds";
import { addUploads, dropUpload, type Upload, useUploads } from "@/shared/upload/uploads";
import { change, threadOf } from "./thread";

/** As many files as one message may carry. */
export const MOST_FILES = 10;
const CHECKING_MS = 1_500;

/** A file that is to go along with the next message. It may go once it has been sent and checked. */
export interface Attachment {
  upload: Upload;
  media: Media | null;
  state: "sending" | "checking" | "ready" | "failed";
}

/**
 * Brings files into the project, and lays them beside what is being written in a thread. `refused` says why one is not
 * sent at all.
 */
export function attach(
  key: string,
  project: string,
  files: File[],
  refused?: (file: File) => string | null,
): void {
  const room = MOST_FILES - threadOf(key).attached.length;
  const uploads = addUploads(
    files.slice(0, Math.max(0, room)),
    (file) => ({
      project,
      mediaType: mediaTypeFor(kindOf(file.name)?.family ?? "document", ""),
      beside: "message",
    }),
    refused,
  );
  change(key, ({ attached }) => ({ attached: [...attached, ...uploads.map((one) => one.id)] }));
}

/** Takes a file away again. What has arrived stays among the project's media. */
export function detach(key: string, upload: string): void {
  dropUpload(upload);
  change(key, ({ attached }) => ({ attached: attached.filter((one) => one !== upload) }));
}

/** The files beside what is being written, each with how far it is. */
export function useAttachments(attached: string[]): Attachment[] {
  const uploads = useUploads((state) => state.uploads).filter((one) => attached.includes(one.id));
  const ids = uploads.flatMap((one) => (one.doc ? [one.doc.id] : []));
  const [found, again] = useFiles(ids);
  const attachments = uploads.map((upload): Attachment => {
    const media = found?.find((one) => one.id === upload.doc?.id) ?? upload.doc;
    return { upload, media, state: stateOf(upload, media) };
  });
  const checking = attachments.some((one) => one.state === "checking");
  useEffect(() => {
    if (!checking) return;
    const timer = setTimeout(again, CHECKING_MS);
    return () => clearTimeout(timer);
  }, [checking, found, again]);
  return attachments;
}

/** Files by their ids, also those that were put away since. */
export function useFiles(ids: string[]): [Media[] | null, () => void] {
  const [loaded, again] = useLoad(ids.join(), (signal) => readFiles(ids, signal));
  return [loaded.data, again];
}

async function readFiles(ids: string[], signal: AbortSignal): Promise<Media[]> {
  if (ids.length === 0) return [];
  const where = { id: { in: ids } };
  const path = `/api/media${query({ where, depth: 0, limit: MOST_FILES, trash: true })}`;
  return (await request<{ docs: Media[] }>("GET", path, { signal })).docs;
}

/** The ids of those that may go. */
export function filesOf(attachments: Attachment[]): string[] {
  return attachments.flatMap((one) => (one.state === "ready" && one.media ? [one.media.id] : []));
}

function stateOf(upload: Upload, media: Media | null): Attachment["state"] {
  if (upload.state === "failed" || media?.status === "failed") return "failed";
  if (upload.state !== "done" || !media) return "sending";
  return media.status === "processing" ? "checking" : "ready";
}
