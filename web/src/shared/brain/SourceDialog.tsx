import { ExternalLink } from "lucide-react";
import { useEffect, useRef } from "react";
import { Link } from "react-router";
import { ApiError } from "@/shared/api/errors";
import { useLoad } from "@/shared/load/useLoad";
import { text } from "@/shared/text";
import { buttonLook } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Failure } from "@/shared/ui/Failure";
import { readFile, readItem } from "./api";
import { addressOf, pageOfFile } from "./origin";
import { partedAt } from "./passage";
import { placeOf } from "./place";
import type { Item, Source, StoredFile } from "./types";

interface Props {
  projectId: string;
  item: string;
  source: Source;
  onClose: () => void;
}

/** What was brought in, at the passage that is quoted from it, with the way to its file or its address. */
export function SourceDialog({ projectId, item, source, onClose }: Props) {
  const [loaded, again] = useLoad(item, async (signal) => {
    const found = await readItem(item, signal);
    return { item: found, file: found.mediaId ? await readFile(found.mediaId, signal) : null };
  });
  const title = loaded.data?.item.name || source.label;
  const place = placeOf(source);
  const gone = loaded.error instanceof ApiError && loaded.error.status === 404;
  return (
    <Dialog title={title} onClose={onClose}>
      {place !== title && <p className="-mt-3 text-[0.8125rem] text-soft">{place}</p>}
      {loaded.status === "failed" &&
        (gone ? (
          <p className="text-soft">{text.brain.itemGone}</p>
        ) : (
          <Failure title={text.brain.itemFailed} error={loaded.error} onRetry={again} />
        ))}
      {loaded.status === "loading" && (
        <div role="status" aria-label={text.brain.itemLoading} className="shimmer h-40 rounded-[10px]" />
      )}
      {loaded.data && (
        <>
          {loaded.data.item.status === "superseded" && (
            <p className="text-soft">{text.brain.itemSuperseded}</p>
          )}
          <Origin projectId={projectId} {...loaded.data} page={source.page ?? null} />
          <Told item={loaded.data.item} quote={source.quote ?? ""} />
        </>
      )}
    </Dialog>
  );
}

interface OriginProps {
  projectId: string;
  item: Item;
  /** Null where there is none, or none any more. */
  file: StoredFile | null;
  page: number | null;
}

function Origin({ projectId, item, file, page }: OriginProps) {
  const outside = addressOf(item.documentUrl || item.imageUrl);
  const pdf = file && pageOfFile(file, page);
  if (!file && !outside) return null;
  return (
    <p className="flex flex-wrap gap-2">
      {pdf && (
        <a href={pdf} target="_blank" rel="noopener noreferrer" className={buttonLook("quiet")}>
          {page ? text.brain.openPage(page) : text.brain.openTheFile}
          <ExternalLink aria-hidden="true" />
        </a>
      )}
      {file && (
        <Link to={`/projects/${projectId}/media?media=${file.id}`} className={buttonLook("quiet")}>
          {text.brain.openMedia}
        </Link>
      )}
      {outside && (
        <a
          href={outside}
          target="_blank"
          rel="noopener noreferrer"
          className={`${buttonLook("quiet")} max-w-full`}
        >
          <span className="truncate">{text.brain.openAddress(new URL(outside).hostname)}</span>
          <ExternalLink aria-hidden="true" />
        </a>
      )}
    </p>
  );
}

/** Its text with the passage marked and brought into view. Of something very long it is the beginning. */
function Told({ item, quote }: { item: Item; quote: string }) {
  const mark = useRef<HTMLElement>(null);
  const told = item.content || item.extractedText || "";
  const parted = partedAt(told, quote);
  useEffect(() => {
    mark.current?.scrollIntoView({ block: "center" });
  }, []);
  return (
    <>
      {quote && !parted && (
        <blockquote className="rounded-[10px] border-l-2 border-daylight bg-daylight-wash px-4 py-3 break-words whitespace-pre-line">
          {quote}
        </blockquote>
      )}
      {told ? (
        <section
          aria-label={text.brain.itemText}
          data-testid="source-text"
          tabIndex={0}
          className="max-h-[min(50dvh,26rem)] overflow-y-auto rounded-[10px] border border-line bg-surface px-4 py-3 break-words whitespace-pre-line text-soft"
        >
          {parted ? (
            <>
              {parted.before}
              <mark ref={mark} className="rounded-sm bg-daylight-wash text-ink">
                {parted.passage}
              </mark>
              {parted.after}
            </>
          ) : (
            told
          )}
        </section>
      ) : (
        <p className="text-soft">{text.brain.noText}</p>
      )}
    </>
  );
}
