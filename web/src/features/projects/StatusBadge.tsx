import type { ProjectStatus } from "@/shared/api/types";
import { text } from "@/shared/text";
import { cx } from "@/shared/ui/cx";

const TONE: Record<ProjectStatus, string> = {
  concept: "bg-daylight-wash text-daylight",
  "pre-production": "bg-tungsten-wash text-tungsten",
  production: "bg-tungsten-wash text-tungsten",
  "post-production": "bg-tungsten-wash text-tungsten",
  completed: "bg-good-wash text-good",
  "on-hold": "bg-hover text-soft",
};

export function StatusBadge({ status }: { status: ProjectStatus }) {
  return (
    <span
      className={cx("slate-face rounded-md px-2 py-0.5 text-[0.8125rem] whitespace-nowrap", TONE[status])}
    >
      {text.projects.statuses[status]}
    </span>
  );
}
