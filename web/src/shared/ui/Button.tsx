import type { ButtonHTMLAttributes, ReactNode } from "react";
import { cx } from "./cx";
import { Spinner } from "./Spinner";

type Kind = "primary" | "quiet" | "plain" | "danger";

const LOOK: Record<Kind, string> = {
  primary: "bg-action text-action-ink hover:bg-action-hover font-semibold",
  quiet: "border border-line bg-surface text-ink hover:bg-hover hover:border-edge font-medium",
  plain: "text-soft hover:bg-hover hover:text-ink font-medium",
  danger: "bg-bad-wash text-bad border border-bad/40 hover:border-bad font-semibold",
};

export function buttonLook(kind: Kind = "quiet"): string {
  return cx(
    "inline-flex min-h-11 items-center justify-center gap-2 rounded-[10px] px-4 whitespace-nowrap transition-colors [&_svg]:size-[1.1em]",
    "disabled:cursor-not-allowed disabled:opacity-55",
    LOOK[kind],
  );
}

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: Kind;
  busy?: boolean;
  children: ReactNode;
}

/** A button that stays in place, and stays focused, while it is busy. */
export function Button({
  kind = "quiet",
  busy = false,
  className,
  children,
  onClick,
  type = "button",
  ...rest
}: Props) {
  return (
    <button
      type={type}
      aria-disabled={busy || undefined}
      className={cx(buttonLook(kind), className)}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
}
