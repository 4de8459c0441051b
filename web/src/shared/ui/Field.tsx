import { type ReactNode, useId } from "react";
import { text } from "@/shared/text";
import { cx } from "./cx";

interface Wiring {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

interface Props {
  label: string;
  hint?: string;
  error?: string;
  optional?: boolean;
  className?: string;
  children: (wiring: Wiring) => ReactNode;
}

export const inputLook =
  "w-full min-h-11 rounded-[10px] border border-edge bg-raised px-3.5 py-2 text-ink placeholder:text-faint transition-colors hover:border-ink/60 aria-invalid:border-bad disabled:opacity-55";

/** A label, a control, and what is to be said about it, wired together for every kind of reader. */
export function Field({ label, hint, error, optional, className, children }: Props) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={cx("flex flex-col gap-1.5", className)}>
      <label htmlFor={id} className="flex items-baseline justify-between font-medium">
        {label}
        {optional && <span className="text-[0.8125rem] font-normal text-faint">{text.form.optional}</span>}
      </label>
      {children({
        id,
        "aria-describedby": note ? `${id}-note` : undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {note && (
        <p id={`${id}-note`} className={cx("text-[0.8125rem]", error ? "text-bad" : "text-faint")}>
          {note}
        </p>
      )}
    </div>
  );
}
