import { X } from "lucide-react";
import { FamilyIcon, Thumb } from "@/shared/media/Thumb";
import { text } from "@/shared/text";
import { cx } from "@/shared/ui/cx";
import { IconButton } from "@/shared/ui/IconButton";
import { kindOf } from "@/shared/upload/kinds";
import type { Attachment } from "./attach";

/** The files that go along with the message that is being written. */
export function AttachmentTray({
  attachments,
  onRemove,
}: {
  attachments: Attachment[];
  onRemove: (upload: string) => void;
}) {
  if (attachments.length === 0) return null;
  return (
    <ul aria-label={text.chat.attachments} className="flex max-h-44 flex-col gap-1 overflow-y-auto pb-1.5">
      {attachments.map(({ upload, media, state }) => {
        const { file, sent } = upload;
        const problem = upload.problem ?? media?.statusReason;
        return (
          <li
            key={upload.id}
            data-testid="attachment"
            data-state={state}
            className="flex items-center gap-3 rounded-[10px] bg-surface py-1 pl-1.5"
          >
            {media && state === "ready" ? (
              <Thumb media={media} className="size-9 shrink-0 rounded-md [&_svg]:size-5" />
            ) : (
              <span className="grid size-9 shrink-0 place-items-center rounded-md bg-hover text-faint">
                <FamilyIcon family={kindOf(file.name)?.family ?? "document"} className="size-5" />
              </span>
            )}
            <span className="min-w-0 flex-1">
              <span className="block truncate text-[0.8125rem]">{file.name}</span>
              <span
                role={state === "failed" ? "alert" : undefined}
                className={cx("block text-xs", state === "failed" ? "text-bad" : "text-faint")}
              >
                {state === "sending"
                  ? text.media.sending(sent, file.size)
                  : state === "checking"
                    ? text.media.statuses.processing
                    : state === "failed"
                      ? (problem ?? text.media.refused)
                      : text.media.size(file.size)}
              </span>
            </span>
            <IconButton label={text.chat.detach(file.name)} small onClick={() => onRemove(upload.id)}>
              <X />
            </IconButton>
          </li>
        );
      })}
    </ul>
  );
}
