import { create } from "zustand";
import { sentenceOf } from "@/shared/api/errors";
import { freshKey } from "@/shared/api/key";
import type { Media } from "@/shared/api/types";
import { useSession } from "@/shared/session/store";
import { text } from "@/shared/text";
import { kindOf } from "./kinds";
import { isGivenUp } from "./send";
import { uploadFile, type Wanted } from "./upload";

/** A file on its way. It goes on while other pages are looked at. */
export interface Upload {
  id: string;
  file: File;
  wanted: Wanted;
  /** Of the file's bytes, how many are there. */
  sent: number;
  state: "waiting" | "sending" | "failed" | "done";
  problem: string | null;
  doc: Media | null;
}

const AT_ONCE = 3;
const controls = new Map<string, AbortController>();

export const useUploads = create<{ uploads: Upload[] }>(() => ({ uploads: [] }));

/**
 * Takes files in. What the studio would refuse is said at once, before a byte is sent; so is what `refused` says of a
 * file that has no place where it is wanted.
 */
export function addUploads(
  files: Iterable<File>,
  wantedOf: (file: File) => Wanted,
  refused: (file: File) => string | null = () => null,
): Upload[] {
  const fresh = Array.from(files, (file): Upload => {
    const problem = refusalOf(file) ?? refused(file);
    const state = problem ? "failed" : "waiting";
    return { id: freshKey(), file, wanted: wantedOf(file), sent: 0, state, problem, doc: null };
  });
  useUploads.setState(({ uploads }) => ({ uploads: [...uploads, ...fresh] }));
  goOn();
  return fresh;
}

export function retryUpload(id: string): void {
  change(id, { state: "waiting", problem: null, sent: 0 });
  goOn();
}

/** Gives a file up, or clears away what is said about one that is through. */
export function dropUpload(id: string): void {
  controls.get(id)?.abort();
  useUploads.setState(({ uploads }) => ({ uploads: uploads.filter((one) => one.id !== id) }));
}

/** Files that nobody could send are not sent again: another name or another size would be another file. */
export function mayRetry(upload: Upload): boolean {
  return upload.state === "failed" && refusalOf(upload.file) === null;
}

function goOn(): void {
  const { uploads } = useUploads.getState();
  const sending = uploads.filter((one) => one.state === "sending").length;
  uploads
    .filter((one) => one.state === "waiting")
    .slice(0, Math.max(0, AT_ONCE - sending))
    .forEach((one) => void run(one));
}

async function run({ id, file, wanted }: Upload): Promise<void> {
  const control = new AbortController();
  controls.set(id, control);
  change(id, { state: "sending" });
  try {
    const doc = await uploadFile(file, wanted, (sent) => change(id, { sent }), control.signal);
    change(id, { state: "done", sent: file.size, doc });
  } catch (error) {
    if (!isGivenUp(error)) change(id, { state: "failed", problem: sentenceOf(error) });
  } finally {
    controls.delete(id);
    goOn();
  }
}

function change(id: string, next: Partial<Upload>): void {
  useUploads.setState(({ uploads }) => ({
    uploads: uploads.map((one) => (one.id === id ? { ...one, ...next } : one)),
  }));
}

function refusalOf(file: File): string | null {
  const kind = kindOf(file.name);
  if (!kind) return text.media.notTaken;
  if (file.size === 0) return text.media.empty;
  return file.size > kind.limit ? text.media.tooLarge(kind.limit) : null;
}

// What somebody left behind is neither shown to nor sent in the name of whoever signs in next. A session that has only
// ended is taken up again.
let owner: string | null = null;
useSession.subscribe((session) => {
  const next = session.user?.id ?? null;
  const left = session.status === "anonymous" && session.left === true;
  if (left || (next !== null && owner !== null && next !== owner))
    useUploads.getState().uploads.forEach((one) => dropUpload(one.id));
  owner = next ?? owner;
});

// Whoever closes the page while something is on its way is asked once more.
window.addEventListener("beforeunload", (event) => {
  if (controls.size > 0) event.preventDefault();
});
