import type { MediaStatus as Status } from "@/shared/api/types";
import { text } from "@/shared/text";
import { cx } from "@/shared/ui/cx";

const TONE: Record<Status, string> = {
  active: "bg-good-wash text-good",
  draft: "bg-hover text-soft",
  archived: "bg-hover text-soft",
  processing: "bg-daylight-wash text-daylight",
  failed: "bg-bad-wash text-bad",
};

export function MediaStatus({ status }: { status: Status }) {
  return (
    <span
      className={cx("slate-face rounded-md px-2 py-0.5 text-[0.8125rem] whitespace-nowrap", TONE[status])}
    >
      {text.media.statuses[status]}
    </span>
  );
}
