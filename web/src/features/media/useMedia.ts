import { useEffect, useState } from "react";
import { useLoad } from "@/shared/load/useLoad";
import { dropUpload, useUploads } from "@/shared/upload/uploads";
import { type Filter, findMedia } from "./api";

export const PAGE = 48;
const CHECKING_MS = 2_000;

/**
 * The files of a film that a filter finds. It is read again when an upload has arrived, and every two seconds while
 * something is being checked.
 */
export function useMedia(project: string, filter: Filter) {
  const [limit, setLimit] = useState(PAGE);
  const key = JSON.stringify([project, filter, limit]);
  const [found, again] = useLoad(key, async (signal) => ({
    trash: filter.trash,
    ...(await findMedia(project, filter, limit, signal)),
  }));
  const uploads = useUploads((state) => state.uploads).filter(
    (one) => one.wanted.project === project && !one.wanted.beside,
  );
  const page = found.data?.trash === filter.trash ? found.data : null;
  const arrived = uploads.filter((one) => one.state === "done").length;
  const checking = page?.docs.some((one) => one.status === "processing") ?? false;

  useEffect(() => {
    if (arrived > 0) again();
  }, [arrived, again]);
  useEffect(() => {
    if (!checking) return;
    const timer = setTimeout(again, CHECKING_MS);
    return () => clearTimeout(timer);
  }, [checking, found.data, again]);
  useEffect(() => {
    // What stands in the grid need not be said above it.
    const shown = new Set(page?.docs.map((one) => one.id));
    uploads
      .filter((one) => one.state === "done" && shown.has(one.doc!.id))
      .forEach((one) => dropUpload(one.id));
  });

  return { found, page, again, uploads, more: () => setLimit(limit + PAGE) };
}
