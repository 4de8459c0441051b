import type { Media } from "@/shared/api/types";
import { Thumb } from "@/shared/media/Thumb";
import { text } from "@/shared/text";
import { MediaStatus } from "./MediaStatus";

export function nameOf(media: Media): string {
  return media.filename ?? media.description ?? text.media.unnamed;
}

export function MediaCard({ media, onOpen }: { media: Media; onOpen: () => void }) {
  const status = media.status ?? "active";
  return (
    <button
      type="button"
      data-testid="media-card"
      data-status={status}
      className="group flex h-full w-full flex-col overflow-hidden rounded-xl border border-line bg-surface text-left transition-colors hover:border-edge"
      onClick={onOpen}
    >
      <Thumb media={media} className="aspect-[4/3] w-full" />
      <span className="flex w-full flex-1 flex-col gap-1 p-3">
        <span className="line-clamp-2 leading-snug font-medium break-words [overflow-wrap:anywhere]">
          {nameOf(media)}
        </span>
        <span className="text-[0.8125rem] text-faint">{text.media.types[media.mediaType]}</span>
        {status !== "active" && (
          <span className="mt-1">
            <MediaStatus status={status} />
          </span>
        )}
        {status === "failed" && media.statusReason && (
          <span className="line-clamp-3 text-[0.8125rem] text-bad">{media.statusReason}</span>
        )}
      </span>
    </button>
  );
}

export function MediaCardGhost() {
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-surface" aria-hidden="true">
      <div className="shimmer aspect-[4/3]" />
      <div className="flex flex-col gap-2 p-3">
        <div className="shimmer h-4 w-3/4 rounded-md" />
        <div className="shimmer h-3.5 w-1/2 rounded-md" />
      </div>
    </div>
  );
}
