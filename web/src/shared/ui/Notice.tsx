import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx";

/** A sentence that needs reading now. Errors are announced at once, the rest when there is a pause. */
export function Notice({ tone = "bad", children }: { tone?: "bad" | "info"; children: ReactNode }) {
  return (
    <div
      role={tone === "bad" ? "alert" : "status"}
      className={cx(
        "flex items-start gap-2.5 rounded-[10px] px-3.5 py-3",
        tone === "bad" ? "bg-bad-wash text-bad" : "bg-daylight-wash text-daylight",
      )}
    >
      <CircleAlert className="mt-0.5 size-[1.1rem] shrink-0" aria-hidden="true" />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
