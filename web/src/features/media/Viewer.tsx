import { ChevronLeft, ChevronRight, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { Media } from "@/shared/api/types";
import { useLoad } from "@/shared/load/useLoad";
import { text } from "@/shared/text";
import { Failure } from "@/shared/ui/Failure";
import { IconButton } from "@/shared/ui/IconButton";
import { useUploads } from "@/shared/upload/uploads";
import { readMedia } from "./api";
import { nameOf } from "./MediaCard";
import { MediaStatus } from "./MediaStatus";
import { Stage } from "./Stage";
import { ViewerSide } from "./ViewerSide";

const CHECKING_MS = 2_000;

interface Props {
  mediaId: string;
  /** The list that the file was opened from, to go on in. */
  around: Media[];
  mayEdit: boolean;
  onGo: (id: string) => void;
  onClose: () => void;
  onChanged: () => void;
}

/** One file over the whole page, with what is known of it. The arrow keys go to the next and the one before. */
export function Viewer({ mediaId, around, mayEdit, onGo, onClose, onChanged }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const label = useId();
  const replaced = useUploads(
    (state) => state.uploads.filter((one) => one.wanted.replaces === mediaId && one.state === "done").length,
  );
  const [loaded, again] = useLoad(`${mediaId} ${replaced}`, (signal) => readMedia(mediaId, signal));
  const [earlier, setEarlier] = useState<{ id: string; media: Media } | null>(null);
  const media = loaded.data?.id === mediaId ? loaded.data : null;
  const at = around.findIndex((one) => one.id === mediaId);
  const before = around[at - 1];
  const after = at < 0 ? undefined : around[at + 1];

  useEffect(() => {
    const element = dialog.current!;
    const focused = document.activeElement;
    if (!element.open) element.showModal();
    return () => {
      element.close();
      if (focused instanceof HTMLElement) focused.focus();
    };
  }, []);
  useEffect(() => {
    if (media?.status !== "processing") return;
    const timer = setTimeout(again, CHECKING_MS);
    return () => clearTimeout(timer);
  }, [media, again]);

  function go(to: Media | undefined) {
    if (!to) return;
    setEarlier(null);
    onGo(to.id);
  }

  function onKeyDown(event: KeyboardEvent) {
    if ((event.target as HTMLElement).closest("input, textarea, select, video, audio")) return;
    if (event.key === "ArrowLeft") go(before);
    if (event.key === "ArrowRight") go(after);
  }

  const shown = earlier ? { ...earlier.media, status: "active" as const } : media;
  return (
    <dialog
      ref={dialog}
      aria-labelledby={label}
      data-testid="viewer"
      className="dialog fixed inset-0 m-auto h-[calc(100dvh-2rem)] w-[min(84rem,calc(100vw-1.5rem))] max-w-none overflow-hidden rounded-2xl"
      onCancel={(event) => {
        if (event.target !== dialog.current) return;
        event.preventDefault();
        onClose();
      }}
      onKeyDown={onKeyDown}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className="flex h-full flex-col">
        <header className="flex items-center gap-1 border-b border-line py-1.5 pr-2 pl-4">
          <h2 id={label} className="min-w-0 flex-1 truncate font-semibold">
            {media ? nameOf(media) : text.media.title}
          </h2>
          {media && media.status !== "active" && <MediaStatus status={media.status ?? "active"} />}
          <IconButton label={text.media.previous} disabled={!before} onClick={() => go(before)}>
            <ChevronLeft />
          </IconButton>
          <IconButton label={text.media.next} disabled={!after} onClick={() => go(after)}>
            <ChevronRight />
          </IconButton>
          <IconButton label={text.media.close} data-testid="viewer-close" onClick={onClose}>
            <X />
          </IconButton>
        </header>
        <div className="flex min-h-0 flex-1 flex-col overflow-y-auto md:grid md:grid-cols-[minmax(0,1fr)_22rem] md:overflow-hidden">
          <div className="relative grid min-h-[45dvh] place-items-center overflow-hidden bg-screen md:min-h-0">
            {shown && <Stage media={shown} />}
            {earlier && (
              <p className="absolute inset-x-3 bottom-3 flex flex-wrap items-center justify-between gap-x-4 rounded-[10px] bg-surface px-4 py-1">
                {text.media.oldVersion}
                <button
                  type="button"
                  className="min-h-11 underline underline-offset-4"
                  onClick={() => setEarlier(null)}
                >
                  {text.media.toCurrent}
                </button>
              </p>
            )}
          </div>
          {loaded.status === "failed" && !media && (
            <Failure title={text.media.failed} error={loaded.error} onRetry={again} />
          )}
          {media && (
            <ViewerSide
              key={media.id}
              media={media}
              mayEdit={mayEdit}
              shownVersion={earlier?.id ?? null}
              onShowVersion={setEarlier}
              onChanged={() => {
                again();
                onChanged();
              }}
              onGone={() => {
                onClose();
                onChanged();
              }}
            />
          )}
        </div>
      </div>
    </dialog>
  );
}
